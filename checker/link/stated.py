"""A stated class, as the plain values that rules see."""

from typing import Any

from checker.model.subject import Annotation


def classification(annotation: Annotation | None) -> dict[str, Any]:
    """The class that counts, `known` only where there is one."""
    if annotation is None:
        return {"known": False, "low": "", "high": "", "level": "", "source": "", "path": "", "line": 0}
    return {"known": True, **{k: v for k, v in level(annotation).items() if k != "column"}}


def level(annotation: Annotation) -> dict[str, Any]:
    """A class with where it stands."""
    return {
        "low": annotation.low,
        "high": annotation.high,
        "level": annotation.level,
        "source": annotation.source,
        "path": annotation.path,
        "line": annotation.span.line,
        "column": annotation.span.column,
    }
