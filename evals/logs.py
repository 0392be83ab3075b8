"""Reads inspect's logs of our tasks back into rows: one for each article, system and run."""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from agents.domain import CheckResult, Draft, Finding, Severity, Status
from agents.reading.markdown import to_markdown
from evals.figures import FIGURES, NODE
from evals.trial import KEY, Trial
from knowledge.errors import InputError, SetupError

if TYPE_CHECKING:
    from inspect_ai.log import EvalLog, EvalSample

TASKS = ("article", "translation")
INSTALL = "Evaluation needs the extra `evals`: pip install 'transcreate[evals]'."


class CheckState(BaseModel):
    """What one check said of one article. `not_run` is never a pass."""

    status: Literal["passed", "failed", "not_run"]
    severity: Severity
    measured: str = ""
    threshold: str = ""

    @classmethod
    def of(cls, check: CheckResult) -> "CheckState":
        return cls.model_validate(check.model_dump(include=set(cls.model_fields)))

    @property
    def value(self) -> float | None:
        """1 when it passed, 0 when it failed or is blocking and gave no answer; None for advice that was not run."""
        if self.status == "not_run" and self.severity == "advice":
            return None
        return float(self.status == "passed")


class Row(BaseModel):
    """One article of one system in one run."""

    id: str = Field(description="Id of the article in its dataset.")
    epoch: int = Field(default=1, description="Counts repetitions of the same article in one run.")
    system: str
    model: str = Field(description="Spec of the model that wrote.")
    dataset: str = ""
    run: str = Field(description="Tells runs apart: system, model and when the run began.")
    log: str = Field(description="Path of the log file.")
    created: str = Field(description="When the run began, ISO 8601.")
    finished: bool = Field(description="False when the run was stopped or broke before its end.")

    status: Status = Field(description="`failed` also when the system crashed; `errors` then has `system`.")
    reason: str
    scores: dict[str, float | None] = Field(
        default_factory=dict, description="By figure of `evals.figures`, in its unit; None when it has no value."
    )
    judged: dict[str, float | None] = Field(
        default_factory=dict, description="Like `scores`, for what a model judged; empty without a judge."
    )
    explanations: dict[str, str] = Field(default_factory=dict, description="By figure: how the value came about.")
    errors: dict[str, str] = Field(
        default_factory=dict, description="By figure: why its scorer broke. Its score is then None."
    )
    checks: dict[str, CheckState] = Field(default_factory=dict, description="By check id; empty without an article.")
    findings: list[Finding] = Field(default_factory=list)

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = Field(default=None, description="None when a price is unknown.")
    seconds: float = Field(default=0.0, description="Wall time of the article.")
    seconds_per_node: dict[str, float] = Field(
        default_factory=dict, description="Of siblings that ran side by side the sum."
    )
    rounds: int = Field(default=0, description="Rounds of revision after the first draft.")
    open_by_round: list[int] = Field(
        default_factory=list,
        description="Blocking findings that the system's own review left open after the first draft and after each "
        "round; empty without a review of its own.",
    )

    request: str = ""
    source: str = Field(default="", description="Markdown of the source article.")
    draft: Draft | None = None
    language: str = Field(default="", description="Target language, BCP-47 tag.")
    source_language: str = ""
    tags: list[str] = Field(default_factory=list)

    @property
    def article(self) -> str:
        """Markdown with front matter; empty when there is none."""
        return to_markdown(self.draft) if self.draft else ""

    def value(self, name: str) -> float | None:
        """The figure, check or node (`seconds.planner`) called `name` as a number, None when it has no value."""
        if name in self.checks:
            return self.checks[name].value
        if name.startswith(NODE):
            return self.seconds_per_node.get(name.removeprefix(NODE))
        return self.scores.get(name, self.judged.get(name))


class Run(BaseModel):
    """One run of one system over a dataset."""

    name: str = Field(description="Tells runs apart: system, model and when the run began.")
    system: str
    model: str
    dataset: str = ""
    log: str
    place: int = Field(default=0, description="Which of the paths it was found at, counted from 0.")
    created: str = Field(description="When the run began, ISO 8601.")
    status: Literal["success", "cancelled", "error", "started"] = Field(
        description="As inspect has it; `started`: the log has no end, since the run goes on or was killed."
    )
    error: str = Field(default="", description="What ended the run before its end.")
    of: int = Field(default=0, description="Articles of the dataset that the run was to choose from.")
    wanted: int = Field(default=0, description="Articles that it was to write, repetitions counted.")
    settings: dict[str, Any] = Field(default_factory=dict, description="Arguments of the task that were given.")
    rows: list[Row] = Field(default_factory=list, description="Empty when it ended before its first article.")

    @property
    def finished(self) -> bool:
        return self.status == "success"


def read_rows(paths: Iterable[Path | str]) -> list[Row]:
    """Rows of the runs that `read_runs` finds at `paths`, in their order."""
    return [row for run in read_runs(paths) for row in run.rows]


