"""Whole articles: the demo's source and a French article that an editor would pass."""

from importlib.resources import files

import pytest

from agents.checks.base import Subject, registered, run
from agents.domain import Brief
from agents.ledger import draw_ledger
from agents.reading.intake import parse_source
from agents.reading.markdown import parse_article

ARTICLE = """\
# Pompe à chaleur fluviale : Weserau se chauffe avec l’eau de la Weser

Depuis lundi, près de 4 800 logements de Weserau reçoivent de la chaleur tirée de la Weser. Le 12 octobre 2026, la
régie municipale Stadtwerke Weserau a mis en service une pompe à chaleur fluviale. L’installation développe
18 mégawatts et a coûté 31 millions d’euros. Selon l’entreprise, l’État fédéral finance le projet à hauteur de 40 %.
Nordpumpen GmbH l’a construite.

## Une pompe à chaleur fluviale pour remplacer le gaz

« Pendant longtemps, nous n’avons fait que regarder le fleuve ; désormais, nous travaillons avec lui », a déclaré
Katrin Hollweg, directrice de la régie, lors de l’inauguration. Jusqu’ici, la chaleur venait surtout d’une centrale
à gaz située dans le port. Celle-ci ne devrait plus fonctionner que les jours de grand froid.

## Comment fonctionne l’installation

La pompe aspire jusqu’à 900 litres d’eau par seconde. Un filtre retient les feuilles et les poissons. L’eau repart
ensuite vers la Weser, refroidie d’environ deux degrés. Un compresseur porte la chaleur récupérée jusqu’à 95 degrés.
Pour chaque kilowattheure d’électricité, l’installation fournit en moyenne environ trois kilowattheures de chaleur.
Le courant doit surtout venir du parc éolien Hohe Geest.

La ville économise ainsi 14 000 tonnes de dioxyde de carbone par an, d’après les calculs de la régie. Si le fleuve
descend sous trois degrés, la pompe s’arrête. Au cours des dix dernières années, cela s’est produit en moyenne onze
jours par an.

## Ce que demandent les locataires

Le prix reste stable jusqu’à la fin de 2027. L’association de locataires de Weserau salue l’installation, mais
demande plus d’informations. « Quand on ne peut pas résilier, on doit au moins pouvoir vérifier les calculs », a
estimé son président, Jonas Brettschneider. Il souhaite que la formule de prix soit publiée sur Internet.

Deux écoles et la piscine couverte doivent être raccordées cet hiver. Une deuxième pompe, sur la rive nord, pourrait
suivre en 2029. Le conseil municipal doit se prononcer au printemps.

## Questions fréquentes

**Combien de logements sont raccordés ?** Environ 4 800.

**Qui a parlé lors de l’inauguration ?** Katrin Hollweg, la directrice des Stadtwerke.
"""


def findings(article: str) -> list[tuple[str, str]]:
    source = parse_source(files("transcreate").joinpath("demo", "article.de.md").read_text("utf-8"))
    draft = parse_article(article, language="fr")
    subject = Subject(draft=draft, brief=Brief(language="fr"), source=source, facts=tuple(draw_ledger(source)))
    results = [run(check, subject) for check in registered() if check.id.startswith("fidelity.")]
    assert {result.status for result in results} <= {"passed", "failed"}
    return [(finding.check, finding.place) for result in results for finding in result.findings]


def test_a_good_article_raises_no_finding() -> None:
    assert findings(ARTICLE) == []


@pytest.mark.parametrize(
    ("old", "new", "checks"),
    [
        ("31 millions", "13 millions", {"fidelity.numbers", "fidelity.invented_numbers"}),
        ("12 octobre 2026", "12 novembre 2026", {"fidelity.numbers", "fidelity.invented_numbers"}),
        ("Katrin Hollweg", "Karin Hollmann", {"fidelity.names", "fidelity.invented_names", "fidelity.quotes"}),
        ("on ne peut pas résilier", "on peut résilier", {"fidelity.quotes", "fidelity.invented_quotes"}),
        ("pourrait\nsuivre", "suivra", {"fidelity.hedges"}),
    ],
)
def test_one_planted_defect_is_named_and_nothing_else(old: str, new: str, checks: set[str]) -> None:
    assert {check for check, _ in findings(ARTICLE.replace(old, new))} == checks
