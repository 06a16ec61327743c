"""What a subject is called, for people and for fingerprints; both leave out where it stands, so that moved lines change nothing."""

from collections.abc import Mapping
from typing import Any

Subject = Mapping[str, Any]
#: The field that names a subject; others are named by their file.
_NAMED = {
    "event": "name",
    "owner": "name",
    "statement": "event",
    "row": "id",
    "table": "name",
    "retention_rule": "table",
    "insertion": "table",
    "promise": "table",
    "toggle": "name",
    "drift": "name",
    "loose": "event",
    "misfit": "event",
    "tool": "name",
}


def subject_name(kind: str, subject: Subject) -> str:
    """A short name of what a finding is about: the event or API of a write, the text of an annotation, its own name, its file."""
    if kind == "callsite":
        event = subject["event"]
        return ", ".join(event["names"]) or str(event["pattern"] or subject["api"])
    if kind == "annotation":
        return str(subject["text"])
    if kind == "ignore":
        return ", ".join(subject["rules"])
    if kind == "entry":
        return f"{subject['rule']} {subject['file']}"
    if kind == "flow":
        return str(subject["field"] or ", ".join(subject["events"]) or subject["api"])
    return str(subject[_NAMED[kind]] if kind in _NAMED else subject.get("name") or subject["path"])


def identity(kind: str, subject: Subject) -> tuple[str, ...]:
    """What tells a subject from its neighbours in the same file, without lines, columns or the words of a rule's message."""
    own = {
        "callsite": ("function", "api"),
        "annotation": ("level",),
        "entry": ("fingerprint",),
        "statement": ("field",),
        "owner": ("of",),
        "flow": ("function", "api", "into", "kind"),
        "sink": ("name",),
        "dropping": ("name",),
        "declaration": ("kind",),
        "loose": ("field",),
        "carried": ("name", "kind"),
    }
    said = {"contract": "message", "region": "why"}
    told = [str(subject[key]) for key in own.get(kind, ())]
    told += [_without_digits(str(subject[said[kind]]))] if kind in said else []
    return kind, subject_name(kind, subject), *told


def _without_digits(words: str) -> str:
    """`also on line 12` stays itself when lines move."""
    return "".join(character for character in words if not character.isdigit())
