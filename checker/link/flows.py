"""What flows into each write: payload fields, session ids and event names, traced to what they start as.

Each call is traced in the words of its own function. What starts as a parameter is kept as a leaf, and a caller's arguments are put in
its place: so a wrapper is read once, whoever calls it, and each finding stands in the function whose code says it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from checker.link.addedfields import pairs
from checker.link.chains import Addition, Hit, Key, Writes, argument_frame, by_object, handed, key_of, open_for, within
from checker.link.ends import sinks
from checker.link.frame import Frame, enter, free, same
from checker.link.tracing import trace
from checker.link.tracing.parts import by_name
from checker.link.tracing.words import Found, Tracer, Way, via
from checker.model.facts import Call, Function
from checker.model.place import Place
from checker.model.value import Argument, Value

#: Steps of following for one call.
_FUEL = 3_000
#: Leaves of one function that its callers are asked about.
_MAX_LEAVES = 200


class Flow(NamedTuple):
    """One origin that reaches a write. `into`: `payload`, `session` or `event`; `through`: the place of the inner call that says so; `at`:
    that of the call in the same function that adds it to the write."""

    into: str
    found: Found
    through: Key | None = None
    at: Place | None = None


class Flows:
    """The flows of the hits of a workspace, each computed once, when asked for."""

    def __init__(self, tracer: Tracer, writes: Writes) -> None:
        self._tracer = tracer
        self._writes = writes
        self._known: dict[Key, tuple[Flow, ...]] = {}

    def of(self, hit: Hit) -> tuple[Flow, ...]:
        """Everything that can reach the writes of a call, as far as its own function says."""
        key = key_of(hit)
        if key not in self._known:
            self._known[key] = ()
            self._known[key] = tuple(dict.fromkeys(self._flows(hit)))
        return self._known[key]

    def _flows(self, hit: Hit) -> Iterator[Flow]:
        program = self._tracer.program
        frame = free(program.enclosing(hit.site.function, hit.site.span), hit.site.scope)
        entered = list(self._entered(hit, frame))
        program.refuel(_FUEL)
        if not hit.target:
            # An event object goes to every sink as it is, also to those that write in ways that no producer names.
            for into, name, value in _places(hit):
                way = Way(field=name)
                for found in trace(self._tracer, value, frame, way):
                    yield Flow(into, by_name(self._tracer, found, name) if found.kind is None and name else found)
        for addition in self._writes.added.get(key_of(hit), ()):
            yield from self._added(addition)
        for function, inside in entered:
            for inner in within(self._writes, function):
                yield from self._composed(inner, function, inside)

    def _added(self, addition: Addition) -> Iterator[Flow]:
        """What a call adds to a write. What a call further in says by itself is told there."""
        for way in addition.ways:
            told: dict[tuple[str, str | None], Place] = {}
            for step, frame in reversed(way):
                place = Place(step.path, step.site.span)
                self._tracer.program.refuel(_FUEL)
                for found in self._added_by(way[-1][0], frame, place):
                    at = told.setdefault((found.way.field, found.kind), place)
                    if step is addition.hit:
                        yield Flow("payload", found, at=at)

    def _added_by(self, hit: Hit, frame: Frame, place: Place) -> Iterator[Found]:
        for names, value, where in pairs(self._tracer.program, hit, frame):
            name = next(iter(names.texts), "") if names is not None and len(names.texts) == 1 else ""
            for found in trace(self._tracer, value, where, via(Way(field=name), place, "added here")):
                yield by_name(self._tracer, found, name) if found.kind is None and name else found

    def _entered(self, hit: Hit, frame: Frame) -> Iterator[tuple[Function, Frame]]:
        """The functions that a call goes on to: the wrapper it calls, or the sinks that take its event object."""
        if hit.target or hit.others:
            for each in (hit, *hit.others):
                function = self._writes.wrappers.get(each.target)
                if function is not None:
                    yield function, argument_frame(each, function, frame)
            return
        value = handed(hit, "event")
        if hit.seed is not None and hit.seed.api.dispatch and value is not None:
            for sink in sinks(self._tracer.program, hit.seed.api.dispatch):
                yield sink, enter(sink, (Argument("", value),), None, frame)

    def _composed(self, inner: Hit, function: Function, inside: Frame) -> Iterator[Flow]:
        """What an inner call's leaves are with this caller's arguments in their place."""
        program = self._tracer.program
        leaves = [f for f in self.of(inner) if f.found.leaf is not None and same(f.found.leaf.function, function)][:_MAX_LEAVES]
        program.refuel(_FUEL)
        if not leaves or not open_for(program, inner, inside._replace(scope=inner.site.scope)):
            return
        for flow in leaves:
            if flow.found.leaf is not None:
                for found in trace(self._tracer, flow.found.leaf.value, inside, flow.found.leaf.way._replace(left=Way().left)):
                    yield Flow(flow.into, found, key_of(inner))


def _places(hit: Hit) -> Iterator[tuple[str, str, Value]]:
    """What a call of an API or a statement hands in: where it goes, the name it has there, the value."""
    if isinstance(hit.site, Call):
        for into in ("session", "payload"):
            value = handed(hit, into)
            if value is not None:
                yield into, "", value
        event = handed(hit, "event")
        if event is not None:
            yield ("payload" if by_object(hit) else "event"), "", event
        return
    own = {hit.table.api.event: "event", hit.table.api.session: "session"} if hit.table else {}
    for column, value in zip(hit.site.columns, hit.site.values, strict=False):
        into = own.get(column, "payload")
        yield into, column if into == "payload" and hit.table and column != hit.table.api.payload else "", value
