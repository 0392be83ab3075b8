"""The article task for inspect: a dataset, one system, and what is measured of its articles.

    inspect eval evals/article.py --model none -T dataset=articles -T system=workflow

The model that writes is ours: `-T model=…`, else TRANSCREATE_MODEL. inspect's own models are not used.
"""

import asyncio
import time
from collections.abc import Sequence

from inspect_ai import Task, task
from inspect_ai.model import ModelOutput
from inspect_ai.solver import Generate, Solver, TaskState, solver

from agents.domain import Result
from agents.models.factory import resolve
from evals.datasets.items import Item
from evals.judging import brief_for, judged
from evals.samples import items_of, reachable, samples, settings
from evals.scorers.judge import judge_scorer
from evals.scorers.scoring import FAMILIES, checks, family_scorer
from evals.systems import system_called
from evals.trial import KEY, Trial
from graphs.context import Context
from graphs.desk import knowledge
from knowledge.errors import InputError


@task
def article(
    dataset: str = "articles",
    system: str = "workflow",
    model: str | None = None,
    tags: str | Sequence[str] = (),
    judge: str | None = None,
    max_revisions: int = 3,
    max_seconds: float | None = None,
) -> Task:
    """Articles of `dataset` by `system`.

    Args:
        dataset: `articles` for the shipped set, or whatever `evals.datasets.loading.load` takes.
        system: A name in `evals.systems`.
        model: Spec of the model that writes; empty: TRANSCREATE_MODEL, and so on as for any run.
        tags: Only articles that have one of these tags.
        judge: Spec of a model that judges adequacy, fluency and usefulness besides.
        max_revisions: Rounds of revision of systems that revise.
        max_seconds: After so long no further call of an article is begun, and those under way are cut off.

    Raises:
        InputError: There is no such dataset or system, no article has one of the tags, or nothing says in which
            language one shall be.
        SetupError: The model needs a key or an address.
    """
    system_called(system)
    spec = resolve(model).spec
    reachable(spec, judge)
    items = items_of(dataset, tags)
    _judgeable(items, dataset)
    return Task(
        dataset=samples(items, dataset),
        solver=writes(system, spec, max_revisions, max_seconds),
        scorer=[*(family_scorer(family) for family in FAMILIES), checks(), *([judge_scorer(judge)] if judge else [])],
        config=settings(spec),
        score_on_error=True,
        metadata={"system": system, "model": spec, "dataset": dataset},
    )


def _judgeable(items: Sequence[Item], dataset: str) -> None:
    """Raises InputError when it cannot be said what an article shall be: every system would fail on it."""
    wrong = {}
    for item in items:
        try:
            brief_for(item)
        except InputError as error:
            wrong[item.id] = str(error)
    if wrong:
        first = next(iter(wrong))
        raise InputError(f"{len(wrong)} articles of {dataset} cannot be judged, the first is {first}: {wrong[first]}")


@solver
def writes(system: str, model: str, max_revisions: int, max_seconds: float | None) -> Solver:
    """Has a system write the article and the evaluation judge it; the trial goes into the sample's metadata."""
    run = system_called(system)
    context = Context(model=model, max_revisions=max_revisions, max_seconds=max_seconds)

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        item = Item.model_validate(state.metadata["item"])
        store = await knowledge(Context())
        started = time.monotonic()
        try:
            result = await run(item.request, item.source, context)
        except InputError as error:
            result = Result(status="failed", reason=str(error), calls=list(error.calls))
        seconds = time.monotonic() - started
        seen, terms = await asyncio.to_thread(judged, result, item, store)
        trial = Trial(system=system, model=model, result=seen, seconds=seconds, terms=terms)
        state.metadata[KEY] = trial.model_dump(mode="json")
        state.output = ModelOutput.from_content(model=model, content=trial.article)
        return state

    return solve