def read_runs(paths: Iterable[Path | str]) -> list[Run]:
    """Runs whose logs are at `paths`: files, or folders whose logs of other tasks are left out.

    Of a run that was retried only the last log counts. Runs come in order of time, their rows as in the log.

    Raises:
        InputError: A path is not there, holds no log of our tasks, or cannot be read.
        SetupError: inspect-ai is not installed.
    """
    runs: dict[str, tuple[int, EvalLog]] = {}
    for place, path in enumerate(paths):
        found = [log for log in _logs(Path(path)) if log.eval.task.rpartition("/")[2] in TASKS]
        if not found:
            raise InputError(f"{path} holds no log of an evaluation of articles.")
        for log in found:
            _, known = runs.get(log.eval.task_id, (0, None))
            if known is None or known.eval.created < log.eval.created:
                runs[log.eval.task_id] = (place, log)
    return [_run(log, place) for place, log in sorted(runs.values(), key=lambda found: found[1].eval.created)]


def _logs(path: Path) -> Iterator["EvalLog"]:
    try:
        from inspect_ai.log import read_eval_log
    except ImportError as error:
        raise SetupError(INSTALL) from error
    if not path.exists():
        raise InputError(f"There is no log at {path}.")
    for file in sorted(path.rglob("*.eval")) if path.is_dir() else [path]:
        try:
            yield read_eval_log(str(file), resolve_attachments="full")
        except (ValueError, KeyError, OSError) as error:
            raise InputError(f"{file} cannot be read as a log of inspect: {error}") from error


def _run(log: "EvalLog", place: int) -> Run:
    metadata, dataset = log.eval.metadata or {}, log.eval.dataset
    system, model = str(metadata.get("system", "")), str(metadata.get("model", ""))
    chosen = len(dataset.sample_ids or []) or dataset.samples or 0
    run = Run(
        name=f"{system} {model} {log.eval.created[:19]}",
        system=system,
        model=model,
        dataset=str(metadata.get("dataset", "")),
        log=log.location,
        place=place,
        created=log.eval.created,
        status=log.status,
        error=log.error.message if log.error else "",
        of=dataset.samples or 0,
        wanted=chosen * (log.eval.config.epochs or 1),
        settings=dict(log.eval.task_args),
    )
    run.rows = [_row(run, sample) for sample in log.samples or []]
    return run


def _row(run: Run, sample: "EvalSample") -> Row:
    item: dict[str, Any] = sample.metadata.get("item", {})
    row = Row(
        id=str(sample.id),
        epoch=sample.epoch,
        system=run.system,
        model=run.model,
        dataset=run.dataset,
        run=run.name,
        log=run.log,
        created=run.created,
        finished=run.finished,
        status="failed",
        reason="",
        request=str(item.get("request", "")),
        source=str(item.get("source", "")),
        language=str((item.get("expected") or {}).get("language") or ""),
        source_language=str(item.get("source_language") or ""),
        tags=[str(tag) for tag in item.get("tags") or []],
    )
    _add_trial(row, sample)
    _add_scores(row, sample)
    if not sample.scores:
        row.scores.update({"passed": 0.0, "delivered": 0.0})
    if sample.error:
        row.errors["system"] = sample.error.message
        row.status, row.reason = "failed", f"The system crashed: {sample.error.message}"
    return row


def _add_trial(row: Row, sample: "EvalSample") -> None:
    if KEY not in sample.metadata:
        row.reason = "The system ended without an answer."
        return
    try:
        trial = Trial.model_validate(sample.metadata[KEY])
    except ValidationError as error:
        raise InputError(f"{row.log} was written by another version of this program: {error}") from error
    result, usage = trial.result, trial.result.usage
    row.status, row.reason = result.status, result.reason
    row.model, row.draft = trial.model, result.draft
    row.calls, row.cost_usd = usage.calls, usage.cost_usd
    row.input_tokens, row.output_tokens = usage.input_tokens, usage.output_tokens
    row.seconds, row.seconds_per_node = trial.seconds, result.seconds
    row.rounds = max(0, len(result.rounds) - 1)
    row.open_by_round = [len(one.blocking) for one in result.rounds]
    row.language = result.brief.language if result.brief else row.language
    row.source_language = row.source_language or (result.source.language if result.source else "")
    if result.review:
        row.checks = {check.check: CheckState.of(check) for check in result.review.checks}
        row.findings = sorted(result.review.findings, key=lambda finding: finding.severity != "blocking")


def _add_scores(row: Row, sample: "EvalSample") -> None:
    for score in (sample.scores or {}).values():
        values = score.value if isinstance(score.value, dict) else {}
        notes = score.metadata or {}
        for name, value in values.items():
            if name in FIGURES:
                (row.judged if FIGURES[name].judged else row.scores)[name] = _number(value)
        row.explanations.update(notes.get("explanations", {}))
        row.errors.update(notes.get("errors", {}))


def _number(value: Any) -> float | None:
    if isinstance(value, bool | int | float) and not math.isnan(value):
        return float(value)
    return None
