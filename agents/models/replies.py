"""From what a model wrote to what was asked: text without wrapping, data that obeys its schema."""

import re
from functools import cache
from typing import Any, TypeVar

import json_repair
from langchain_core.utils.function_calling import convert_to_json_schema
from pydantic import BaseModel, ValidationError

from agents.fencing import visible

T = TypeVar("T", bound=BaseModel)

_THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCED = re.compile(r"\A```[\w-]*[ \t]*\n(.*?)\n?```\Z", re.DOTALL)
_OPENERS = (
    r"(?:sure|certainly|of course|here(?: is|'s| are)|bien sûr|voici|gerne|natürlich|hier (?:ist|sind)"
    r"|claro|por supuesto|aquí (?:está|tienes)|certo|ecco|aqui está|natuurlijk|hier is)"
)
_OWN_WORK = (
    r"(?:translat|tradu|übersetz|vertaling|text|texte|texto|testo|tekst|section|sección|sezione|seção|sectie"
    r"|abschnitt|paragra|absatz|párrafo|article|artikel|artículo|articolo|artigo|introdu|einleitung|summary"
    r"|résumé|zusammenfassung|json|answer|réponse|antwort|respuesta|version|fassung|revised|rewritten)"
)
_CHATTER = re.compile(rf"\A{_OPENERS}\b[^\n]{{0,80}}{_OWN_WORK}[^\n]{{0,80}}:[ \t]*\n+", re.IGNORECASE)
_UNSENT = {"default", "format", "maxLength", "minLength", "pattern", "title"}
"""Keywords a schema goes out without: llama.cpp cuts words at maxLength and can run away on pattern."""


_FENCE_TAG = re.compile(r"^[ \t]*</?[a-z][a-z_-]*>[ \t]*$\n?", re.MULTILINE)


def clean(text: str) -> str:
    """The reply without thinking, fence tags repeated from the prompt, a code fence around the whole, or a line
    such as "Here is the text:"."""
    text = _FENCE_TAG.sub("", _THINKING.sub("", text)).strip()
    text = _CHATTER.sub("", text, count=1).strip()
    fenced = _FENCED.match(text)
    return fenced[1].strip() if fenced and "```" not in fenced[1] else text


@cache
def schema_for_wire(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema as endpoints take it: every property required, no others allowed, no string bounds."""
    return _pruned(convert_to_json_schema(schema, strict=True))


def _pruned(schema: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "properties":
            kept[key] = {name: _pruned(inner) for name, inner in value.items()}
        elif key in _UNSENT:
            continue
        elif isinstance(value, dict):
            kept[key] = _pruned(value)
        elif isinstance(value, list):
            kept[key] = [_pruned(item) if isinstance(item, dict) else item for item in value]
        else:
            kept[key] = value
    return kept


def parse(text: str, schema: type[T]) -> T:
    """The data in `text`, whose one JSON object must obey `schema`. Raises ValidationError."""
    text = clean(text)
    start, end = text.find("{"), text.rfind("}")
    return schema.model_validate_json(text[start : end + 1] if 0 <= start < end else text)


def parse_loosely(text: str, schema: type[T]) -> T | None:
    """The data in text that is not quite JSON (prose around it, single quotes, a missing bracket), or None.

    Only an object that has a field of the schema counts: a schema of optional fields would accept anything.
    """
    text = clean(text)
    start = text.find("{")
    if start < 0:
        return None
    found = json_repair.loads(text[start:])
    for value in found if isinstance(found, list) else [found]:
        if isinstance(value, dict) and value.keys() & schema.model_fields.keys():
            try:
                return schema.model_validate(value)
            except ValidationError:
                continue
    return None


def complaint(error: ValidationError) -> str:
    """What is wrong with an answer, in one line that a model can act on."""
    said = [f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in error.errors()[:5]]
    return "; ".join(said)


def shown(text: str, limit: int = 2000) -> str:
    """A model's own answer, short enough to show it again, to the model or to a person."""
    text = visible(text)
    return text if len(text) <= limit else f"{text[:limit]} …"
