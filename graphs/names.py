"""File names from slugs."""

from slugify import slugify

_MAX_BYTES = 120
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def safe_name(slug: str) -> str:
    """`slug` as a name for a file or folder: one path component that cannot leave its folder.

    Letters of every script, digits and hyphens stay; at most 120 bytes in UTF-8. A name Windows reserves
    for a device gets a hyphen; where nothing is left the name is `article`.
    """
    name = slugify(slug, allow_unicode=True).encode()[:_MAX_BYTES].decode(errors="ignore").strip("-_")
    if name in _RESERVED:
        return f"{name}-"
    return name or "article"
