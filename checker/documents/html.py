"""HTML in Markdown: what it links to, and the headings that it has. Told by pattern, as a page may hold any piece of it."""

import re
from collections.abc import Iterator
from html import unescape

_VALUE = r"""(?:"([^"<>]{0,1000})"|'([^'<>]{0,1000})'|([^\s"'<>=`]{1,1000}))"""
_HREF = re.compile(rf"(?i)<(?:a|img|area|source|link|video|audio)\s[^<>]{{0,1000}}?\b(?:href|src|srcset)\s*=\s*{_VALUE}")
#: Its text ends where another heading starts or ends, so that each part of a page is looked at once.
_HEADING = re.compile(r"(?is)<h([1-6])(?:\s[^<>]{0,1000})?>((?:[^<]|<(?!/?h[1-6])){0,2000})</h\1\s{0,20}>")
_TAG = re.compile(r"<[^<>]{0,1000}>")
#: What stands behind an image in a `srcset`: how wide it is, or for which screens.
_FIT = re.compile(r"\s+[0-9.]{1,10}[wx]\s*$")


def without_comments(source: str) -> str:
    """HTML without its comments; one that is not closed hides the rest."""
    kept, rest = "", source
    while rest:
        shown, _, hidden = rest.partition("<!--")
        kept, rest = kept + shown, hidden.partition("-->")[2]
    return kept


def targets(source: str) -> Iterator[tuple[str, str]]:
    """What elements link to: as written, and as it is meant (`a&amp;b` is `a&b`)."""
    for found in _HREF.findall(source):
        value = "".join(found)
        many = value.split(",") if _FIT.search(value) or any(map(_FIT.search, value.split(","))) else [value]
        yield from ((written, unescape(written)) for each in many if (written := _FIT.sub("", each).strip()))


def headings(source: str) -> list[str]:
    """The texts of the headings, which have anchors as those in Markdown have."""
    return [unescape(_TAG.sub("", found[1])).strip() for found in _HEADING.findall(source)]
