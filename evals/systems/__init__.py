"""The systems under test, by name. Each takes a request, a source and the settings of the run."""

from evals.systems.baselines import single_shot, translate_then_expand
from evals.systems.system import System
from evals.systems.whole_rewrite import whole_rewrite
from evals.systems.workflow import workflow
from knowledge.errors import InputError

SYSTEMS: dict[str, System] = {
    "workflow": workflow(),
    "single_shot": single_shot,
    "translate_then_expand": translate_then_expand,
    "workflow_no_knowledge": workflow(knowledge="none"),
    "workflow_no_review": workflow(max_revisions=0),
    "workflow_whole_rewrite": whole_rewrite,
}


def system_called(name: str) -> System:
    """Raises InputError with the names there are."""
    if name not in SYSTEMS:
        raise InputError(f"There is no system called {name!r}. There are: {', '.join(SYSTEMS)}.")
    return SYSTEMS[name]
