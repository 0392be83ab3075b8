"""Logs of the article task as inspect writes them, made without running anything: for tests of what reads them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inspect_ai.log import EvalConfig, EvalDataset, EvalError, EvalLog, EvalSample, EvalSpec, write_eval_log
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Score

from agents.domain import Call, CheckResult, Draft, Finding, Metadata, Result, Review, Round, Section
from evals.datasets.items import Item
from evals.judging import brief_for
from evals.trial import KEY, Trial
from tests.graphs.library import REQUEST, SOURCE

DRAFT = Draft(
    language="fr",
    metadata=Metadata(title="Un titre", description="Une description", slug="un-titre", keyphrase="titre"),
    sections=[Section(id="s0", level=1, heading="Un titre", body="Le texte dit ce qu'il faut dire.")],
)


def finding(check: str, severity: str = "blocking") -> Finding:
    return Finding(
        check=check, severity=severity, target="s0", measured="1", threshold="0", message="Wrong.", fix="Mend it."
    )


def reviewed(**states: str) -> Review:
    """A review of blocking checks by name and status; `__` in a name stands for its dot."""
    names = {name.replace("__", "."): status for name, status in states.items()}
    return Review(
        checks=[
            CheckResult(
                check=name,
                severity="blocking",
                status=status,
                findings=[finding(name)] if status == "failed" else [],
            )
            for name, status in names.items()
        ]
    )


def result_of(review: Review | None, **changed: Any) -> Result:
    passed = review is not None and review.passed
    known: dict[str, Any] = {
        "status": "passed" if passed else "needs_review" if review else "failed",
        "reason": "As the test wants it.",
        "brief": brief_for(Item(id="x", request=REQUEST, source=SOURCE)),
        "draft": DRAFT if review else None,
        "review": review,
        "rounds": [Round(number=0, blocking=[]), Round(number=1, blocking=[])] if review else [],
        "calls": [Call(node="writer", model="openai:x", input_tokens=100, output_tokens=50, cost_usd=0.01)],
        "seconds": {"writer": 1.5},
    }
    return Result(**(known | changed))


def sample_of(
    id: str, result: Result | None, figures: Mapping[str, float], *, system: str = "workflow", **changed: Any
) -> EvalSample:
    item = {"id": id, "request": REQUEST, "source": SOURCE, "tags": ["quick"]}
    metadata: dict[str, Any] = {"item": item}
    if result is not None:
        trial = Trial(system=system, model="openai:x", result=result, seconds=2.0)
        metadata[KEY] = trial.model_dump(mode="json")
    known: dict[str, Any] = {
        "id": id,
        "epoch": 1,
        "input": REQUEST,
        "target": "",
        "metadata": metadata,
        "output": ModelOutput.from_content("none", ""),
        "scores": {"all": Score(value=dict(figures), metadata={"explanations": dict.fromkeys(figures, "because")})},
    }
    return EvalSample(**(known | changed))


def write_log(
    file: Path,
    samples: Sequence[EvalSample],
    *,
    system: str = "workflow",
    created: str = "2026-01-01T10:00:00+00:00",
    task: str = "article",
    task_id: str = "",
    status: str = "success",
    model: str = "openai:x",
    error: EvalError | None = None,
    articles: int | None = None,
    epochs: int = 1,
) -> Path:
    """A log of one run at `file` (`….eval`) over `articles` articles, by default those of `samples`."""
    ids = [f"a{number}" for number in range(articles)] if articles else list(dict.fromkeys(s.id for s in samples))
    spec = EvalSpec(
        created=created,
        task=task,
        task_id=task_id or file.stem,
        dataset=EvalDataset(name="articles", samples=len(ids), sample_ids=ids),
        model="none/none",
        config=EvalConfig(epochs=epochs),
        metadata={"system": system, "model": model, "dataset": "articles"},
    )
    write_eval_log(EvalLog(status=status, eval=spec, samples=list(samples), error=error), str(file))
    return file
