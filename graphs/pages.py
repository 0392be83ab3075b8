"""Pages of templates: jinja2 with every value escaped and every missing name an error."""

from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

SHARED = "graphs"


def render(template: str, *, package: str = SHARED, **values: Any) -> str:
    """The page `template` of the folder `templates/` of `package` with `values` filled in.

    Templates of other packages may include those of `graphs/templates/`, `base.css` above all.
    """
    return _environment(package).get_template(template).render(**values)


@cache
def _environment(package: str) -> Environment:
    places = dict.fromkeys((package, SHARED))
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(place, "templates") for place in places]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "indent": 2}
    return environment
