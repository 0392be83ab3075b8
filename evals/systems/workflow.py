"""Our graph as it is, or with one setting changed."""

from typing import Any

from agents.domain import Result
from evals.systems.system import System
from graphs.context import Context
from graphs.write import awrite_article


def workflow(**changed: Any) -> System:
    """The workflow with these fields of its context set, whatever the run's settings say."""

    async def system(request: str, source: str, context: Context) -> Result:
        return await awrite_article(request, source, context=context.model_copy(update=changed))

    return system
