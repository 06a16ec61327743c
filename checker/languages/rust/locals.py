"""The value of a local name: followed to where it is bound, worked out once, bounded in size."""

from typing import NamedTuple, cast

from checker.languages.rust.bindings import Binding, binding
from checker.languages.rust.frame import Evaluate, Frame, text
from checker.languages.rust.records import part
from checker.languages.rust.stripping import stripped
from checker.languages.rust.types import core
from checker.model.value import MAX_DEPTH, Choice, Invoke, Member, Name, Number, Option, Parameter, Record, Text, Unknown, Value

#: Locals bound to locals that are followed for one value.
_MAX_ALIASES = 32
#: Parts of a local's value after which it is not repeated at every use: the bound on the size of all values.
_MAX_PARTS = 4096
_RAW_TYPES = frozenset({"String", "Value", "Vec", "HashMap", "BTreeMap", "HashSet", "PathBuf", "Path", "Instant", "Duration", "Uuid"})


class _Kept(NamedTuple):
    """A local's value in full, with how deep it nests."""

    value: Value
    height: int


def local(name: str, frame: Frame, at: int, depth: int, evaluate: Evaluate) -> Value | None:
    """The value of the local `name` used at offset `at`; None if there is no such local."""
    bound = binding(name, frame, at)
    annotated = bound
    for _ in range(_MAX_ALIASES):
        if bound is None or bound.changed or bound.others or bound.steps or bound.source is None:
            break
        node, where = stripped(bound.source, bound.frame, evaluate)
        if node.type != "identifier":
            bound = bound._replace(source=node, frame=where)
            break
        annotated = annotated if annotated and annotated.annotated else bound
        bound = binding(text(node), where, node.start_byte)
        if bound is None:
            return _declared(evaluate(node, where, depth), annotated)
    else:
        return Unknown((name,), "too deep")
    if bound is None:
        return None
    found = _changed(name, bound, depth, evaluate) if bound.changed or bound.others else _remembered(name, bound, depth, evaluate)
    return _declared(found, annotated if annotated and annotated.annotated else bound)


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
        found = memo[deep_key] = _bounded(name, _bound(name, bound, depth, evaluate))
        height = _height(found)
        if depth + height <= MAX_DEPTH:
            memo[key] = _Kept(found, height)
    return cast(Value, memo[deep_key])


def _height(found: Value) -> int:
    """How deep a value nests, counted generously (items and arguments are levels of their own)."""
    height = 0
    level: list[tuple[object, ...]] = [found]
    while level and height <= 2 * MAX_DEPTH:
        height += 1
        level = [p for at in level for p in at if isinstance(p, tuple) and p]
    return height


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
    """A local that is assigned again or altered in place."""
    values = [evaluate(bound.source, bound.frame, depth + 1)] if bound.source is not None else []
    for other in bound.others:
        right = other.node.child_by_field_name("right")
        if right is not None:
            values.append(evaluate(right, other, depth + 1))
    values = [_through(v, bound.steps) for v in dict.fromkeys(values)]
    if bound.changed:
        opened = [v._replace(open=True) for v in values if isinstance(v, Record)]
        values = list(opened) if opened and len(opened) == len(values) else [Unknown((name,), "changed after it was bound")]
    if not values:
        return Unknown((name,), "not bound where it is declared")
    return _bounded(name, values[0] if len(values) == 1 else Choice(tuple(Option("", v) for v in values)))


def _bounded(name: str, found: Value) -> Value:
    return found if _fits(found) else Unknown((name,), "too large")


def _fits(found: Value) -> bool:
    while isinstance(found, Member):
        found = found.base
    if isinstance(found, Parameter | Name | Text | Number | Unknown):
        return True
    pending: list[object] = [found]
    parts = 0
    while pending and parts < _MAX_PARTS:
        at = pending.pop()
        parts += 1
        if isinstance(at, tuple):
            pending += [p for p in at if isinstance(p, tuple)]
    return not pending
