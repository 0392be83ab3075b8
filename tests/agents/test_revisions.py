from agents.domain import CheckResult, Draft, Finding, Metadata, Review, Section
from agents.revisions import Part, accept, broken

DRAFT = Draft(
    language="fr",
    metadata=Metadata(title="Titre"),
    sections=[Section(id="s0", level=1, body="un"), Section(id="s1", level=2, body="deux")],
)


def finding(check, target, *facts, severity="blocking"):
    return Finding(
        check=check, severity=severity, target=target, measured="", threshold="", message="Bad.", fix="", facts=facts
    )


def review(*findings):
    names = {"a", "b", *(f.check for f in findings)}
    return Review(
        checks=[
            CheckResult(
                check=name,
                severity="blocking",
                status="failed" if any(f.check == name for f in findings) else "passed",
                findings=[f for f in findings if f.check == name],
            )
            for name in sorted(names)
        ]
    )


def judge_by_words(**complaints):
    """A judge that complains of a section as long as a word of its body is in `complaints`."""

    def judge(draft):
        found = [finding(complaints[w], s.id) for s in draft.sections for w in s.body.split() if w in complaints]
        return draft, review(*found)

    return judge


def part(target, body):
    level = 1 if target == "s0" else 2
    return Part(target, Section(id=target, level=level, body=body), ["a"])


def test_parts_that_mend_their_findings_are_taken_together():
    judge = judge_by_words(un="a", deux="a")
    outcome = accept(DRAFT, judge(DRAFT)[1], [part("s0", "uno"), part("s1", "due")], judge)
    assert [s.body for s in outcome.draft.sections] == ["uno", "due"]
    assert outcome.review.passed
    assert all(revision.accepted for revision in outcome.revisions)


def test_a_part_that_breaks_a_check_that_passed_is_refused_and_the_other_is_taken():
    judge = judge_by_words(un="a", deux="a", bad="b")
    outcome = accept(DRAFT, judge(DRAFT)[1], [part("s0", "bad"), part("s1", "due")], judge)
    assert [s.body for s in outcome.draft.sections] == ["un", "due"]
    assert [revision.accepted for revision in outcome.revisions] == [False, True]
    assert outcome.revisions[0].reason == "It would break b@s0. Bad."


def test_a_part_that_mends_nothing_is_refused():
    judge = judge_by_words(un="a", autre="a")
    outcome = accept(DRAFT, judge(DRAFT)[1], [part("s0", "autre")], judge)
    assert outcome.draft == DRAFT
    assert outcome.revisions[0].reason == "It mends nothing."


def test_a_longer_section_is_taken_while_words_are_still_missing():
    def judge(draft):
        return draft, review(finding("length.words", "article"))

    outcome = accept(DRAFT, judge(DRAFT)[1], [part("s1", "deux mots")], judge, least_words=100)
    assert outcome.revisions[0].accepted


def test_losing_a_fact_breaks_the_check_even_when_another_fact_was_missing_before():
    assert broken(review(finding("f", "article", "f1")), review(finding("f", "article", "f2"))) == ["f@article"]
    assert broken(review(finding("f", "s1", "f1", "f2")), review(finding("f", "s2", "f2"))) == []


def test_a_check_that_can_no_longer_run_counts_as_broken():
    gone = Review(checks=[CheckResult(check="a", severity="blocking", status="not_run")])
    assert broken(review(), gone) == ["a"]


def test_metadata_is_exchanged_without_touching_the_sections():
    def judge(draft):
        return draft, review(*([] if draft.metadata.title == "Neu" else [finding("a", "metadata")]))

    outcome = accept(DRAFT, judge(DRAFT)[1], [Part("metadata", Metadata(title="Neu"), ["a"])], judge)
    assert outcome.draft.metadata.title == "Neu"
    assert outcome.draft.sections == DRAFT.sections
