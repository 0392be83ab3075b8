"""The translation task for inspect: the translator alone, on articles with a human reference.

    transcreate dataset parallel --from de --to fr --out de-fr.jsonl --limit 40
    inspect eval evals/translation.py --model none -T dataset=de-fr.jsonl

The model that translates is ours: `-T model=…`, else TRANSCREATE_MODEL. inspect's own models are not used.
"""

import time
from collections.abc import Sequence

from inspect_ai import Task, task
from inspect_ai.model import ModelOutput
from inspect_ai.solver import Generate, Solver, TaskState, solver

from agents.domain import Brief
from agents.models.factory import resolve
from agents.reading.intake import parse_source
from evals.datasets.items import Item
from evals.samples import items_of, reachable, samples, settings
from evals.scorers.facts import FACTS
from evals.scorers.purity import PURITY
from evals.scorers.reference import REFERENCE
from evals.scorers.scoring import family_scorer
from evals.scorers.spending import SPENDING
from evals.scorers.translation import LINES, paragraphs
from evals.systems.translator import translation as translated
from evals.trial import KEY, Trial
from graphs.context import Context
from knowledge.errors import InputError

FAMILIES = (LINES, PURITY, FACTS, REFERENCE, SPENDING)
SYSTEM = "translator"


@task
def translation(
    dataset: str, model: str | None = None, tags: str | Sequence[str] = (), max_seconds: float | None = None
) -> Task:
    """Translations of the items of `dataset` into what each expects.

    Args:
        dataset: Whatever `evals.datasets.loading.load` takes; each item needs `reference` and `expected.language`.
        model: Spec of the model that translates; empty: TRANSCREATE_MODEL, and so on as for any run.
        tags: Only items that have one of these tags.
        max_seconds: After so long no further call of an item is begun.

    Raises:
        InputError: There is no such dataset, or an item lacks its reference or its language.
        SetupError: The model needs a key or an address.
    """
    spec = resolve(model).spec
    reachable(spec)
    items = items_of(dataset, tags)
    lacking = [item.id for item in items if not item.reference or not item.expected.language]
    if lacking:
        raise InputError(
            f"{len(lacking)} items of {dataset} lack reference or expected.language, the first is {lacking[0]}. "
            "`transcreate dataset parallel` builds a dataset that has both."
        )
    return Task(
        dataset=samples(items, dataset),
        solver=translates(spec, max_seconds),
        scorer=[*(family_scorer(family) for family in FAMILIES), paragraphs()],
        config=settings(spec),
        score_on_error=True,
        metadata={"system": SYSTEM, "model": spec, "dataset": dataset},
    )


@solver
def translates(model: str, max_seconds: float | None) -> Solver:
    """Has the translator translate the source; the trial goes into the sample's metadata."""
    context = Context(model=model, max_seconds=max_seconds)

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        item = Item.model_validate(state.metadata["item"])
        source, brief = parse_source(item.source), Brief(language=item.expected.language or "")
        started = time.monotonic()
        result, told, terms = await translated(source, brief, context)
        seconds = time.monotonic() - started
        trial = Trial(system=SYSTEM, model=model, result=result, seconds=seconds, terms=terms, told=told)
        state.metadata[KEY] = trial.model_dump(mode="json")
        state.output = ModelOutput.from_content(model=model, content=trial.article)
        return state

    return solve
