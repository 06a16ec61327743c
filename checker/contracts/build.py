"""From a stream of parse events to plain data with places: one way for YAML and JSON, without recursion."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from checker.contracts.document import Fault, Node, leaf

MAX_DEPTH = 64
MAX_ALIASES = 64


class Event(NamedTuple):
    """One step of a parse. `kind`: `value`, `map`, `list`, `end` or `alias` (then `value` is the anchor's name)."""

    kind: str
    value: Any
    start: int
    end: int
    anchor: str = ""


class _Frame:
    """A mapping or list that is still open."""

    __slots__ = ("aliased", "anchor", "data", "end", "key", "key_at", "keys", "mapping", "parts", "start")

    def __init__(self, event: Event) -> None:
        self.mapping = event.kind == "map"
        self.data: Any = {} if self.mapping else []
        self.start, self.end, self.anchor = event.start, event.end, event.anchor
        self.keys: dict[str, tuple[int, int]] = {}
        self.parts: dict[str | int, Node] = {}
        self.key: str | None = None
        self.key_at = (0, 0)
        self.aliased = False

    def node(self) -> Node:
        return Node(self.start, self.end, self.keys, self.parts)

    def waits_for_key(self) -> bool:
        return self.mapping and self.key is None

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
    top = _Frame(Event("list", None, 0, 0))
    stack, anchors, faults = [top], dict[str, _Anchor](), list[tuple[int, str]]()
    aliases = 0
    for event in events:
        frame = stack[-1]
        if event.kind == "end":
            _close(stack, anchors)
        elif frame.waits_for_key():
            _take_key(frame, event, faults)
        elif event.kind == "value":
            node = leaf(event.start, event.end)
            frame.add(event.value, node, event.end)
            if event.anchor:
                anchors[event.anchor] = _Anchor(event.value, node, False)
        elif event.kind == "alias":
            aliases += 1
            _add_alias(frame, event, anchors, aliases)
        elif len(stack) > MAX_DEPTH:
            raise Fault((event.start, f"nested more than {MAX_DEPTH} levels deep"))
        else:
            stack.append(_Frame(event))
    if faults:
        raise Fault(*faults)
    return (top.data[0], top.parts[0]) if top.data else (None, leaf(0, 0))


def _take_key(frame: _Frame, event: Event, faults: list[tuple[int, str]]) -> None:
    if event.kind != "value" or not isinstance(event.value, str):
        raise Fault((event.start, "a key must be plain text"))
    if event.value in frame.data:
        faults.append((event.start, f'the key "{event.value}" is there twice'))
    frame.key, frame.key_at = event.value, (event.start, event.end)


def _close(stack: list[_Frame], anchors: dict[str, _Anchor]) -> None:
    done = stack.pop()
    node = done.node()
    if done.anchor:
        anchors[done.anchor] = _Anchor(done.data, node, done.aliased)
    stack[-1].add(done.data, node, done.end)
    stack[-1].aliased |= done.aliased


def _add_alias(frame: _Frame, event: Event, anchors: dict[str, _Anchor], aliases: int) -> None:
    # An alias within an alias is how a small file becomes a huge one; without it, the bound on their number is enough.
    target = anchors.get(event.value)
    if target is None:
        raise Fault((event.start, f'the alias "*{event.value}" has no anchor before it'))
    if target.aliased:
        raise Fault((event.start, f'the alias "*{event.value}" stands for something that holds an alias'))
    if aliases > MAX_ALIASES:
        raise Fault((event.start, f"more than {MAX_ALIASES} aliases"))
    frame.add(target.value, leaf(event.start, event.end), event.end)
    frame.aliased = True
