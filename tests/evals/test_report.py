"""The page of an evaluation: what each part says, and that it never says more than the logs do."""

import math
import re

import pytest
from bs4 import BeautifulSoup
from inspect_ai.log import EvalError
from inspect_ai.scorer import Score

from agents.domain import Call, Draft, Metadata, Round, Section
from evals.figures import FIGURES
from evals.logs import read_runs
from evals.report import report_html
from evals.report.glossary import MEANINGS
from knowledge.errors import InputError
from tests.evals.logbook import finding, result_of, reviewed, sample_of, write_log

GOOD = {"fidelity__numbers": "passed", "length__words": "passed", "structure__h1": "passed"}
BAD = GOOD | {"fidelity__numbers": "failed"}


def draft(text):
    sections = [Section(id="s0", level=1, heading="Un titre", body=text)]
    return Draft(language="fr", metadata=Metadata(title="Un titre"), sections=sections)


def samples(count, *, states=GOOD, figures=None, **more):
    known = {"passed": 1.0, "checks_passed": 0.9, "length_error": 0.1, "seconds": 2.0, "cost_usd": 0.01}
    return [sample_of(f"a{i}", result_of(reviewed(**states), **more), known | (figures or {})) for i in range(count)]


def text_of(part):
    return " ".join(part.get_text(" ").split())


