"""Texts that HTML shows, and the templates of Vue and Svelte, which are HTML: text between tags, and attributes that are shown."""

import re
from collections.abc import Generator, Iterator

from checker.clients.text import Shown, Visible

SUFFIXES = (".html", ".htm", ".vue", ".svelte")
#: A tag up to the next bracket. What holds a bracket in an attribute is cut there, which shows less and never more.
_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)([^<>]*)>?")
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: What these hold is not shown.
_HIDDEN = ("script", "style", "head")


def shown(text: str, visible: Visible) -> Iterator[Shown]:
    """Every text that is shown to people. Offsets are characters."""
    at = 0
    while at < len(text):
        tag = text.find("<", at)
        end = len(text) if tag < 0 else tag
        yield from _words(text, at, end)
        if tag < 0:
            return
        at = yield from _behind(text, tag, visible)


def _behind(text: str, tag: int, visible: Visible) -> Generator[Shown, None, int]:
    """The attributes of the tag; gives back where what follows it starts."""
    if text.startswith("<!--", tag):
        return _end(text, "-->", tag)
    found = _TAG.match(text, tag)
    if not found:
        return tag + 1
    for attribute in _ATTRIBUTE.finditer(found[3]):
        if attribute[1] in visible.attributes:
            group = 2 if attribute[2] is not None else 3
            start = found.start(3) + attribute.start(group)
            yield Shown(attribute[group], start, start + len(attribute[group]), f"attribute {attribute[1]}")
    hidden = not found[1] and found[2].lower() in _HIDDEN and not found[3].endswith("/")
    return _end(text, ">", _end(text, f"</{found[2]}", tag)) if hidden else found.end()


def _end(text: str, mark: str, start: int) -> int:
    at = text.find(mark, start)
    return len(text) if at < 0 else at + len(mark)


def _words(text: str, start: int, end: int) -> Iterator[Shown]:
    """The text between two tags, without the white space around it."""
    written = text[start:end]
    if written.strip():
        start += len(written) - len(written.lstrip())
        yield Shown(" ".join(written.split()), start, start + len(written.strip()), "text")
