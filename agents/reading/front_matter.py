"""Front matter as people write it: YAML or TOML, in the key names of the usual systems."""

import re
import tomllib
from collections.abc import Mapping
from typing import Any

import yaml

from knowledge.errors import InputError

NAMES: dict[str, tuple[str, ...]] = {
    "title": ("seo_title", "meta_title", "yoast_wpseo_title", "title", "page_title", "headline"),
    "description": (
        *("meta_description", "seo_description", "metadesc", "yoast_wpseo_metadesc"),
        *("description", "summary", "excerpt"),
    ),
    "slug": ("slug", "url_slug", "permalink"),
    "keyphrase": (
        *("focus_keyphrase", "focus_keyword", "focuskw", "focus_kw", "yoast_wpseo_focuskw"),
        *("keyphrase", "primary_keyword", "target_keyword", "main_keyword", "keyword"),
    ),
    "secondary": ("secondary_keyphrases", "secondary_keywords", "keywords"),
    "language": ("lang", "language", "locale"),
}
"""What a field may be called; where an article has several, the name that speaks of search comes first."""

_GROUPS = ("seo", "meta", "yoast")
_YAML = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<head>.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\ufeff?\+\+\+[ \t]*\r?\n(?P<head>.*?)(?:^|\n)\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY_LINE = re.compile(r"^[\w -]{1,60}[ \t]*:", re.MULTILINE)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def split_front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields of the front matter by the keys of `NAMES`, and the text behind it.

    Keys may be written `meta_description`, `metaDescription` or `Meta Description`, and stand below `seo:`.

    Raises:
        InputError: The front matter is not YAML, as with an unquoted ` :` in a French title, or not TOML.
    """
    if match := _TOML.match(text):
        try:
            return _named(tomllib.loads(match["head"])), text[match.end() :]
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            raise InputError(f"The front matter of the article is not valid TOML: {error}.") from error
    match = _YAML.match(text)
    if not match or not _KEY_LINE.search(match["head"]):
        return {}, text
    try:
        fields = yaml.safe_load(match["head"])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise InputError(
            f"The front matter of the article is not valid YAML{where}. "
            "Put values that hold a colon or a quotation mark between quotation marks."
        ) from error
    return (_named(fields), text[match.end() :]) if isinstance(fields, dict) else ({}, text)


def _named(fields: Mapping[Any, Any]) -> dict[str, object]:
    flat = {_key(key): value for key, value in fields.items()}
    for group in _GROUPS:
        inner = flat.get(group)
        if isinstance(inner, dict):
            flat |= {_key(key): value for key, value in inner.items()}
    found: dict[str, object] = {
        name: next((flat[key] for key in keys if flat.get(key)), None) for name, keys in NAMES.items()
    }
    if any(flat.get(key) is False for key in NAMES["language"]):
        found["language"] = "no"  # YAML reads the tag of Norwegian as a boolean
    return found


def _key(written: object) -> str:
    return re.sub(r"[\s-]+", "_", _CAMEL.sub("_", str(written)).strip(" _")).lower()
