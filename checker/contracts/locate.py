"""Where in a page something stands. The Markdown parser knows the lines of a block, not the columns of what is in it."""

import re
from bisect import bisect_right
from itertools import accumulate, pairwise

from checker.model.place import Span

#: What the parser takes for the end of a line.
_ENDS = re.compile(r"\r\n?|\n")


class Locator:
    """Finds the parts of a text in the order in which they come; what comes again is looked for behind what was found before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(end.end() for end in _ENDS.finditer(text))]
        lengths = (len(text[a:b].encode("utf-8", "surrogatepass")) for a, b in pairwise(self._starts))
        self._bytes = list(accumulate(lengths, initial=0))
        self._at = 0

    def find(self, needle: str, first: int, last: int) -> Span:
        """The next `needle` in the lines `first` to `last` (0-based, `last` exclusive); their first line where it is written another
        way there (with escapes or entities)."""
        start, end = self._start(first), self._start(last)
        at = self._text.find(needle, max(self._at, start), end) if needle else -1
        if at < 0:
            return self.line(first)
        self._at = at + len(needle)
        return self.span(at, self._at)

    def line(self, number: int) -> Span:
        """A whole line (0-based) without its end and its indentation."""
        start, end = self._start(number), self._start(number + 1)
        written = self._text[start:end].rstrip()
        return self.span(start + len(written) - len(written.lstrip()), start + len(written))

    def span(self, start: int, end: int) -> Span:
        """The span of the characters `start` to `end`."""
        (first, line, column), (last, end_line, end_column) = self._point(start), self._point(end)
        return Span(first, last, line, column, end_line, end_column)

    def _point(self, offset: int) -> tuple[int, int, int]:
        """The byte, line and column of a character."""
        line = bisect_right(self._starts, offset) - 1
        before = self._text[self._starts[line] : offset]
        return self._bytes[line] + len(before.encode("utf-8", "surrogatepass")), line + 1, len(before) + 1

    def _start(self, line: int) -> int:
        return self._starts[line] if line < len(self._starts) else len(self._text)
