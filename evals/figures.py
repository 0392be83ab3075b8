"""The figures of an evaluation: what each is, its unit, and which way is better. Everything else reads it here."""

from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True)
class Figure:
    """One number per article.

    Args:
        id: The name that logs and `--fail-under` use.
        title: The name that tables show.
        better: Which way is better. `neither`: the figure describes, and no gate looks at it.
        unit: Unit of the value; `share` runs from 0 to 1 and is shown in per cent.
        digits: Decimals that are shown.
        judged: True for what a model judged. Such figures are shown apart from those that code measured.
    """

    id: str
    title: str
    better: Better
    unit: str = ""
    digits: int = 1
    judged: bool = False

    def number(self, value: float, *, signed: bool = False) -> str:
        """The value as tables show it, without unit; a share in per cent."""
        sign = "+" if signed else ""
        return f"{100 * value if self.unit == 'share' else value:{sign},.{self.digits}f}"

    def show(self, value: float, *, signed: bool = False) -> str:
        """The value with its unit."""
        unit = "%" if self.unit == "share" else self.unit
        return f"{self.number(value, signed=signed)} {unit}".rstrip()


FIGURES: dict[str, Figure] = {
    figure.id: figure
    for figure in (
        Figure("passed", "passed", "higher", "share"),
        Figure("delivered", "an article at all", "higher", "share"),
        Figure("checks_passed", "blocking checks passed", "higher", "share"),
        Figure("open_findings", "blocking findings open", "lower"),
        Figure("length_score", "length score", "higher", "of 100"),
        Figure("length_error", "length error", "neither", "share"),
        Figure("lines_sound", "lines without a complaint", "higher", "share"),
        Figure("purity", "sentences in the language", "higher", "share"),
        Figure("fact_recall", "facts kept", "higher", "share"),
        Figure("inventions", "inventions", "lower", "per 1,000 words", 2),
        Figure("chrf", "chrF", "higher", "of 100"),
        Figure("bleu", "BLEU", "higher", "of 100"),
        Figure("ease", "reading ease", "neither"),
        Figure("readability", "readability checks passed", "higher", "share"),
        Figure("keyphrase", "keyphrase checks passed", "higher", "share"),
        Figure("rounds", "rounds of revision", "lower"),
        Figure("calls", "calls", "lower"),
        Figure("input_tokens", "tokens in", "lower", digits=0),
        Figure("output_tokens", "tokens out", "lower", digits=0),
        Figure("cost_usd", "cost", "lower", "USD", 4),
        Figure("seconds", "time", "lower", "s"),
        Figure("adequacy", "adequacy", "higher", "of 5", 2, judged=True),
        Figure("fluency", "fluency", "higher", "of 5", 2, judged=True),
        Figure("usefulness", "usefulness", "higher", "of 5", 2, judged=True),
    )
}


NODE = "seconds."
"""Before the name of a node: the time that it took."""


def figure_called(name: str) -> Figure:
    """The figure `name`, the time of a node (`seconds.planner`), or the pass rate of the check of this name."""
    if name.startswith(NODE):
        return Figure(name, f"time of {name.removeprefix(NODE)}", "lower", "s")
    return FIGURES.get(name) or Figure(name, name, "higher", "share")
