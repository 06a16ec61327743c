"""The value of a local name: followed to where it is bound, worked out once, bounded in size."""

from typing import NamedTuple, cast

from tree_sitter import Node

from checker.languages.rust.bindings import Binding, binding
from checker.languages.rust.frame import Evaluate, Frame, text
from checker.languages.rust.invocations import argument_nodes
from checker.languages.rust.records import part
from checker.languages.rust.stripping import stripped
from checker.languages.rust.types import core
from checker.model.value import MAX_DEPTH, Choice, Invoke, Join, Member, Name, Number, Option, Parameter, Record, Text, Unknown, Value

#: Locals bound to locals that are followed for one value.
_MAX_ALIASES = 32
#: Parts of a local's value after which it is not repeated at every use: the bound on the size of all values.
_MAX_PARTS = 4096
_RAW_TYPES = frozenset({"String", "Value", "Vec", "HashMap", "BTreeMap", "HashSet", "PathBuf", "Path", "Instant", "Duration", "Uuid"})


#: Values put into one local that are kept.
_MAX_ADDED = 200
#: What makes an empty collection or text.
_NEW = {
    **dict.fromkeys(("Vec.new", "Vec.with_capacity", "VecDeque.new", "HashSet.new", "BTreeSet.new"), "list"),
    **dict.fromkeys(("Map.new", "Map.with_capacity", "HashMap.new", "BTreeMap.new", "IndexMap.new"), "json"),
}
_NEW_TEXTS = ("String.new", "String.with_capacity")

_FLAT = (Parameter, Name, Text, Number, Unknown)


class _Kept(NamedTuple):
    """A local's value in full, with how deep it nests."""

    value: Value
    height: int


def local(name: str, frame: Frame, at: int, depth: int, evaluate: Evaluate) -> Value | None:
    """The value of the local `name` used at offset `at`; None if there is no such local."""
    first = binding(name, frame, at)
    if first is None:
        return None
    origin = _origin(first, evaluate)
    if origin is None:
        return Unknown((name,), "too deep")
    bound, annotated = origin
    found = _changed(name, bound, depth, evaluate) if bound.changed or bound.others else _remembered(name, bound, depth, evaluate)
    return _declared(found, annotated)


def _origin(first: Binding, evaluate: Evaluate) -> tuple[Binding, Binding] | None:
    """Where a local comes from that may be bound to another local, and the binding on the way that has a type; None if it goes on."""
    if first.source is None or first.steps or first.changed or first.others:
        return first, first
    memo = first.frame.file.memo
    key = ("origin", _place(first))
    if key not in memo:
        memo[key] = _followed(first, evaluate)
    return cast(tuple[Binding, Binding] | None, memo[key])


def _followed(first: Binding, evaluate: Evaluate) -> tuple[Binding, Binding] | None:
    bound = annotated = first
    for _ in range(_MAX_ALIASES):
        if bound.changed or bound.others or bound.steps or bound.source is None:
            return bound, annotated if annotated.annotated else bound
        node, where = stripped(bound.source, bound.frame, evaluate)
        if node.type != "identifier":
            return bound._replace(source=node, frame=where), annotated if annotated.annotated else bound
        annotated = annotated if annotated.annotated else bound
        following = binding(text(node), where, node.start_byte)
        if following is None:
            return Binding(where, node), annotated
        bound = following
    return None


def _remembered(name: str, bound: Binding, depth: int, evaluate: Evaluate) -> Value:
    """The value of a local that is bound once. Worked out once, so that locals made of locals do not multiply the work; again only
    where it came near the limit of nesting, because there it depends on how deep it is used."""
    memo = bound.frame.file.memo
    key = ("local", _place(bound), bound.steps, bound.position)
    known = memo.get(key)
    if isinstance(known, _Kept) and depth + known.height <= MAX_DEPTH:
        return known.value
    # A local that is defined by itself (only broken code can do that) is then found to be unknown.
    deep_key = (*key, depth)
    if deep_key not in memo:
        memo[deep_key] = Unknown((name,), "bound to itself")
        found, height = _bounded(name, _bound(name, bound, depth, evaluate))
        memo[deep_key] = found
        if depth + height <= MAX_DEPTH:
            memo[key] = _Kept(found, height)
    return cast(Value, memo[deep_key])


def _place(bound: Binding) -> int:
    return (bound.source or bound.frame.node).start_byte + bound.frame.shift


