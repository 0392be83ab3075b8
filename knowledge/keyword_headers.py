"""Header names of keyword exports by meaning, in the languages of the tools' own surfaces.

English headers are those of the exports themselves; the others are the labels the tools show in German, French,
Spanish, Italian, Dutch and Portuguese. A header that is not listed is ignored, so a missing name costs a column,
never a wrong one.
"""

_TABLE = """
keyword: keyword; keywords; mot clé; mot-clé; palabra clave; parola chiave; zoekwoord; palavra-chave
keyword: top queries; query; häufigste suchanfragen; suchanfrage; requêtes les plus fréquentes
keyword: consultas principales; query principali; populairste zoekopdrachten; principais consultas
volume: volume; search volume; suchvolumen; avg. monthly searches
volume: durchschnittl. suchanfragen pro monat; durchschnittliche suchanfragen pro monat
volume: nombre moyen de recherches mensuelles; nbre moy. de recherches mensuelles
volume: promedio de búsquedas mensuales; prom. de búsquedas mensuales; media ricerche mensili
volume: gem. aantal maandelijkse zoekopdrachten; média de pesquisas mensais
difficulty: difficulty; keyword difficulty; kd; kd %; keyword difficulty index; keyword-schwierigkeit
competition: competition (indexed value); wettbewerb (indexwert); concurrence (valeur indexée)
competition: competencia (valor indexado); concorrenza (valore indicizzato)
competition: concurrentie (geïndexeerde waarde); concorrência (valor indexado)
intent: intent; intents; keyword intents; suchintention
topic: topic; parent keyword; parent topic; cluster; thema
language: language; sprache
market: market; country; database; land
sample: sample
clicks: clicks; klicks; clics; clic; klikken; cliques
impressions: impressions; impressionen; impresiones; impressioni; vertoningen; impressões
position: position; durchschnittliche position; position moyenne; posición; posición media
position: posizione; posizione media; positie; posição
planner: in account?; three month change; yoy change; currency
ahrefs: cps; parent keyword; global volume; kd; current url; traffic potential
semrush: competitive density; number of results; keyword difficulty index; cpc (usd); traffic cost
semrush: serp features by keyword
"""


def _names() -> dict[str, frozenset[str]]:
    names: dict[str, set[str]] = {}
    for line in _TABLE.strip().splitlines():
        role, _, headers = line.partition(":")
        names.setdefault(role, set()).update(header.strip() for header in headers.split(";"))
    return {role: frozenset(headers) for role, headers in names.items()}


NAMES = _names()
"""By meaning; `planner`, `ahrefs` and `semrush` hold headers that tell whose export it is."""
