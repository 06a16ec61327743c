"""What the closure around a place is handed to: `guarded(|| write())`, `self.guarded(async move || write().await)`."""

from checker.languages.rust.frame import Frame, around, text
from checker.languages.rust.scopes import dotted

_PATHS = frozenset({"identifier", "scoped_identifier"})


def handed_to(place: Frame) -> str:
    """The callee that is handed the innermost closure around `place`: a dotted path, a method's bare name; `""` for none."""
    for frame in around(place):
        if frame.kind == "function_item":
            return ""
        if frame.kind == "closure_expression":
            listed = frame.up
            return _callee(listed.up) if listed is not None and listed.kind == "arguments" and listed.up is not None else ""
    return ""


def receiving(reference: Frame) -> str:
    """The callee that is handed a function by its name: `run(record)`, `run(&record)`; `""` for none."""
    at = reference.up
    while at is not None and at.kind in ("reference_expression", "parenthesized_expression"):
        at = at.up
    return _callee(at.up) if at is not None and at.kind == "arguments" and at.up is not None else ""


def _callee(call: Frame) -> str:
    function = call.node.child_by_field_name("function") if call.kind == "call_expression" else None
    if function is None:
        return ""
    if function.type == "field_expression":
        return text(function.child_by_field_name("field"))
    return dotted(text(function), call) if function.type in _PATHS else ""