def _bound(name: str, bound: Binding, depth: int, evaluate: Evaluate) -> Value:
    if bound.position >= 0:
        return _through(Parameter(bound.position, name), bound.steps)
    if bound.source is None:
        return Unknown((name,), bound.reason)
    return _through(evaluate(bound.source, bound.frame, depth + len(bound.steps)), bound.steps)


def _through(base: Value, steps: tuple[str, ...]) -> Value:
    for step in steps:
        base = part(base, step)
    return base


def _declared(found: Value, bound: Binding | None) -> Value:
    """A value that says nothing of its type, with the type written at the `let`: `let db: Arc<Db> = open()` -> an open record `Db`."""
    if bound is None or bound.annotated is None or not isinstance(found, Unknown | Invoke):
        return found
    type_ = core(bound.annotated, bound.frame)
    last = type_.rpartition(".")[2]
    if not last[:1].isupper() or last in _RAW_TYPES or len(last) == 1:
        return found
    if isinstance(found, Invoke) and last in found.callee.split(".")[-2:]:
        return found
    return Record(type_, (), open=True)


def _changed(name: str, bound: Binding, depth: int, evaluate: Evaluate) -> Value:
    """A local that is assigned again or altered in place; worked out once for each depth, because each assignment can use the others."""
    memo = bound.frame.file.memo
    key = ("changed", _place(bound), bound.steps, _places(bound.others), bound.changed, _places(bound.adding), depth)
    if key not in memo:
        memo[key] = Unknown((name,), "bound to itself")
        memo[key] = _alternatives(name, bound, depth, evaluate)
    return cast(Value, memo[key])


def _places(frames: tuple[Frame, ...]) -> tuple[int, ...]:
    return tuple([frame.node.start_byte + frame.shift for frame in frames])


def _alternatives(name: str, bound: Binding, depth: int, evaluate: Evaluate) -> Value:
    values = [evaluate(bound.source, bound.frame, depth + 1)] if bound.source is not None else []
    for other in bound.others:
        right = other.node.child_by_field_name("right")
        if right is not None:
            values.append(evaluate(right, other, depth + 1))
    values = [_through(v, bound.steps) for v in dict.fromkeys(values)]
    if bound.changed:
        added = tuple(evaluate(node, frame, depth + 1) for frame in bound.adding for node in _given(frame))
        values = _altered(name, values, added)
    if not values:
        return Unknown((name,), "not bound where it is declared")
    return _bounded(name, values[0] if len(values) == 1 else Choice(tuple(Option("", v) for v in values)))[0]


def _given(adding: Frame) -> list[Node]:
    """What a call, an assignment or a `write!` puts into a local."""
    if adding.kind == "macro_invocation":
        return [adding.node]
    right = adding.node.child_by_field_name("right")
    return [right] if right is not None else argument_nodes(adding.node.child_by_field_name("arguments"))


def _altered(name: str, values: list[Value], added: tuple[Value, ...]) -> list[Value]:
    """What a local is after something was put into it: what holds it is known to be open, a text is only known to hold its parts."""
    made = [_emptied(v) for v in values]
    records = [v._replace(open=True, rest=(*v.rest, *added)[:_MAX_ADDED]) for v in made if isinstance(v, Record)]
    if values and len(records) == len(values):
        return list(records)
    changed = Unknown((name,), "changed after it was bound")
    texts = values and all(isinstance(v, Text | Join) or (isinstance(v, Invoke) and _ending(v) in _NEW_TEXTS) for v in values)
    return [Join((changed, *values, *added))] if texts and added else [changed]


def _emptied(value: Value) -> Value:
    """A collection that is made empty, as a record with nothing in it."""
    kind = _NEW.get(_ending(value)) if isinstance(value, Invoke) and value.receiver is None else None
    return Record(kind, ()) if kind else value


def _ending(call: Invoke) -> str:
    return ".".join(call.callee.split(".")[-2:])


def _bounded(name: str, found: Value) -> tuple[Value, int]:
    """A value that is small enough, else that it is not; and how deep it nests, counted generously (items and arguments are levels)."""
    height = 1
    at = found
    while isinstance(at, Member):
        at, height = at.base, height + 1
    if isinstance(at, _FLAT):
        return found, height + bool(isinstance(at, Unknown) and at.words)
    parts = 1
    level: list[tuple[object, ...]] = [at]
    while parts <= _MAX_PARTS and (level := [p for at in level for p in at if isinstance(p, tuple)]):
        parts += len(level)
        height += any(level)
    return (found, height) if parts <= _MAX_PARTS else (Unknown((name,), "too large"), 2)
