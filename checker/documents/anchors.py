"""The anchors of a page: what a link may have behind its `#`."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

#: An anchor that the author chose: `## Heading {#name}`, as mdBook, Pandoc and Kramdown read it.
_CHOSEN = re.compile(r"\{#([^\s{}]{1,200})[^{}]{0,200}\}\s*$")
_HTML = re.compile(r"""<[a-zA-Z][^<>]{0,1000}?\s(?:id|name)\s*=\s*(?:"([^"<>]{1,200})"|'([^'<>]{1,200})'|([^\s"'<>]{1,200}))""")


def slug(heading: str) -> str:
    """The anchor that GitHub, GitLab and most site generators give a heading: `What's new?` -> `whats-new`.
    What stands around an image or an emoji counts: `Go 🚀` -> `go-`."""
    return "".join("-" if c == " " else c for c in heading.lower() if c in " -" or _is_word(unicodedata.category(c)))


def _is_word(category: str) -> bool:
    """Letters, marks, numbers, and what joins them as `_` does."""
    return category[0] in "LNM" or category == "Pc"


def of_headings(headings: Iterable[str]) -> Iterator[str]:
    """The anchors of headings in their order; the second of a name has `-1` behind it."""
    taken: dict[str, int] = {}
    for heading in headings:
        chosen = _CHOSEN.search(heading)
        if chosen:
            yield chosen[1]
        base = found = slug(_CHOSEN.sub("", heading).rstrip() if chosen else heading)
        while found in taken:
            taken[base] += 1
            found = f"{base}-{taken[base]}"
        taken[found] = 0
        yield found


def of_html(html: str) -> Iterator[str]:
    """The anchors that elements of HTML have."""
    return (one or two or three for one, two, three in _HTML.findall(html))
