"""String constants in code as a registry: `METRIC_TYPE_*` name events, `SESSION_PREFIX_*` session prefixes; doc comments say the class."""

import re
from collections.abc import Iterator, Sequence

from checker.model.config import RegistrySource
from checker.model.errors import Complaint
from checker.model.facts import Constant
from checker.model.place import Place
from checker.model.registry import Event, Reading, SessionPrefix
from checker.model.source import FactSource
from checker.model.value import Text
from checker.registry.files import Tree, matching
from checker.registry.words import class_range, is_event_name

FORMAT = "constants"

#: `S1 — tools`, `S1-S2 — journal`, `S1 (payload may reach S2) — surface`, at the start of a doc comment.
_PROSE = re.compile(r"(?:\*\*)?(S[0-3])(?: ?[-\u2013] ?(S[0-3]))?(?:\*\*)? ?(?:\(([^()]{0,200})\) ?)?(?:[\u2013\u2014]|--?) ")
_WIDER = re.compile(r"\b(?:reach|up to) (S[0-3])\b|\b(S[0-3]) when\b")
_STRUCTURED = re.compile(r"telemetry: (S[0-3](?:[-\u2013]S[0-3])?)(?:\s|\Z)")
#: A rule drawn above a group of constants speaks of none of them.
_BANNER = re.compile(r"[─━═=*#-]{3,}|──")

_Found = tuple[str, Constant, str]


def read(root: Tree, source: RegistrySource, paths: Sequence[str], facts: FactSource) -> Reading:
    """Events and session prefixes from the constants in the files of the source whose names match its patterns."""
    files, complaints = matching(source.paths, paths)
    options = dict(source.options)
    events, prefixes = _names(options.get("pattern", "")), _names(options.get("prefix-pattern", ""))
    wrong = [name for name in events + prefixes if "*" in name[:-1]]
    if wrong or not events + prefixes:
        message = f'"{wrong[0]}" has a * before its end' if wrong else "the source names no pattern"
        return Reading(complaints=(*complaints, Complaint("", 0, 0, f"registry format constants: {message}")), files=files)
    found = [*_constants(facts, frozenset(events + prefixes), files)]
    named = [each for each in found if _fits(each[1], events)]
    return Reading(
        tuple(_event(*each) for each in named if is_event_name(each[2])),
        tuple(SessionPrefix(text, Place(path, constant.span)) for path, constant, text in found if text and _fits(constant, prefixes)),
        (*complaints, *(_malformed(*each) for each in named if not is_event_name(each[2]))),
        files,
    )


def _names(option: str) -> list[str]:
    return [name.strip() for name in option.split(",") if name.strip()]


def _constants(facts: FactSource, names: frozenset[str], files: Sequence[str]) -> Iterator[_Found]:
    for path in files:
        for file in facts.file(path, names):
            for constant in file.constants:
                if isinstance(constant.value, Text):
                    yield path, constant, constant.value.text


def _fits(constant: Constant, patterns: Sequence[str]) -> bool:
    name = constant.name.rpartition(".")[2]
    return any(name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern for pattern in patterns)


def _event(path: str, constant: Constant, text: str) -> Event:
    lines = [line.strip() for comment in constant.comments for line in comment.lines if not _BANNER.search(line)]
    low, high, description = _class(lines)
    return Event(text, Place(path, constant.span), FORMAT, low=low, high=high, description=description, constant=constant.name)


def _malformed(path: str, constant: Constant, text: str) -> Complaint:
    message = f'"{text[:80]}" is not an event name: one line of 1 to 200 characters'
    return Complaint(path, constant.span.line, constant.span.column, message)


def _class(lines: Sequence[str]) -> tuple[str, str, str]:
    """The class that a doc comment states, both ends, and the rest of it as one line. The structured form wins over prose."""
    stated = next((found[1] for line in lines if (found := _STRUCTURED.match(line))), "")
    text = " ".join(line for line in lines if line and not line.startswith("telemetry: "))
    prose = _PROSE.match(f"{text} ")
    if prose is None:
        return (*class_range(stated), text)
    wider = _WIDER.search(prose[3] or "")
    widest = max(prose[1], prose[2] or "", *((wider[1] or wider[2],) if wider else ()))
    return (*class_range(stated or f"{prose[1]}-{widest}"), text[prose.end() :])
