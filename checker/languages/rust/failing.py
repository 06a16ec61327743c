"""What becomes of a failure of a call: handed up by `?`, or ended in a panic."""

from checker.languages.rust.frame import Frame, around, text

#: Methods that only change what a failure says.
_REWORDS = frozenset({"context", "with_context", "map_err", "wrap_err", "wrap_err_with", "change_context"})
_PANICS = frozenset({"unwrap", "expect"})


def fate(call: Frame) -> str:
    """`?`, `unwrap` or `expect` where that is what the result of a call is given to; else `""`."""
    previous = call
    for at in around(call.up) if call.up else ():
        if at.kind == "try_expression":
            return "?"
        if at.kind == "field_expression":
            name = text(at.node.child_by_field_name("field"))
            if at.node.child_by_field_name("value") != previous.node or name not in _REWORDS | _PANICS:
                return ""
            if name in _PANICS:
                return name
        elif at.kind not in ("await_expression", "parenthesized_expression") and not _calls(at, previous):
            return ""
        previous = at
    return ""


def _calls(at: Frame, previous: Frame) -> bool:
    """Whether `at` is the call of the method that `previous` names."""
    return at.kind == "call_expression" and previous.kind == "field_expression" and at.node.child_by_field_name("function") == previous.node
