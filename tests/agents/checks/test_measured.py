"""What a check says it measured agrees with what it wanted and is plain English."""

import re

from agents.checks.base import registered, run
from agents.domain import Brief, CheckResult
from agents.reading.markdown import parse_article
from tests.agents.checks.corpus import article, subject

CHECKS = {item.id: item for item in registered()}
HEAD = "---\ntitle: Rain garden\ndescription: Rain.\nslug: rain\nkeyphrase: rain garden\nlanguage: en\n---\n"
ONE_OF_EACH = (
    HEAD + "# A rain garden\n\n![A garden full of roses](a.png) [here](https://example.org/a) The rain garden 7.\n"
)
PAGE = '<script type="application/ld+json">{"@type": "Article", "headline": "Other"}</script>'


def judge(check: str, text: str, **known: object) -> CheckResult:
    return run(CHECKS[check], subject(parse_article(text), **known))


def test_one_of_a_thing_is_told_in_the_singular() -> None:
    whole = subject(parse_article(ONE_OF_EACH), page=PAGE)
    told = [run(item, whole).measured for item in registered()]
    assert [text for text in told if re.search(r"(?<!of )\b1 (?!of )\w+s\b", text)] == []
    assert {"1 time", "1 block, 1 fault"} <= set(told)


def test_structured_data_without_fault_is_told_as_such() -> None:
    result = judge("page.json-ld", ONE_OF_EACH, page=PAGE.replace("Other", "Rain garden"))
    assert (result.status, result.measured) == ("passed", "1 block, 0 faults")


def test_repetitions_of_the_keyphrase_are_not_told_beside_a_limit_that_leaves_them_out() -> None:
    body = "".join(f"Word{i} the rain garden of water{i} grows. " for i in range(5))
    worn = "".join(f"Old{i} roses like deep wet soil. " for i in range(2))
    head = HEAD.replace("rain garden", "rain garden of the")
    result = judge("keyphrase.repetition", f"{head}# Title\n\n{body}{worn}")
    assert (result.status, result.threshold) == ("passed", "at most 3 times")
    assert result.measured == "at most 2 times, the keyphrase and terms apart"


def test_a_limit_that_does_not_hold_for_an_article_is_not_told_beside_it() -> None:
    short = judge("structure.subheadings", ONE_OF_EACH)
    assert (short.measured, short.threshold) == ("0 subheadings in 5 words", "asked for from 300 words on")
    flat = judge("structure.subheadings", ONE_OF_EACH, brief=Brief(language="en", subheadings=False))
    assert (flat.status, flat.threshold) == ("passed", "not asked for")
    evidence = judge("beyond.evidence", HEAD + "# Title\n\nNo figure stands here.\n")
    assert (evidence.status, evidence.threshold) == ("passed", "judged from 300 words on")


def test_used_secondary_keyphrases_are_not_counted_beside_a_limit_for_the_unused() -> None:
    draft = article("en_rain_garden")
    metadata = draft.metadata.model_copy(update={"secondary_keyphrases": ["rain garden"]})
    result = run(CHECKS["keyphrase.secondary"], subject(draft.model_copy(update={"metadata": metadata})))
    assert (result.status, result.measured, result.threshold) == ("passed", "0 of 1 unused", "0")
