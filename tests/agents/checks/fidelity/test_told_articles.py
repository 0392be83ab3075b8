"""Articles with all that real ones hold, against their sources: nothing wrong is said, and what is spoilt is found."""

import pytest

from agents.checks.base import Subject, registered, run
from agents.checks.coverage import LEAST_SHARE, TOLD, hardly_told, proven
from agents.checks.telling import article_sentences, source_sentences
from agents.reading.language import SUPPORTED
from agents.seo_reviewer import review
from agents.values.likeness import cosines, embed
from tests.agents.checks.fidelity.told_articles import NAMES, told

SPOILT = [
    ("en-fr-night-train", "12 400", "14 200", "fidelity.numbers"),
    ("en-fr-night-train", "| 19 h 12 | 8 h 26 |", "| 19 h 21 | 8 h 26 |", "fidelity.invented_numbers"),
    ("en-fr-night-train", "Jeanne d’Amico", "Jeanne d’Amato", "fidelity.names"),
    ("en-fr-night-train", "plus personne ne se plaint", "tout le monde se plaint", "fidelity.quotes"),
    ("en-fr-night-train", "5,1 kg", "5,1 t", "fidelity.invented_numbers"),
    ("nl-de-fountains", "Ute von der Heydt", "Ute von der Heide", "fidelity.names"),
    ("nl-de-fountains", "31.12.2026", "31.12.2027", "fidelity.numbers"),
    ("nl-de-fountains", "verdreifacht", "verdoppelt", "fidelity.quotes"),
    ("fr-es-night-buses", "María José de los Ríos", "María José de los Pinos", "fidelity.names"),
    ("fr-es-night-buses", "dormiremos los dos", "no dormiremos ninguno", "fidelity.quotes"),
    ("fr-es-night-buses", "del 21 al 26 de abril", "del 21 al 26 de mayo", "fidelity.numbers"),
    ("en-it-sourdough", "| 19.30 |", "| 18.30 |", "fidelity.numbers"),
    ("en-it-sourdough", "Davide Lo Monaco", "Davide Lo Cicero", "fidelity.invented_names"),
    ("en-it-sourdough", "750 g", "750 kg", "fidelity.invented_numbers"),
    ("de-nl-heat-pump", "binnen 24 maanden", "binnen 24 dagen", "fidelity.numbers"),
    ("de-nl-heat-pump", "ik hoor er niets van", "ik hoor er alles van", "fidelity.invented_quotes"),
    ("es-pt-market", "73 bancas", "37 bancas", "fidelity.numbers"),
    ("es-pt-market", "Maria da Conceição dos Santos", "Maria da Conceição dos Anjos", "fidelity.names"),
    ("es-pt-market", "às 13h30", "às 12h30", "fidelity.invented_numbers"),
    ("de-en-tool-library", "7.45 a.m.", "7.45 p.m.", "fidelity.numbers"),
    ("de-en-tool-library", "Councillor Jane Dowson", "Dr Aoife O’Brien-van der Meer", "fidelity.quotes"),
    ("de-en-tool-library", "31 March 2027", "31 May 2027", "fidelity.invented_numbers"),
    ("de-en-tool-library", "Members pay what", "Since 2021 can the members pay what", "beyond.word-order"),
]


def test_the_articles_are_in_all_seven_languages() -> None:
    assert {name[3:5] for name in NAMES} == set(SUPPORTED)


@pytest.mark.parametrize("name", NAMES)
def test_a_faithful_article_passes_and_no_check_of_fidelity_speaks(name: str) -> None:
    result = review(told(name))
    assert result.passed
    families = ("fidelity", "links", "hygiene", "safety", "terms")
    spoken = [(finding.check, finding.message) for finding in result.findings]
    assert [found for found in spoken if found[0].startswith((*families, "beyond.entities", "beyond.source"))] == []


@pytest.mark.parametrize(("name", "old", "new", "check"), SPOILT)
def test_one_thing_spoilt_is_found(name: str, old: str, new: str, check: str) -> None:
    item = next(item for item in registered() if item.id == check)
    assert run(item, told(name)).status == "passed"
    assert run(item, told(name, old, new)).status == "failed"


def compared_with_everything(subject: Subject) -> list[str]:
    """What `hardly_told` must find: each sentence of the source compared with each of the article."""
    source, article = source_sentences(subject), [sentence for _, sentence in article_sentences(subject)]
    scores = cosines(embed([sentence for _, sentence in source]), embed(article)).max(axis=1)
    hits: dict[str, list[bool]] = {}
    for (paragraph, sentence), score in zip(source, scores, strict=True):
        hits.setdefault(paragraph, []).append(sentence in proven(subject) or score >= TOLD)
    return [paragraph for paragraph, found in hits.items() if sum(found) < len(found) * LEAST_SHARE]


@pytest.mark.parametrize("name", NAMES)
def test_omitted_paragraphs_are_found_as_by_comparing_everything_with_everything(name: str) -> None:
    whole = told(name)
    found = []
    for kept in (1, 2, 4, len(whole.draft.sections)):
        draft = whole.draft.model_copy(update={"sections": whole.draft.sections[:kept]})
        part = Subject(draft=draft, brief=whole.brief, source=whole.source, facts=whole.facts)
        found.append(hardly_told(part))
        assert found[-1] == compared_with_everything(part)
    assert len(found[0]) > len(found[-1]) == 0
