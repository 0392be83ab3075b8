"""matplotlib's figures as SVG that lives in a page: the page's colours and letters, links, and no id twice."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from defusedxml.ElementTree import fromstring
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from evals.report.entries import COLOURS

POINTS = 72
"""matplotlib counts SVG units in points; one of them is shown as one CSS pixel."""

WIDTH = 380
"""Units: a plot fills a narrow screen, and stands beside others on a wide one, at nearly its own size."""

_NAMES = ("ink", "soft", "line", "card", *(f"s{number}" for number in range(COLOURS)))
COLOUR = {name: f"#0102{number:02x}" for number, name in enumerate(_NAMES)}
"""Stand-ins for the page's variables: what is drawn in `COLOUR["ink"]` gets the colour `var(--ink)`."""

MARKS = ("o", "s", "^", "D", "v", "P", "X", "p")

_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "transcreate",
    "text.parse_math": False,
    "font.size": 12,
    "text.color": COLOUR["ink"],
    "axes.edgecolor": COLOUR["line"],
    "axes.labelcolor": COLOUR["soft"],
    "axes.linewidth": 1,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": COLOUR["soft"],
    "ytick.color": COLOUR["soft"],
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "grid.color": COLOUR["line"],
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
}

_SVG = "{http://www.w3.org/2000/svg}"
ET.register_namespace("", _SVG.strip("{}"))
_HREF = "{http://www.w3.org/1999/xlink}href"


def short(text: str, longest: int) -> str:
    """`text` cut to what a plot has room for, without characters that SVG cannot hold."""
    text = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def colour(number: int) -> str:
    return COLOUR[f"s{number}"]


@contextmanager
def canvas(height: float, *, left: float, right: float = 14, top: float = 8, bottom: float = 36) -> Iterator[Axes]:
    """Axes on a figure `WIDTH` wide, with margins in units of the plot."""
    with rc_context(_STYLE):
        figure = Figure(figsize=(WIDTH / POINTS, height / POINTS), dpi=POINTS)
        size = (WIDTH - left - right) / WIDTH, (height - top - bottom) / height
        axes = figure.add_axes((left / WIDTH, bottom / height, *size))
        figure.patch.set_visible(False)
        axes.patch.set_visible(False)
        yield axes


def svg(axes: Axes, name: str, title: str, notes: dict[str, str] | None = None) -> str:
    """What was drawn, as an SVG element.

    Args:
        name: Tells the ids of this plot from those of other plots on the page.
        title: What the plot shows, for people who hear it.
        notes: What a reader sees who points at a link: text by its address.
    """
    drawn = io.BytesIO()
    with rc_context(_STYLE):
        figure = axes.get_figure(root=True)
        assert figure
        figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    root = fromstring(drawn.getvalue())
    _strip(root)
    _rename(root, name)
    _explain(root, title, notes or {})
    text = ET.tostring(root, encoding="unicode")
    for variable, stand_in in COLOUR.items():
        text = text.replace(stand_in, f"var(--{variable})")
    return text


def _strip(root: ET.Element) -> None:
    """Metadata and the style sheet, which would hold for the whole page."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in (f"{_SVG}metadata", f"{_SVG}style")]:
            parent.remove(child)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)


def _rename(root: ET.Element, name: str) -> None:
    referred = {element.get(_HREF, "")[1:] for element in root.iter(f"{_SVG}use")}
    referred |= {element.get("clip-path", "")[5:-1] for element in root.iter()}
    for element in root.iter():
        own = element.attrib.pop("id", None)
        if own in referred:
            element.set("id", f"{name}-{own}")
        if "clip-path" in element.attrib:
            element.set("clip-path", f"url(#{name}-{element.attrib['clip-path'][5:-1]})")
        if _HREF in element.attrib:
            target = element.attrib.pop(_HREF)
            element.set("href", f"#{name}-{target[1:]}" if element.tag == f"{_SVG}use" else target)


def _explain(root: ET.Element, title: str, notes: dict[str, str]) -> None:
    """What the plot and its links are. The links are for pointers only: keyboards find the articles in their list."""
    root.set("role", "img")
    root.set("aria-label", title)
    for link in root.iter(f"{_SVG}a"):
        link.set("tabindex", "-1")
        if note := notes.get(link.get("href", "")):
            ET.SubElement(link, f"{_SVG}title").text = note
