import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agents.checks.base import Subject, registered, run
from agents.domain import Brief, Draft, Metadata, Paragraph, Section, Source
from agents.ledger import draw_ledger, invented, missing
from agents.values.mention import LANGUAGES
from tests.agents.checks.fidelity.subjects import HOUSES, INTRO, QUOTES, SOURCE, article

FAMILY = [check for check in registered() if check.id.startswith("fidelity.")]
PARAGRAPHS = [INTRO, QUOTES, HOUSES]


@given(st.permutations(PARAGRAPHS), st.integers(0, 2))
@settings(deadline=None, max_examples=12)
def test_the_order_of_paragraphs_does_not_matter(order: list[str], dropped: int) -> None:
    kept = [text for text in order if text is not PARAGRAPHS[dropped]]
    facts = draw_ledger(SOURCE)
    tags = {"language": "fr", "source_language": "de"}
    straight = [text for text in PARAGRAPHS if text is not PARAGRAPHS[dropped]]
    assert missing("\n\n".join(kept), facts, **tags) == missing("\n\n".join(straight), facts, **tags)


@given(st.text(max_size=400), st.sampled_from(LANGUAGES))
@example("„a", "de")
@example("‘0\x1b0:0:0:0:0:0˥0’", "en")
@example("1" * 60, "fr")
@example("«»«» \"\" ''", "en")
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_carries_its_own_facts_and_invents_nothing(text: str, language: str) -> None:
    facts = draw_ledger(Source(language=language, paragraphs=[Paragraph(id="p1", text=text)]))
    tags = {"language": language, "source_language": language}
    assert missing(text, facts, **tags) == []
    assert invented(text, facts, allowed_text=text, **tags) == []


def judged(body: str) -> list[str]:
    draft = Draft(language="fr", metadata=Metadata(), sections=[Section(id="s0", level=1, heading="x", body=body)])
    subject = Subject(draft=draft, brief=Brief(language="fr"), source=SOURCE, facts=article().facts)
    return [run(check, subject).reason for check in FAMILY if check.id not in ("fidelity.coverage", "fidelity.hedges")]


@given(st.text(max_size=300))
@example("\x08A0a-")
@settings(deadline=None, max_examples=40)
def test_no_text_makes_a_check_fail_by_itself(body: str) -> None:
    assert not any(judged(body))


@pytest.mark.parametrize(
    "unit", ["12 345 mots, ", "Anna Berg et ", "„ ", "3 mai ", "é\u0301𝔘\u202e ", "A-", "1.000.", "\n\n« a b "]
)
def test_the_time_grows_in_step_with_the_length(unit: str) -> None:
    def seconds(size: int) -> float:
        body = unit * (size // len(unit))
        start = time.process_time()
        assert not any(judged(body))
        return time.process_time() - start

    seconds(1_000)
    small, large = seconds(20_000), seconds(80_000)
    assert large < 12 * small + 0.2, (small, large)