class Page:
    def __init__(self, folder, **options):
        paths = folder if isinstance(folder, list) else [folder]
        self.html = report_html(read_runs(paths), **options)
        self.soup = BeautifulSoup(self.html, "html.parser")
        for place_to_break in self.soup.find_all("wbr"):
            place_to_break.decompose()
        self.soup.smooth()

    def part(self, id):
        return self.soup.find(id=id)

    def says(self, id):
        return text_of(self.part(id))

    def line(self, id, first):
        """The cells of the table row in part `id` that begins with `first`."""
        row = next(row for row in self.part(id).select("tr") if row.th and text_of(row.th).startswith(first))
        return [text_of(cell) for cell in row.find_all("td")]

    @property
    def cards(self):
        return {text_of(card.h3): text_of(card) for card in self.soup.select(".card")}


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Two systems on eight articles, the second clearly better, with a crash of each kind."""
    folder = tmp_path_factory.mktemp("logs")
    worse = {"passed": 0.0, "checks_passed": 0.5, "cost_usd": math.nan, "purity": 0.5}
    write_log(folder / "1.eval", samples(8, states=BAD, figures=worse), system="single_shot")
    made = samples(
        6, figures={"purity": 0.8}, draft=draft("Ils ont 620 appareils, dit-on, et [un lien](javascript:x).")
    )
    made[1].scores["all"].value["checks_passed"] = 0.8
    made[0] = sample_of("a0", result_of(reviewed(**BAD), draft=draft("Ils ont 620 appareils.")), {"passed": 0.0})
    broken = {
        "passed": Score(value={"passed": 0.0}),
        "purity": Score(
            value={"purity": math.nan}, metadata={"errors": {"purity": "The scorer failed: KeyError: 'gone'"}}
        ),
    }
    made.append(sample_of("a6", result_of(reviewed(**GOOD, keyphrase__title="not_run")), {}, scores=broken))
    error = EvalError(message="IndexError: a defect", traceback="", traceback_ansi="")
    made.append(sample_of("a7", None, {}, error=error, scores=None))
    write_log(folder / "2.eval", made, status="error", created="2026-01-02T10:00:00+00:00")
    return Page(folder)


def test_every_figure_has_a_meaning_for_people():
    assert MEANINGS.keys() == FIGURES.keys()


def test_each_system_is_a_card_with_its_verdicts_and_how_sure_they_are(two):
    assert list(two.cards) == ["single_shot", "workflow"]
    assert "0 of 8 articles passed 0 to 32 % of such articles (95 % interval)" in two.cards["single_shot"]
    assert "5 of 8 articles passed" in two.cards["workflow"]
    assert "5 passed · 2 need review · 1 crashed" in two.cards["workflow"]


def test_a_price_nobody_knows_is_unknown_and_not_nothing(two):
    assert "cost unknown" in two.cards["single_shot"]
    assert "cost 0.0100 ± 0.0000 USD" in two.cards["workflow"]
    assert "Not known of single_shot." in two.says("cost")


def test_the_headline_names_a_winner_only_beyond_doubt(two, tmp_path):
    assert two.soup.h1.text == "workflow is best in passed"
    for place, system in enumerate(("one", "two")):
        write_log(tmp_path / f"{place}.eval", samples(8), system=system)
    same = Page(tmp_path)
    assert same.soup.h1.text == "No system is clearly the best"
    assert "No clear difference in passed, blocking checks passed: two and one." in text_of(
        same.soup.find(class_="says")
    )


def test_nobody_is_best_who_delivers_fewer_articles(tmp_path):
    write_log(
        tmp_path / "1.eval", samples(12, figures={"passed": 0.0, "delivered": 1.0, "checks_passed": 0.5}), system="one"
    )
    made = samples(6, figures={"delivered": 1.0}) + [
        sample_of(f"a{i}", result_of(None), {"passed": 0.0, "delivered": 0.0}) for i in range(6, 12)
    ]
    write_log(tmp_path / "2.eval", made, system="two")
    page = Page(tmp_path)
    assert "two is clearly worse in an article at all" in text_of(page.soup.find(class_="says"))
    assert "better in blocking checks passed" in text_of(page.soup.find(class_="says"))
    assert page.soup.h1.text == "No system is clearly the best"


def test_with_too_few_articles_nobody_wins(tmp_path):
    write_log(tmp_path / "1.eval", samples(5, figures={"passed": 0.0}), system="one")
    write_log(tmp_path / "2.eval", samples(5), system="two")
    page = Page(tmp_path)
    assert page.soup.h1.text == "Too few articles to tell the systems apart"
    assert "too few to tell" in page.says("better")
    assert "fewer than 6 articles in both" in text_of(page.soup.find(class_="says"))


def test_one_system_alone_has_no_rival(tmp_path):
    write_log(tmp_path / "1.eval", samples(3))
    page = Page(tmp_path)
    assert page.soup.h1.text == "3 of 3 articles passed with workflow"
    assert page.part("better") is None


def test_what_broke_stands_there_with_its_reason_and_its_articles(two):
    crash, scorer = (text_of(trouble) for trouble in reversed(two.soup.select(".trouble")))
    assert crash == "The system crashed on 1 article of workflow IndexError: a defect a7"
    assert scorer.startswith("The scorer of sentences in the language crashed on 1 article of workflow")
    assert "KeyError: 'gone'" in scorer


def test_a_crash_of_a_scorer_is_neither_zero_nor_passed(two):
    assert two.line("figures", "sentences in the language")[1] == "80.0 ± 0.0 on 5 scorer broke on 1"
    assert "Scorer broke: purity on 1" in two.cards["workflow"]
    assert two.line("better", "sentences in the language")[1].endswith("scorer broke on 1")


def test_a_crash_of_a_system_did_not_pass_and_is_no_article_of_quality(two):
    assert two.line("figures", "passed %")[1] == "62.5 ± 18.3"
    assert two.line("figures", "blocking checks passed")[1] == "88.0 ± 2.0 on 5"
    assert "the system crashed on 1 of 8 articles" in two.cards["workflow"]


def test_every_figure_has_its_standard_error_and_none_is_said_where_there_is_none(two):
    assert two.line("figures", "time s") == ["2.0 ± 0.0", "2.0 ± 0.0 on 5"]
    assert two.line("figures", "cost USD")[0] == "none"


def test_paired_differences_carry_their_interval_and_what_follows_from_it(two):
    base, new, pairs, difference, _, change = two.line("better", "blocking checks passed")
    assert (base, new, pairs, change) == ("50.0 ± 0.0 on 8", "88.0 ± 2.0", "5", "too few to tell")
    assert difference == "+38.0"
    assert two.line("better", "passed %")[3:] == ["+62.5 +12.5 to +100.0", "", "better"]


def test_a_figure_that_only_describes_is_never_better_or_worse(two):
    assert two.line("better", "length error")[-1] == "only describes"


def test_the_heat_map_tells_where_articles_fail(two):
    assert two.line("checks", "numbers") == ["0 ± 0", "86 ± 14"]
    cell = two.part("checks").find("td", title=re.compile("fidelity.numbers: 1 of 7 not passed"))
    assert cell["style"] == "--f:0.143"
    assert "Passed by every article of every system 2 length.words , structure.h1" in two.says("checks")


def test_a_check_without_an_answer_is_hatched_and_not_passed(two):
    assert two.line("checks", "title") == ["–", "0"]
    cell = two.part("checks").find("td", title=re.compile("keyphrase.title: 1 of 1 not passed, 1 without an answer"))
    assert cell["class"] == ["unanswered"]
    assert "No answer from keyphrase.title: not passed." in two.says("articles")


def test_an_article_opens_to_its_source_its_tries_and_their_findings(two):
    story = two.soup.select(".story")[0]
    told = text_of(story)
    assert "Asked for Please rewrite this in French" in told
    assert "Lindenau eröffnet eine Bibliothek der Dinge" in text_of(story.find(class_="source"))
    assert "Ils ont 620 appareils." in told
    assert "fidelity.numbers Wrong. in Un titre To do Mend it." in told
    crashed = text_of(two.soup.select(".story")[7])
    assert "crashed" in crashed
    assert "The system crashed: IndexError: a defect" in crashed


def test_the_place_of_a_blocking_finding_is_marked_in_the_article(tmp_path):
    review = reviewed(fidelity__numbers="failed")
    review.checks[0].findings[0].place = "620 appareils …"
    result = result_of(review, draft=draft("Ils ont **beaucoup** et 620\nappareils."))
    write_log(tmp_path / "1.eval", [sample_of("a1", result, {"passed": 0.0})])
    assert [text_of(mark) for mark in Page(tmp_path).soup.find_all("mark")] == ["620 appareils"]


def test_of_many_findings_of_a_check_the_first_are_shown_and_the_rest_counted(tmp_path):
    review = reviewed(fidelity__numbers="failed")
    review.checks[0].findings = [finding("fidelity.numbers") for _ in range(9)]
    write_log(tmp_path / "1.eval", [sample_of("a1", result_of(review), {})])
    page = Page(tmp_path)
    assert "and 6 more of this check" in page.says("articles")
    assert "9 to mend" in page.says("articles")


def test_of_many_articles_those_with_most_trouble_are_shown(tmp_path):
    made = samples(4)
    made[2] = sample_of("a2", result_of(reviewed(**BAD)), {"passed": 0.0})
    write_log(tmp_path / "1.eval", made)
    page = Page(tmp_path, articles=1)
    assert [text_of(title) for title in page.soup.select(".story > summary b")] == ["a2"]
    assert "1 of 4 articles, those with most trouble." in page.says("articles")
    assert "4 of 4" not in page.says("articles")


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("started", "Unfinished: 3 of 40 articles are in its log, which has no end. It still runs or was killed."),
        ("cancelled", "Unfinished: stopped after 3 of 40 articles."),
        ("error", "Unfinished: broke off after 3 of 40 articles: no more disk"),
    ],
)
def test_an_unfinished_run_is_said_to_be_unfinished(tmp_path, status, says):
    error = EvalError(message="no more disk", traceback="", traceback_ansi="") if status == "error" else None
    write_log(tmp_path / "1.eval", samples(3), status=status, articles=40, error=error)
    page = Page(tmp_path)
    assert says in page.cards["workflow"]
    assert says in page.says("reading")


def test_a_run_that_broke_before_its_first_article_is_in_sight(tmp_path):
    write_log(tmp_path / "1.eval", samples(3), system="one")
    error = EvalError(message="no such key", traceback="", traceback_ansi="")
    write_log(tmp_path / "2.eval", [], system="two", status="error", error=error, articles=3)
    page = Page(tmp_path)
    assert "No article Unfinished: broke off after 0 of 3 articles: no such key" in page.cards["two"]
    assert "not run" in page.says("articles")


def test_logs_without_any_article_make_no_page(tmp_path):
    write_log(tmp_path / "1.eval", [], status="cancelled", articles=3)
    with pytest.raises(InputError, match=r"No run holds an article.*stopped after 0 of 3"):
        Page(tmp_path)


def test_rounds_and_times_are_drawn_from_what_was_measured(tmp_path):
    rounds = [Round(number=0, blocking=["a@s0", "b@s0"]), Round(number=1, blocking=[])]
    seconds = {"planner": 1.0, "section_writer": 3.0}
    write_log(tmp_path / "1.eval", samples(3, figures={"rounds": 1.0}, rounds=rounds, seconds=seconds))
    page = Page(tmp_path)
    assert "3 took 1" in page.says("length")
    assert "first draft" in page.says("length")
    assert "section_writer 3.0 ± 0.0" in re.sub(r"planner |1\.0 ± 0\.0 ", "", page.says("time"))
    assert "wall time 2.0 ± 0.0" in page.says("time")


def test_marks_of_a_judge_stand_apart(tmp_path):
    write_log(tmp_path / "1.eval", samples(3, figures={"fluency": 4.0}))
    assert "What a model judged Marks by a model" in Page(tmp_path).says("figures")
    assert Page(tmp_path).line("figures", "fluency") == ["4.00 ± 0.00"]


def test_repetitions_count_once_and_each_is_shown(tmp_path):
    made = samples(2) + [sample.model_copy(update={"epoch": 2}) for sample in samples(2, figures={"passed": 0.0})]
    write_log(tmp_path / "1.eval", made, epochs=2)
    page = Page(tmp_path)
    assert page.line("figures", "passed %") == ["50.0 ± 0.0"]
    assert "4 of 4 tries passed" in page.cards["workflow"]
    assert "interval" not in page.cards["workflow"]
    assert "try 2" in page.says("articles")


def test_the_base_can_be_chosen(tmp_path):
    for place, system in enumerate(("one", "two")):
        write_log(tmp_path / f"{place}.eval", samples(6), system=system, created=f"2026-01-0{place + 1}T10:00:00+00:00")
    assert list(Page(tmp_path).cards) == ["one", "two"]
    assert list(Page(tmp_path, base="two").cards) == ["two", "one"]
    with pytest.raises(InputError, match="no run of 'three'"):
        Page(tmp_path, base="three")


def test_two_models_of_one_system_are_told_apart(tmp_path):
    write_log(tmp_path / "1.eval", samples(6), model="openai:a-1")
    write_log(tmp_path / "2.eval", [], model="openai:b-2", articles=6, status="cancelled")
    assert list(Page(tmp_path).cards) == ["workflow · openai:a-1", "workflow · openai:b-2"]


def test_plots_take_the_colours_of_the_page_and_every_link_on_it_leads_somewhere(two):
    plots = two.soup.select(".plot > svg")
    assert len(plots) >= 4
    assert "#0102" not in two.html
    assert "var(--soft)" in str(plots[0])
    ids = [element["id"] for element in two.soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    targets = {element["href"][1:] for element in two.soup.find_all(href=re.compile("^#"))}
    assert targets <= set(ids)
    assert any(link["href"].startswith("#a") for link in plots[0].find_all("a"))


def test_a_translation_without_checks_is_placed_by_its_lines(tmp_path):
    made = [
        sample_of(f"a{i}", result_of(None, status="passed", draft=draft("Oui.")), {"lines_sound": 0.5, "seconds": 1.0})
        for i in range(3)
    ]
    write_log(tmp_path / "1.eval", made, system="translator", task="translation")
    page = Page(tmp_path)
    assert "Time and lines without a complaint" in page.says("cost")
    assert "No article was reviewed." in page.says("checks")


def test_calls_of_unknown_price_do_not_make_an_article_free(tmp_path):
    calls = [Call(node="n", model="m", input_tokens=1, output_tokens=1)]
    write_log(tmp_path / "1.eval", samples(2, figures={"cost_usd": math.nan}, calls=calls))
    page = Page(tmp_path)
    assert "Cost: no price of a model is known." in page.says("cost")
    assert "USD" not in text_of(page.soup.select(".story")[0])
