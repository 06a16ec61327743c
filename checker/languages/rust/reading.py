"""What a file says whatever is asked: imports, classification comments, and what could not be read."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from checker.languages.rust.attachment import attached
from checker.languages.rust.comments import COMMENTS, inner
from checker.languages.rust.directives import directives
from checker.languages.rust.frame import File, frame_near, outermost
from checker.languages.rust.imports import imports
from checker.languages.rust.offsets import lines_of, span
from checker.languages.rust.parsing import broken, parse, readable
from checker.model.directive import ALLOW, Directive
from checker.model.facts import Comment, Import, Problem
from checker.model.source import SourceFile

_MARK = b"telemetry:"
#: Places that are reported one by one; more than that is no Rust, and each says the same.
_MAX_PROBLEMS = 200


class Opened(NamedTuple):
    """A parsed file with its unchanging facts; `renamed` are the imports that have another name here: alias, name."""

    file: File
    imports: tuple[Import, ...]
    renamed: tuple[tuple[str, str], ...]
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
    directives: tuple[Directive, ...]


@lru_cache(maxsize=512)
def opened(source: SourceFile, data: bytes) -> Opened:
    """A file, parsed; kept because the linker asks one file about several sets of names."""
    readable_data, bad = readable(data)
    file = File(source.path, source.module, source.context, readable_data, parse(readable_data).root_node, lines_of(readable_data), {})
    listed = imports(file)
    spoken = tuple(directives(file)) if ALLOW.encode() in readable_data else ()
    return Opened(file, listed, tuple(_renamed(listed)), tuple(_comments(file)), tuple(_problems(file, bad)), spoken)


def _renamed(listed: tuple[Import, ...]) -> Iterator[tuple[str, str]]:
    for item in listed:
        name = item.target.rpartition(".")[2]
        if item.alias not in ("*", "_", name):
            yield item.alias, name


def _comments(file: File) -> Iterator[Comment]:
    header = inner(outermost(file), "module", 0)
    yield from header
    seen = {c.spans[0].start for c in header if c.spans}
    at = file.data.find(_MARK)
    frame = outermost(file)
    while at >= 0:
        frame = frame_near(frame, at)
        after = at + len(_MARK)
        if frame.kind in COMMENTS:
            comment = attached(frame)
            after = max(after, comment.spans[-1].end) if comment.spans else after
            if comment.spans[0].start not in seen and any(line.startswith("telemetry:") for line in comment.lines):
                yield comment
        at = file.data.find(_MARK, after)


def _problems(file: File, bad: int) -> Iterator[Problem]:
    if bad >= 0:
        yield Problem(span(file.lines, bad, bad + 1), "not valid UTF-8")
    regions = broken(file.root)
    yield from (Problem(span(file.lines, start, end), why) for start, end, why in regions[:_MAX_PROBLEMS])
    if len(regions) > _MAX_PROBLEMS:
        why = f"cannot be read as Rust, like {len(regions) - _MAX_PROBLEMS} places in all from here on"
        yield Problem(span(file.lines, regions[_MAX_PROBLEMS][0], regions[-1][1]), why)
