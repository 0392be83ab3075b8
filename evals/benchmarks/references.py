"""What the measures say of translations that people made: where a good system would come out.

    python -m evals.benchmarks.references DATASET…

Each reference of the dataset is measured as if a system had written it. What is missing to full marks is what the
measures take for a fault and is none, or what the people who translated did otherwise than the source.
"""

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from agents.domain import Brief, Result
from agents.ledger import draw_ledger
from agents.reading.intake import parse_source
from agents.reading.markdown import parse_article
from evals.compare import mean_of
from evals.datasets.loading import Item, load
from evals.figures import FIGURES
from evals.scorers.facts import FACTS
from evals.scorers.measure import Given, Measure
from evals.scorers.purity import PURITY
from evals.trial import Trial

SHOWN = 5


def measured(item: Item) -> dict[str, Measure]:
    """Facts and purity of the item's reference."""
    source, language = parse_source(item.source), item.expected.language or ""
    result = Result(
        status="passed",
        reason="A person wrote it.",
        brief=Brief(language=language),
        source=source,
        facts=draw_ledger(source),
        draft=parse_article(item.reference or "", language=language),
    )
    trial = Trial(system="reference", model="", result=result, seconds=0.0)
    given = Given(item, trial, trial.subject())
    return FACTS.measure(given) | PURITY.measure(given)


def main(datasets: Sequence[str]) -> None:
    """Print mean and standard error of each figure, and the first references that are not as they should be."""
    table = Table("dataset", "figure", "mean", "± standard error", "pages")
    remarks = []
    for name in datasets:
        found = {item.id: measured(item) for item in load(name) if item.reference}
        for figure in (*FACTS.figures, *PURITY.figures):
            mean = mean_of([value for one in found.values() if (value := one[figure].value) is not None])
            if mean:
                error = "" if mean.stderr is None else FIGURES[figure].number(mean.stderr)
                table.add_row(name, FIGURES[figure].title, FIGURES[figure].show(mean.value), error, str(mean.count))
            best = 0.0 if FIGURES[figure].better == "lower" else 1.0
            faulty = [f"{id}: {one[figure].why}" for id, one in found.items() if one[figure].value not in (None, best)]
            remarks += faulty[:SHOWN]
    console = Console(highlight=False, markup=False, soft_wrap=True)
    console.print(table)
    for remark in remarks:
        console.print(remark)


if __name__ == "__main__":
    main(sys.argv[1:])
