"""From a stream of parse events to plain data with places: one way for YAML and JSON, without recursion."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

from checker.contracts.document import Fault, Node, leaf

MAX_DEPTH = 64
MAX_ALIASES = 64


#: One step of a parse: its kind, value, start, end and anchor. The kind is `value`, `map`, `list`, `end` or `alias` (then the value is
#: the anchor's name). A plain tuple, because a contract has tens of thousands.
Event: TypeAlias = tuple[str, Any, int, int, str]


class _Frame:
    """A mapping or list that is still open."""

    __slots__ = ("aliased", "anchor", "data", "end", "key", "key_at", "keys", "mapping", "parts", "start")

    def __init__(self, event: Event) -> None:
        kind, _, self.start, self.end, self.anchor = event
        self.mapping = kind == "map"
        self.data: Any = {} if self.mapping else []
        self.keys: dict[str, tuple[int, int]] = {}
        self.parts: dict[str | int, Node] = {}
        self.key: str | None = None
        self.key_at = (0, 0)
        self.aliased = False

    def node(self) -> Node:
        return Node(self.start, self.end, self.keys, self.parts)

    def add(self, value: Any, node: Node, end: int) -> None:
        if self.mapping:
            name = self.key or ""
            self.data[name] = value
            self.keys[name] = self.key_at
            self.parts[name] = node
            self.key = None
        else:
            self.parts[len(self.data)] = node
            self.data.append(value)
        self.end = max(self.end, end)


class _Anchor(NamedTuple):
    value: Any
    node: Node
    aliased: bool


def build(events: Iterable[Event]) -> tuple[Any, Node]:
    """The value that the events describe. Duplicate keys are all reported; the other faults end the reading."""
    top = _Frame(("list", None, 0, 0, ""))
    stack, anchors, faults = [top], dict[str, _Anchor](), list[tuple[int, str]]()
    aliases = 0
    for event in events:
        frame = stack[-1]
        kind, value, start, end, anchor = event
        if kind == "end":
            _close(stack, anchors)
        elif frame.key is None and frame.mapping:
            _take_key(frame, event, faults)
        elif kind == "value":
            node = leaf(start, end)
            frame.add(value, node, end)
            if anchor:
                anchors[anchor] = _Anchor(value, node, False)
        elif kind == "alias":
            aliases += 1
            _add_alias(frame, event, anchors, aliases)
        elif len(stack) > MAX_DEPTH:
            raise Fault((start, f"nested more than {MAX_DEPTH} levels deep"))
        else:
            stack.append(_Frame(event))
    if faults:
        raise Fault(*faults)
    return (top.data[0], top.parts[0]) if top.data else (None, leaf(0, 0))


def _take_key(frame: _Frame, event: Event, faults: list[tuple[int, str]]) -> None:
    kind, key, start, end, _ = event
    if kind != "value" or not isinstance(key, str):
        raise Fault((start, "a key must be plain text"))
    if key in frame.data:
        faults.append((start, f'the key "{key}" is there twice'))
    frame.key, frame.key_at = key, (start, end)


def _close(stack: list[_Frame], anchors: dict[str, _Anchor]) -> None:
    done = stack.pop()
    node = done.node()
    if done.anchor:
        anchors[done.anchor] = _Anchor(done.data, node, done.aliased)
    stack[-1].add(done.data, node, done.end)
    stack[-1].aliased |= done.aliased


def _add_alias(frame: _Frame, event: Event, anchors: dict[str, _Anchor], aliases: int) -> None:
    # An alias within an alias is how a small file becomes a huge one; without it, the bound on their number is enough.
    _, name, start, end, _ = event
    target = anchors.get(name)
    if target is None:
        raise Fault((start, f'the alias "*{name}" has no anchor before it'))
    if target.aliased:
        raise Fault((start, f'the alias "*{name}" stands for something that holds an alias'))
    if aliases > MAX_ALIASES:
        raise Fault((start, f"more than {MAX_ALIASES} aliases"))
    frame.add(target.value, leaf(start, end), end)
    frame.aliased = True
