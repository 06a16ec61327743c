"""Calls that add fields to an earlier write, such as what is set on a span after its start: each with the write that it adds to.

Who starts a span and who sets something on it need not be one function, so these calls are followed as writes are: a function that is
handed the object, or the name of the field, adds where it is called. What is added is part of the write and no write of its own, so that
there is one for each span, with all its fields. Where it cannot be told which write that is, the first call that a function makes on the
object stands for it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.link import fixpoint
from checker.link.chains import (
    Addition,
    Chain,
    Hit,
    Key,
    Writes,
    argument_frame,
    chains,
    context_of,
    event_value,
    frames,
    handed,
    key_of,
    root,
    within,
)
from checker.link.ends import ends
from checker.link.frame import Frame, described, free, same
from checker.link.made import Makers, Origin, made_by, makers
from checker.link.paths import last
from checker.link.program import Program
from checker.link.values import Head, heads
from checker.model.facts import Call, Function
from checker.model.producer import Producer
from checker.model.source import SourceFile
from checker.model.value import Invoke, Member, Parameter, Unknown, Value

#: What a language says of the parameters of closures.
_CLOSURES = "closure parameter"


class _Objects(NamedTuple):
    """What a call adds to: the writes that made the object, and objects of which its own function does not tell that."""

    made: tuple[Key, ...] = ()
    open: tuple[Head, ...] = ()


def with_additions(program: Program, writes: Writes, producers: Iterable[Producer], files: Mapping[str, SourceFile]) -> Writes:
    """The writes with what is added to them; each object that nobody is seen to have made is one write more."""
    apart = [p._replace(apis=p.additions, additions=(), tables=()) for p in producers if p.additions]
    names = {last(name) for p in apart for api in p.apis for name in api.names}
    if not any(last(call.callee) in names for _, call in program.calls.values()):
        return writes
    return _Adding(program, writes, fixpoint.among(program, apart), files).run()


class _Adding:
    """The state of one search: the calls that add, found as writes of their own are, and what is known of their objects."""

    def __init__(self, program: Program, writes: Writes, adding: Writes, files: Mapping[str, SourceFile]) -> None:
        self.program = program
        self.writes = writes
        self.adding = adding
        self.files = files
        self.made: Makers = makers(program, writes.hits.values())
        self.known: dict[Key, _Objects] = {}
        self.callers: dict[Key, set[str]] = {}
        self.counting: dict[Key, set[str]] = {}
        for function, inner, counts in self._called():
            self.callers.setdefault(inner, set()).add(function)
            self.counting.setdefault(inner, set()).update([function] if counts else ())

    def run(self) -> Writes:
        found: dict[Key, list[Hit]] = {}
        adrift: dict[tuple[str, str, str], list[Hit]] = {}
        for key, hit in sorted(self.adding.hits.items()):
            made, open_ = self._objects(hit)
            for write in made:
                found.setdefault(write, []).append(hit)
            for why in dict.fromkeys(_why(head) for head in open_ if not self._passes(hit, head, self.counting)):
                adrift.setdefault((key[0], hit.site.function, why), []).append(hit)
        leaders: dict[Key, Hit] = {}
        for (_, _, why), hits in adrift.items():
            leaders.setdefault(key_of(hits[0]), self._leader(hits[0], why))
            found.setdefault(key_of(hits[0]), []).extend(hits)
        inside = {name: [h for h in hits if self._hands_on(h)] for name, hits in self.adding.inside.items()}
        handing = self.adding._replace(inside=inside)
        added = {key: tuple(map(self._addition(handing), {key_of(h): h for h in hits}.values())) for key, hits in found.items()}
        return self.writes._replace(hits={**leaders, **self.writes.hits}, added=added)

    def _addition(self, handing: Writes) -> Callable[[Hit], Addition]:
        def way(chain: Chain) -> tuple[tuple[Hit, Frame], ...]:
            return tuple((step, frames(self.program, handing, chain[at:])[-1]) for at, step in enumerate(chain))

        return lambda hit: Addition(hit, tuple(way(end.chain) for end in ends(self.program, handing, hit)))

    def _leader(self, hit: Hit, why: str) -> Hit:
        """A call that adds, as the write that it stands for."""
        seed = next((chain[-1].seed for chain in chains(self.adding, hit)), hit.seed)
        return hit._replace(seed=seed, target="", adrift=why)

    def _called(self) -> Iterator[tuple[str, Key, bool]]:
        """Each function that adds where it is called, with each call in it, and whether it counts: tests call for tests only."""
        calls: dict[str, set[str]] = {}
        for hit in self.adding.hits.values():
            for each in (hit, *hit.others):
                calls.setdefault(each.target, set()).add(self._context(hit))
        for target, function in self.adding.wrappers.items():
            for inner in within(self.adding, function) if target in calls else ():
                yield function.name, key_of(inner), not calls[target].isdisjoint(("production", self._context(inner)))

    def _context(self, hit: Hit) -> str:
        return context_of(hit, self.files[hit.path])

    def _hands_on(self, hit: Hit) -> bool:
        return any(self._passes(hit, head, self.callers) for head in self._objects(hit).open)

    def _passes(self, hit: Hit, head: Head, called: Mapping[Key, set[str]]) -> bool:
        """Whether the callers of a function say more of what a call in it adds to, or what it adds."""
        callers = called.get(key_of(hit), set())
        if _handed_in(head):
            return head[1].function is not None and head[1].function.name in callers
        return bool(callers) and any(self._is_told(end.chain[-1], end.frame) for end in ends(self.program, self.adding, hit))

    def _is_told(self, hit: Hit, frame: Frame) -> bool:
        """Whether the name of the field that a call adds is handed in."""
        name = handed(hit, "field")
        return name is not None and any(isinstance(root(head), Parameter) for head, _ in heads(self.program, name, frame))

    def _objects(self, hit: Hit) -> _Objects:
        key = key_of(hit)
        if key not in self.known:
            self.known[key] = _Objects()  # of a round: what it adds nothing to
            self.program.refuel()
            found = [self._around(hit, o) for value, frame in self._given(hit) for o in made_by(self.made, value, frame)]
            made = dict.fromkeys(o.write for o in found if o.write is not None)
            self.known[key] = _Objects(tuple(made), tuple({o.value: (o.value, o.frame) for o in found if o.write is None}.values()))
        return self.known[key]

    def _around(self, hit: Hit, origin: Origin) -> Origin:
        """What a closure is given by the write that it is handed to: `tracer.in_span("job", |cx| cx.span().set_attribute(…))`."""
        site = hit.site
        if origin.write is not None or not isinstance(site, Call) or not site.handed or not _of_closure(origin.value):
            return origin
        outer = [h for h in self.writes.inside.get(site.function, ()) if _calls(h, last(site.handed))]
        around = [key_of(h) for h in outer if h.site.span.start < site.span.start and site.span.end <= h.site.span.end]
        return origin._replace(write=max(around, default=None))

    def _given(self, hit: Hit) -> Iterator[Head]:
        """The objects at a call in the words of its function: what a method is called on, or what is handed to a function that adds."""
        frame = free(self.program.enclosing(hit.site.function, hit.site.span), hit.site.scope)
        for each in (hit, *hit.others):
            function = self.adding.wrappers.get(each.target)
            if function is not None:
                yield from self._handed_to(function, argument_frame(each, function, frame))
            elif (value := event_value(each)) is not None:
                yield value, frame

    def _handed_to(self, function: Function, inside: Frame) -> Iterator[Head]:
        """The objects that the calls in a function add to, where its callers say which these are."""
        for inner in within(self.adding, function):
            for head in self._objects(inner).open:
                if self._passes(inner, head, self.callers):
                    yield (head[0], inside) if _handed_in(head) and same(head[1].function, function) else head


def _calls(hit: Hit, name: str) -> bool:
    return isinstance(hit.site, Call) and last(hit.site.callee) == name


def _handed_in(head: Head) -> bool:
    """Whether an object is, or is a part of, what the function it is known in is called with."""
    value, frame = head
    return isinstance(root(value), Parameter) and not frame.called


def _of_closure(value: Value) -> bool:
    """Whether an object is what a closure is handed, or is got from it."""
    while isinstance(value, Invoke) and value.receiver is not None:
        value = value.receiver
    return isinstance(value, Unknown) and value.reason == _CLOSURES


def _why(head: Head) -> str:
    """Why it is not known which write an object is, for a person."""
    value, frame = head
    if isinstance(value, Invoke):
        return f"added to what `{last(value.callee)}()` gives"
    if isinstance(value, Member) and value.name.isidentifier():
        return f"added to `{value.name}`, which is made elsewhere"
    return f"added to what is made elsewhere: {described(value, frame)}"
