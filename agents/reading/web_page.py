"""The article of a web page as Markdown: headings, paragraphs, lists, quotes, tables and links, nothing else."""

import re

from bs4 import BeautifulSoup, Comment, Tag
from markdownify import markdownify

from knowledge.errors import InputError

MAX_DEPTH = 120
"""Nested elements. Pages of news sites stay below 40; far deeper ones are made to exhaust a parser's stack."""

MIN_ARTICLE = 200
"""Characters an `<article>` or `<main>` must hold to be taken for the article."""

_DROPPED = """
script style noscript template iframe object embed svg math canvas audio video picture img form button input select
textarea dialog nav aside footer menu figure head
"""
_FURNITURE = frozenset(_DROPPED.split())
_ROLES = {"navigation", "banner", "complementary", "contentinfo", "search", "menu", "dialog", "alert"}
_NAMED = re.compile(
    r"(?:^|[-_\s])(?:nav(?:igation|bar)?|menu|breadcrumbs?|cookie\w*|consent|newsletter|related|teaser|share|sharing|"
    r"social|comments?|advert\w*|ads?|banner|sidebar|footer|paywall|subscribe|visually-hidden|sr-only)(?:$|[-_\s])",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$|!)"
    r"|font-size\s*:\s*0(?:\.0*)?\s*(?:px|pt|em|rem|%)?\s*(?:;|$|!)|clip-path\s*:\s*inset\(\s*(?:50|100)%"
    r"|clip\s*:\s*rect\(|(?:left|top|text-indent)\s*:\s*-\d{3,}|mso-hide\s*:\s*all",
    re.IGNORECASE,
)
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "svg"}
_HIDDEN = re.compile(r"(?:^|\s)hidden\b(?!-)|aria-hidden\s*=\s*[\"']?true", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:<!--.{0,1500}?-->\s*)?"
    r"(?:<!doctype html|<\?xml[^>]*>\s*<(?:!doctype )?html|<(?:html|head|body|article|main)\b)",
    re.DOTALL,
)
_OPENING = re.compile(r"<!--|<(\w{1,20})\b([^<>]{0,2000})>")
_SAFE_LINK = re.compile(r"^(?:https?://|mailto:|/|#|\.)", re.IGNORECASE)


def looks_like_html(text: str) -> bool:
    """True for a whole page or a fragment that starts with a block element."""
    return bool(_PAGE.match(text[:2000].lstrip().lower()))


def article_of(page: str) -> str:
    """The main article of an HTML page as Markdown, its title as `# …` first.

    Navigation, scripts, styles, forms, comments and whatever a reader cannot see are dropped. No address in
    the page is opened.

    Raises:
        InputError: The page is nested too deeply, or holds no text.
    """
    soup = BeautifulSoup(page, "lxml")
    if _depth(soup) > MAX_DEPTH:
        raise InputError(
            f"The page nests its elements more than {MAX_DEPTH} deep. Save the article alone and try again."
        )
    title = _title(soup)
    _drop_furniture(soup)
    main = _main(soup)
    markdown = to_markdown(main)
    if not re.search(r"\w", markdown):
        raise InputError("The page holds no readable text. Give the article itself as text, Markdown or .docx.")
    if title and main.find("h1") is None:
        markdown = f"# {title}\n\n{markdown}"
    return markdown


def to_markdown(tree: Tag) -> str:
    """Markdown of a parsed tree; links with other schemes than http, https and mailto lose their address."""
    for anchor in tree.find_all("a"):
        if not _SAFE_LINK.match(str(anchor.get("href", "")).strip()):
            anchor.unwrap()
    markdown: str = markdownify(
        str(tree), heading_style="ATX", bullets="-", strip=["img"], escape_underscores=False, escape_asterisks=False
    )
    lines = [line.rstrip() for line in markdown.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def drop_hidden(tree: Tag) -> None:
    """Take out comments and everything that a reader of the rendered page does not see."""
    for comment in tree.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for element in tree.find_all(True):
        if not element.decomposed and _is_hidden(element):
            element.decompose()


def without_hidden(markdown: str) -> str:
    """Markdown without HTML comments, scripts and elements that their own attributes hide.

    Such an element ends at the next closing tag of its name. Takes time linear in the length of the text.
    """
    kept: list[str] = []
    done = 0
    lower = markdown.lower()
    unclosed: set[str] = set()
    for tag in _OPENING.finditer(markdown):
        name = (tag[1] or "").lower()
        if tag.start() < done or not (not name or name in _UNSEEN or _hides(tag[2])):
            continue
        closing = f"</{name}" if name else "-->"
        end = -1 if closing in unclosed else lower.find(closing, tag.end())
        if end < 0:
            unclosed.add(closing)
            if name and name not in _UNSEEN:
                continue
        kept.append(markdown[done : tag.start()])
        close = lower.find(">", end) if end >= 0 else -1
        done = close + 1 if close >= 0 else len(markdown)
    return "".join([*kept, markdown[done:]])


def _hides(attributes: str) -> bool:
    return bool(_HIDDEN.search(attributes) or _INVISIBLE.search(attributes))


def _is_hidden(element: Tag) -> bool:
    return (
        element.has_attr("hidden")
        or str(element.get("aria-hidden", "")).lower() == "true"
        or bool(_INVISIBLE.search(str(element.get("style", ""))))
    )


def _drop_furniture(soup: BeautifulSoup) -> None:
    drop_hidden(soup)
    for element in soup.find_all(True):
        if element.decomposed or element.name in ("html", "body", "article", "main"):
            continue
        named = " ".join([*(element.get_attribute_list("class")), str(element.get("id", ""))])
        if (
            element.name in _FURNITURE
            or str(element.get("role", "")).lower() in _ROLES
            or (element.name == "header" and element.find("h1") is None)
            or (_NAMED.search(named) and element.find(["h1", "article", "main"]) is None)
        ):
            element.decompose()


def _main(soup: BeautifulSoup) -> Tag:
    for selector in ("[itemprop=articleBody]", "article", "[role=main]", "main"):
        found = soup.select(selector)
        if found:
            longest = max(found, key=_length)
            if _length(longest) >= MIN_ARTICLE:
                return longest
    return _densest(soup) or soup.body or soup


def _densest(soup: BeautifulSoup) -> Tag | None:
    """The smallest element that holds at least 80 % of the text that stands in paragraphs."""
    total = sum(_length(p) for p in soup.find_all("p"))
    best = soup.body
    while total and best is not None:
        inner = [
            child
            for child in best.find_all(True, recursive=False)
            if sum(_length(p) for p in child.find_all("p")) >= 0.8 * total
        ]
        if not inner:
            return best
        best = inner[0]
    return best


def _length(element: Tag) -> int:
    return len(element.get_text(" ", strip=True))


def _title(soup: BeautifulSoup) -> str:
    heading = soup.find("h1")
    if isinstance(heading, Tag) and not _is_hidden(heading):
        return " ".join(heading.get_text(" ", strip=True).split())
    shared = soup.find("meta", attrs={"property": "og:title"})
    if isinstance(shared, Tag) and shared.get("content"):
        return " ".join(str(shared["content"]).split())
    return " ".join(soup.title.get_text().split()) if soup.title else ""


def _depth(soup: BeautifulSoup) -> int:
    deepest = depth = 0
    stack: list[tuple[Tag, int]] = [(soup, 0)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in element.children if isinstance(child, Tag))
    return deepest
