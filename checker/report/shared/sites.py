"""What every inventory says of a callsite, worded once."""

from collections import Counter
from collections.abc import Iterable

from checker.model.subject import Annotation, Callsite

#: Names shown of a write that can be many events.
MOST_NAMES = 3


def class_of(annotation: Annotation) -> str:
    """`S1`, or `S1-S2` for a range."""
    return annotation.low if annotation.high in ("", annotation.low) else f"{annotation.low}-{annotation.high}"


def classification(site: Callsite) -> Annotation | None:
    """The annotation that counts: the nearest."""
    return site.annotations[0] if site.annotations else None


def reasons(sites: Iterable[Callsite]) -> dict[str, int]:
    """How many event names are unresolved for each reason, the most frequent first."""
    found = Counter(site.event.reason for site in sites if site.status == "unresolved")
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def written(site: Callsite) -> str:
    """The event in a few words: its first names, or as much as is known of it."""
    left = len(site.event.names) - MOST_NAMES
    known = ", ".join(site.event.names[:MOST_NAMES]) + (f" and {left:,} more" if left > 0 else "") or site.event.pattern
    return known or ("no event name" if site.event.none else "?")
