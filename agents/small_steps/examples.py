"""Worked examples in each language: a small model takes the form of its answer from them, better than from rules."""

from dataclasses import dataclass

from agents.fencing import fence
from agents.models.calling import Examples
from agents.reading.language import base_language


@dataclass(frozen=True)
class Worked:
    """The same in every language: `lines` (a date that comes late, a quotation, a condition), and of the first and the
    last of these a topic, a heading, a question with its answer, and the line in other words."""

    lines: tuple[str, str, str]
    topics: tuple[str, str]
    headings: tuple[str, str]
    questions: tuple[str, str]
    retold: tuple[str, str]


WORKED = {
    "de": Worked(
        (
            "Die Brücke wird nach Angaben der Stadt erst am 3. Mai eröffnet.",
            "„Wir brauchen mehr Zeit“, sagte Anna Berg, die Leiterin des Museums.",
            "Steigt der Preis über zwei Euro, könnte der Staat die Hälfte der Kosten übernehmen.",
        ),
        ("Brücke über den Fluss", "staatliche Hilfe"),
        ("Die Brücke öffnet erst im Mai", "Der Staat könnte die Hälfte zahlen"),
        ("Wann wird die Brücke eröffnet?", "Was geschieht, wenn der Preis über zwei Euro steigt?"),
        (
            "Die Eröffnung der Brücke ist laut Stadt für den 3. Mai vorgesehen.",
            "Bei mehr als zwei Euro könnte die Hälfte der Kosten auf den Staat entfallen.",
        ),
    ),
    "en": Worked(
        (
            "According to the city, the bridge will not open until 3 May.",
            "“We need more time,” said Anna Berg, the director of the museum.",
            "If the price rises above two euros, the state could cover half of the costs.",
        ),
        ("river bridge", "state aid"),
        ("Bridge opens only in May", "State could pay half"),
        ("When will the bridge open?", "What happens if the price rises above two euros?"),
        (
            "The opening of the bridge is planned for 3 May, the city says.",
            "Above two euros, half of the costs could fall to the state.",
        ),
    ),
    "es": Worked(
        (
            "Según el ayuntamiento, el puente no se abrirá hasta el 3 de mayo.",
            "«Necesitamos más tiempo», dijo Anna Berg, la directora del museo.",
            "Si el precio supera los dos euros, el Estado podría asumir la mitad de los costes.",
        ),
        ("puente sobre el río", "ayuda del Estado"),
        ("El puente no abre hasta mayo", "El Estado podría pagar la mitad"),
        ("¿Cuándo se abrirá el puente?", "¿Qué pasará si el precio supera los dos euros?"),
        (
            "La apertura del puente está prevista para el 3 de mayo, según el ayuntamiento.",
            "Por encima de dos euros, la mitad de los costes podría correr a cargo del Estado.",
        ),
    ),
    "fr": Worked(
        (
            "Selon la ville, le pont ne sera inauguré que le 3 mai.",
            "« Nous avons besoin de plus de temps », a déclaré Anna Berg, la directrice du musée.",
            "Si le prix dépasse deux euros, l’État pourrait prendre en charge la moitié des coûts.",
        ),
        ("pont sur le fleuve", "aide de l’État"),
        ("Le pont n’ouvre qu’en mai", "L’État pourrait payer la moitié"),
        ("Quand le pont sera-t-il inauguré ?", "Que se passera-t-il si le prix dépasse deux euros ?"),
        (
            "L’inauguration du pont est prévue le 3 mai, d’après la ville.",
            "Au-delà de deux euros, la moitié des coûts pourrait revenir à l’État.",
        ),
    ),
    "it": Worked(
        (
            "Secondo il comune, il ponte sarà inaugurato solo il 3 maggio.",
            "«Abbiamo bisogno di più tempo», ha detto Anna Berg, la direttrice del museo.",
            "Se il prezzo supera i due euro, lo Stato potrebbe farsi carico di metà dei costi.",
        ),
        ("ponte sul fiume", "aiuto dello Stato"),
        ("Il ponte apre solo a maggio", "Lo Stato potrebbe pagare la metà"),
        ("Quando sarà inaugurato il ponte?", "Che cosa succede se il prezzo supera i due euro?"),
        (
            "L’inaugurazione del ponte è prevista per il 3 maggio, secondo il comune.",
            "Oltre i due euro, metà dei costi potrebbe toccare allo Stato.",
        ),
    ),
    "nl": Worked(
        (
            "Volgens de gemeente gaat de brug pas op 3 mei open.",
            "“We hebben meer tijd nodig”, zei Anna Berg, de directeur van het museum.",
            "Als de prijs boven de twee euro stijgt, kan de staat de helft van de kosten betalen.",
        ),
        ("brug over de rivier", "hulp van de staat"),
        ("Brug gaat pas in mei open", "Staat kan de helft betalen"),
        ("Wanneer gaat de brug open?", "Wat gebeurt er als de prijs boven de twee euro stijgt?"),
        (
            "De opening van de brug is volgens de gemeente gepland op 3 mei.",
            "Boven de twee euro kan de helft van de kosten voor de staat zijn.",
        ),
    ),
    "pt": Worked(
        (
            "Segundo o município, a ponte só será inaugurada em 3 de maio.",
            "“Precisamos de mais tempo”, disse Anna Berg, a diretora do museu.",
            "Se o preço ultrapassar os dois euros, o Estado poderá assumir metade dos custos.",
        ),
        ("ponte sobre o rio", "ajuda do Estado"),
        ("A ponte só abre em maio", "O Estado poderá pagar metade"),
        ("Quando será inaugurada a ponte?", "O que acontece se o preço ultrapassar os dois euros?"),
        (
            "A inauguração da ponte está prevista para 3 de maio, segundo o município.",
            "Acima dos dois euros, metade dos custos poderá caber ao Estado.",
        ),
    ),
}


def worked(tag: str) -> Worked | None:
    """The examples of a language, None where there are none."""
    return WORKED.get(base_language(tag))


def translations(source_language: str, target_language: str) -> Examples:
    """Each line with its translation."""
    source, target = worked(source_language), worked(target_language)
    if source is None or target is None:
        return ()
    return [(fence("line", line), told) for line, told in zip(source.lines, target.lines, strict=True)]


def topics(source_language: str, target_language: str) -> Examples:
    """Two lines of the source's language with what they are about in the target's."""
    source, target = worked(source_language), worked(target_language)
    if source is None or target is None:
        return ()
    return _two(source, target.topics)


def headings(language: str) -> Examples:
    """Two lines with their headings."""
    own = worked(language)
    return _two(own, own.headings) if own else ()


def questions(language: str) -> Examples:
    """Two lines with the question that each answers, and the answer in other words."""
    own = worked(language)
    if own is None:
        return ()
    return _two(own, [f"{asked}\n{told}" for asked, told in zip(own.questions, own.retold, strict=True)])


def retold(language: str) -> Examples:
    """Two lines in other words."""
    own = worked(language)
    return _two(own, own.retold) if own else ()


def _two(own: Worked, answers: tuple[str, str] | list[str]) -> Examples:
    asked = (own.lines[0], own.lines[-1])
    return [(fence("line", line), answer) for line, answer in zip(asked, answers, strict=True)]
