"""Values with parts: dict, list and tuple literals, `dict(…)`, `|`, and what is set on a dict afterwards."""

from typing import NamedTuple

from tree_sitter import Node

from checker.languages.python import literals
from checker.languages.python.branches import Route, beyond, covered
from checker.languages.python.env import Env, one_of
from checker.languages.python.joins import operands
from checker.languages.python.offsets import text
from checker.model.value import SEQUENCES, Argument, Choice, Item, Number, Option, Record, Text, Value

_MOST_ITEMS = 1000


def sequence(node: Node, env: Env) -> Value:
    """A tuple, list or set display; its items are named by position."""
    kind = "tuple" if node.type in ("tuple", "expression_list") else "list"
    items: list[Item] = []
    rest: list[Value] = []
    open_ = False
    for child in node.named_children[:_MOST_ITEMS]:
        if child.type == "list_splat":
            inner = env.of(child.named_children[0]) if child.named_child_count else None
            known = isinstance(inner, Record) and inner.type in SEQUENCES
            items += inner.items if isinstance(inner, Record) and known else ()
            rest += inner.rest if isinstance(inner, Record) and known else () if inner is None else (inner,)
            open_ = open_ or not known or (isinstance(inner, Record) and inner.open)
        elif child.type != "comment":
            items.append(Item("", env.of(child)))
    numbered = tuple(i._replace(name=str(n)) for n, i in enumerate(items))
    return Record(kind, numbered, open_ or node.named_child_count > _MOST_ITEMS, tuple(rest))


def dictionary(node: Node, env: Env) -> Value:
    """A dict display with its `**` parts opened."""
    record = Record("json", ())
    for child in node.named_children[:_MOST_ITEMS]:
        if child.type == "pair":
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            name = key_name(key, env)
            record = put(record, name, env.of(value)) if name is not None and value else opened(record, env, value)
        elif child.type == "dictionary_splat":
            record = merge(record, env.of(child.named_children[0]) if child.named_child_count else None)
    return record._replace(open=True) if node.named_child_count > _MOST_ITEMS else record


def key_name(key: Node | None, env: Env) -> str | None:
    """The key of a dict item or subscript where the source says it: a literal, or a local that is bound to one."""
    if key is None:
        return None
    said = literals.plain(key)
    if said is not None or key.type == "integer":
        return text(key) if said is None else said
    value = env.of(key)
    return value.text if isinstance(value, Text | Number) else None


def called(args: tuple[Argument, ...]) -> Value:
    """`dict(…)` with what it is given."""
    record = Record("json", ())
    for argument in args:
        unpacked = argument.name in ("", "**")
        record = merge(record, argument.value) if unpacked else put(record, argument.name, argument.value)
    return record


def put(record: Record, name: str, value: Value, optional: bool = False) -> Record:
    """The record with one more item; a later value of the same name wins, unless it may not be set."""
    before = next((i for i in record.items if i.name == name), None)
    if before is None:
        return record._replace(items=(*record.items, Item(name, value, optional)))
    now = Item(name, one_of([before.value, value]), before.optional) if optional else Item(name, value)
    return record._replace(items=tuple(now if i.name == name else i for i in record.items))


def merge(record: Record, other: Value | None, optional: bool = False) -> Record:
    """The record with the items of another value over it; open where that is not known in full."""
    if isinstance(other, Choice):
        known = [o.value for o in other.options]
        if any(isinstance(v, Record) for v in known):
            for value in known:
                record = merge(record, value, True)
            return record
    if not isinstance(other, Record) or other.type in SEQUENCES:
        return _with(record, () if other is None else (other,))
    for item in other.items:
        record = put(record, item.name, item.value, optional or item.optional)
    return _with(record, other.rest)._replace(open=record.open or other.open)


def opened(record: Record, env: Env, *nodes: Node | None) -> Record:
    """The record with more in it, under names that are not known."""
    return _with(record, tuple(env.of(node) for node in nodes if node is not None))


