"""The small forms that every registry shares: classes, event names, session patterns."""

import re

from checker.model.registry import CLASSES

_RANGE = re.compile(r"(S[0-3])(?:[-\u2013](S[0-3]))?\Z")
#: Which names a store takes is its workspace's to say (`event-names`); what is no line of text cannot be one anywhere.
_LONGEST_NAME = 200
_PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")
_RETENTION = re.compile(r"[1-9][0-9]{0,4}d\Z")
MAX_SESSION = 512


def class_range(text: str) -> tuple[str, str]:
    """`S1` -> S1, S1; `S1-S2` -> S1, S2; else two empty words. A range runs upwards."""
    found = _RANGE.match(text)
    low, high = (found[1], found[2] or found[1]) if found else ("", "")
    return (low, high) if low <= high else ("", "")


def transmissions(high: str) -> tuple[str, ...]:
    """The ways in which data of a class may leave the machine; all of them where the class is not stated."""
    if high == CLASSES[3]:
        return ("local_only",)
    if high == CLASSES[2]:
        return ("local_only", "explicit_operator_export")
    return ("local_only", "explicit_operator_export", "approved_usage_upload")


def is_event_name(name: str) -> bool:
    """Whether a store could take it as an event's name."""
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable() and name == name.strip()


def is_retention(text: str) -> bool:
    """Whether the text is a number of days, such as 365d."""
    return _RETENTION.match(text) is not None


def is_date(text: str) -> bool:
    """Whether the text is a day that exists, such as 2027-06-30."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def session_fault(pattern: str) -> str:
    """Why no session id can match the pattern, `""` where one can."""
    fixed = _PLACEHOLDER.sub("", pattern)
    if "{" in fixed or "}" in fixed:
        return "a place in braces needs a name and both braces, such as {repository_id}"
    if len(fixed) > MAX_SESSION:
        return f"its fixed text alone is longer than the {MAX_SESSION} characters of a session id"
    return "" if pattern.strip() == pattern and pattern else "it is empty, or begins or ends with white space"


def prefix_of(pattern: str) -> str:
    """The fixed text a session pattern begins with."""
    return pattern.partition("{")[0]
