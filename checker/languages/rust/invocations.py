"""Calls as values: those that do not change what they are given are taken off, the others stay."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from checker.languages.rust.frame import Evaluate, Frame, source, text
from checker.languages.rust.scopes import dotted
from checker.languages.rust.words import words
from checker.model.value import LITERALS, Argument, Choice, Invoke, Name, Option, Parameter, Record, Unknown, Value

#: Methods without arguments that give back their receiver, as far as what it says is concerned.
_SAME = frozenset(
    [
        "clone", "cloned", "copied", "to_string", "to_owned", "into", "into_owned", "into_string", "into_boxed_str", "as_str", "as_ref",
        "as_mut", "as_deref", "as_deref_mut", "deref", "deref_mut", "borrow", "borrow_mut", "to_str", "unwrap", "unwrap_or_default",
        "ok", "ok_or_default", "lock", "read", "write", "unwrap_unchecked", "boxed", "to_vec", "into_inner", "as_bytes", "by_ref",
        "display",
    ]
)
#: Methods with arguments that only speak of failure.
_ONLY_ERRORS = frozenset([
    "expect", "map_err", "context", "with_context", "ok_or", "ok_or_else", "inspect_err", "wrap_err", "wrap_err_with",
])
#: Methods whose argument takes the receiver's place when that is absent.
_OTHERWISE = frozenset({"unwrap_or", "unwrap_or_else", "or", "or_else", "get_or_insert", "get_or_insert_with"})
#: Methods that give an enum its text: taken off only where the receiver is not seen to be an enum.
_SPELLINGS = frozenset({"as_str", "to_string", "to_str", "as_ref", "into"})
_CONSTRUCTORS = frozenset({"Some", "Ok"})
_WRAPPERS = ("new", "from", "clone", "pin", "Borrowed", "Owned", "to_string", "to_owned", "into", "from_str")
#: What is given a closure that makes its value.
_LAZY = ("LazyLock", "LazyCell", "Lazy")
_WRAPPING = frozenset(
    f"{t}.{f}"
    for t in [
        "Arc", "Rc", "Box", "Mutex", "RwLock", "RefCell", "Cell", "OnceLock", *_LAZY, "OnceCell", "String", "Cow", "Pin", "str",
        "ToString", "Into", "Clone",
    ]
    for f in _WRAPPERS
)
_LAST_WORDS = (*_CONSTRUCTORS, *_WRAPPERS)
_PATHS = frozenset({"identifier", "scoped_identifier", "self", "crate"})
_STRING_TYPES = frozenset({
    "", "str", "String", "Path", "PathBuf", "OsStr", "OsString", "Display", "Cow", "u64", "i64", "usize", "Uuid", "char",
})
_NO_ARGUMENTS = frozenset({"line_comment", "block_comment", "attribute_item", "ERROR"})


class Callee(NamedTuple):
    """What is called: a path, or a method of `receiver` by its bare name."""

    name: str
    receiver: Node | None


def callee(call: Node, frame: Frame) -> Callee | None:
    """The callee of a call expression; None if it is itself computed (`(f)(x)`, `make()(x)`)."""
    function = _called(call)
    kind = function.type if function is not None else ""
    if kind == "field_expression" and function is not None:
        return Callee(text(function.child_by_field_name("field")), function.child_by_field_name("value"))
    return Callee(dotted(text(function), frame), None) if kind in _PATHS else None


def _called(call: Node) -> Node | None:
    function = call.child_by_field_name("function")
    return function.child_by_field_name("function") if function is not None and function.type == "generic_function" else function


def argument_nodes(node: Node | None) -> list[Node]:
    """The expressions in `(…)`."""
    return [c for c in node.named_children if c.type not in _NO_ARGUMENTS] if node is not None else []


def unwrapped(call: Node, frame: Frame) -> Node | None:
    """The expression whose value a call hands through unchanged: `x.clone()`, `Some(x)`, `Arc::new(x)` -> `x`; None if there is none."""
    function = _called(call)
    if function is None:
        return None
    if function.type == "field_expression":
        name = text(function.child_by_field_name("field"))
        same = name in _ONLY_ERRORS or (name in _SAME and not argument_nodes(call.child_by_field_name("arguments")))
        return function.child_by_field_name("value") if same else None
    return _wrapped(call, text(function), frame) if function.type in _PATHS else None


def _wrapped(call: Node, path: str, frame: Frame) -> Node | None:
    # Most paths are told from those that wrap by their last word alone.
    if path.rpartition(":")[2].isidentifier() and not path.endswith(_LAST_WORDS):
        return None
    name = dotted(path, frame)
    if name not in _CONSTRUCTORS and ".".join(name.split(".")[-2:]) not in _WRAPPING:
        return None
    args = argument_nodes(call.child_by_field_name("arguments"))
    if len(args) != 1:
        return None
    made = args[0].child_by_field_name("body") if args[0].type == "closure_expression" and name.split(".")[-2:][0] in _LAZY else None
    return made or args[0]


def spells(call: Node) -> bool:
    """Whether a call is of a method that may turn an enum into its text."""
    function = call.child_by_field_name("function")
    return function is not None and function.type == "field_expression" and text(function.child_by_field_name("field")) in _SPELLINGS


def is_enum(value: Value, type_of: Callable[[int], str]) -> bool:
    """Whether a value may be an enum, spelled by a method of the workspace: a variant, `self`, a parameter of such a type."""
    match value:
        case Name(path):
            last = path.rpartition(".")[2]
            return last[:1].isupper() and not last.isupper()
        case Parameter(-1, _):
            return True
        case Parameter(position, _):
            last = type_of(position).rpartition(".")[2]
            return last not in _STRING_TYPES and last[:1].isupper()
        case Record(type_, (), True):
            return type_ not in ("", *LITERALS)
    return False


def invoke(call: Node, frame: Frame, depth: int, evaluate: Evaluate) -> Value:
    """A call expression as a value."""
    called = callee(call, frame)
    if called is None:
        return Unknown(words(source(frame, call)), "call of a computed function")
    args = tuple(arguments(call.child_by_field_name("arguments"), frame, depth + 1, evaluate))
    if called.receiver is None:
        return Invoke(called.name, args)
    receiver = evaluate(called.receiver, frame, depth + 1)
    if called.name in _OTHERWISE and len(args) == 1:
        return Choice((Option("", receiver), Option("", args[0].value)))
    return Invoke(called.name, args, receiver)


def arguments(node: Node | None, frame: Frame, depth: int, evaluate: Evaluate) -> Iterator[Argument]:
    """The arguments of a call or macro: `name = value` (macros only) is a named one."""
    for argument in argument_nodes(node):
        span = (argument.start_byte + frame.shift, argument.end_byte + frame.shift)
        left = argument.child_by_field_name("left") if argument.type == "assignment_expression" else None
        right = argument.child_by_field_name("right") if left is not None else None
        if left is not None and right is not None:
            yield Argument(text(left).strip('"'), evaluate(right, frame, depth), span)
        else:
            yield Argument("", evaluate(argument, frame, depth), span)