def _with(record: Record, rest: tuple[Value, ...]) -> Record:
    return record._replace(open=True, rest=(*record.rest, *rest)[:_MOST_ITEMS])


def united(node: Node, env: Env) -> Value:
    """`a | b` of dicts; of anything else it cannot be said."""
    values = [env.of(n) for n in operands(node, "|")]
    if not any(isinstance(v, Record) and v.type == "json" for v in values):
        return env.unknown(node, "computed")
    record = Record("json", ())
    for value in values:
        record = merge(record, value)
    return record


class Change(NamedTuple):
    """One statement that changes what a local dict or list holds: its route is the part beyond where the dict is made or used."""

    node: Node
    route: Route
    env: Env


def changed(base: Value, changes: list[Change]) -> Value:
    """A dict or list after the statements that change it; items set on some ways only are optional."""
    if isinstance(base, Choice):
        return Choice(tuple(Option(o.pattern, changed(o.value, changes)) for o in base.options), base.subject)
    if not isinstance(base, Record) or base.type not in ("json", "list"):
        return base
    for node, steps, env in changes:
        base = _change(base, node, bool(steps), env)
    return _settle(base, changes)


def _change(record: Record, node: Node, optional: bool, env: Env) -> Record:
    if record.type == "list":
        return opened(record, env, *_added(node))
    if node.type == "call":
        return _method(record, node, optional, env)
    if node.type == "augmented_assignment":
        right = node.child_by_field_name("right")
        return merge(record, env.of(right) if right else None, optional)
    target = node.named_children[0]
    name = key_name(target.child_by_field_name("subscript"), env)
    if node.type == "delete_statement":
        return _without(record, name, optional)
    right = node.child_by_field_name("right")
    return put(record, name, env.of(right), optional) if name is not None and right else opened(record, env, right)


def _added(node: Node) -> list[Node]:
    """What a statement puts into a list: the arguments of `append` and the like, the right side of `+=` and `items[0] = x`."""
    arguments, right = node.child_by_field_name("arguments"), node.child_by_field_name("right")
    return [c for c in (arguments.named_children if arguments else [right]) if c is not None and c.type != "comment"]


def _without(record: Record, name: str | None, optional: bool) -> Record:
    if optional or name is None:
        return record._replace(items=tuple(i._replace(optional=i.optional or name in (None, i.name)) for i in record.items))
    return record._replace(items=tuple(i for i in record.items if i.name != name))


def _method(record: Record, call: Node, optional: bool, env: Env) -> Record:
    function, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
    given = [c for c in arguments.named_children if c.type != "comment"] if arguments else []
    method = text(function).rpartition(".")[2].strip() if function else ""
    if method == "update":
        for node in given:
            record = _updated(record, node, optional, env)
        return record
    name = key_name(given[0], env) if method == "setdefault" and given else None
    if name is None or len(given) < 2:
        return record._replace(open=True)
    return record if any(i.name == name and not i.optional for i in record.items) else put(record, name, env.of(given[1]), optional)


def _updated(record: Record, node: Node, optional: bool, env: Env) -> Record:
    if node.type == "keyword_argument":
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        return put(record, text(name), env.of(value), optional) if name and value else record
    inner = node.named_children[0] if node.type == "dictionary_splat" and node.named_child_count else node
    return merge(record, env.of(inner), optional)


def _settle(record: Record, changes: list[Change]) -> Record:
    """Items that every way through some `if` sets are not optional after all."""
    routes: dict[str, list[Route]] = {}
    for node, steps, env in changes:
        if steps and node.type == "assignment":
            name = key_name(node.named_children[0].child_by_field_name("subscript"), env)
            routes.setdefault(name or "", []).append(steps)
    sure = {n for n, found in routes.items() if covered(found, found[0][0].compound)}
    return record._replace(items=tuple(i._replace(optional=i.optional and i.name not in sure) for i in record.items))


def steps_beyond(steps: Route, use: Route, base: Route) -> Route:
    """The part of a change's route that neither the use nor the making of the dict shares."""
    return min(beyond(steps, use), beyond(steps, base), key=len)
