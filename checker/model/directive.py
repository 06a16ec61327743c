"""Comments that speak to telint: how they start, in every kind of file, and what is known of one."""

from typing import NamedTuple

from checker.model.place import Span

#: How each of them starts: a word more, a letter in another case, and it is prose.
ALLOW = "telint: allow"
#: What a directive may stand behind on its line: the mark that opens a comment, or one that sets it off from another remark.
_MARKS = (b"//", b"/*", b"#", b"<!--")
#: Where a comment ends before its line does.
_ENDS = (b"*/", b"-->")


class Directive(NamedTuple):
    """`telint: allow dead-event -- reason`: its text from `telint:` on, and where that stands.

    `first` and `last` are the lines of what it is about: the statement on whose lines it stands, or the one directly below where it
    has lines of its own; of a statement with a block only what comes before that. 0 where it is about nothing but its own line.
    """

    text: str
    span: Span
    first: int = 0
    last: int = 0


def spoken(data: bytes, comment: int, at: int) -> tuple[int, int] | None:
    """Where the directive at `at`, inside a comment that starts at `comment`, starts and ends; None if it is a mere mention."""
    line = max(comment, data.rfind(b"\n", 0, at) + 1)
    lead, following = data[line:at].strip(b" \t"), data[at + len(ALLOW) : at + len(ALLOW) + 1]
    opens = not lead or lead == b"*" or lead.endswith(_MARKS)
    if not opens or not (following.isspace() or not following or following == b"*"):
        return None
    stops = [stop for mark in (b"\n", *_ENDS) if (stop := data.find(mark, at)) >= 0]
    return at, at + len(data[at : min(stops, default=len(data))].rstrip())
