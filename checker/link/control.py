"""Which switches stand in front of a write: on its own way to the store, and on every way that leads to it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce

from checker.link.chains import Hit, Key, Writes, key_of
from checker.link.ends import ends
from checker.link.frame import free
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.texts import parts
from checker.link.values import heads
from checker.model.config import Control
from checker.model.facts import Call, Function, Guard, Statement
from checker.model.source import Wanted
from checker.model.subject import Callsite
from checker.model.value import Invoke, Member, Name, Number, Parameter, Text, Unknown, Value

#: Functions that ask functions that ask a switch.
_MAX_DEPTH = 4
#: Guards that can be a question about a switch; in the others most words are of something else, and looking each up costs.
_CONDITIONS = ("if", "else", "return")
#: Parts of one value that are looked at for a switch.
_MAX_PARTS = 500

#: Words of names that say what a yes means, and those that turn it.
_ON = frozenset(["enabled", "enable", "on", "active", "allowed", "allow", "permitted", "consented", "wanted", "should"])
_OFF = frozenset(["disabled", "disable", "off", "denied", "optout", "muted", "suppressed", "silenced", "blocked", "forbidden"])
_TURNING = frozenset(["not", "no", "never", "without"])
_TRUTH = {"true": True, "True": True, "false": False, "False": False}
#: What asks whether something is there, so that a yes is no yes of what was called.
_ABSENT = frozenset(["is_none", "is_err", "is_some", "is_ok", "None"])
_SPLIT = re.compile(r"([a-z0-9])(?=[A-Z])")


def names(control: Control) -> frozenset[str]:
    """What has to be looked for in the sources: whatever asks for a switch, and where its variable is named."""
    return frozenset(word for toggle in control.toggles for word in (toggle.name, *toggle.readers))


def switches(program: Program, writes: Writes, sites: Iterable[Callsite], control: Control) -> dict[Key, frozenset[str]]:
    """For each production write the switches that dominate it on every way, by its place."""
    asking = _Asking(program, control)
    production = {(s.path, s.span.start, s.span.end): s for s in sites if s.context == "production"}
    own = {key: asking.before(writes.hits[key]) for key in production}
    inward = {key: _inward(program, writes, writes.hits[key], asking) for key in production}
    known: dict[Key, frozenset[str] | None] = {}
    return {key: inward[key] | (_outward(key, own, production, known) or frozenset()) for key in production}


def _inward(program: Program, writes: Writes, hit: Hit, asking: "_Asking") -> frozenset[str]:
    """What is asked on each way from a call to the write itself."""
    if not hit.target and not (hit.seed and hit.seed.api.dispatch):
        return asking.before(hit)
    ways = [frozenset(s for step in end.chain for s in asking.before(step)) for end in ends(program, writes, hit)]
    return reduce(frozenset.intersection, ways) if ways else asking.before(hit)


def _outward(
    key: Key, own: Mapping[Key, frozenset[str]], production: Mapping[Key, Callsite], known: dict[Key, frozenset[str] | None]
) -> frozenset[str] | None:
    """What every caller asks before it calls; what nobody calls is an entry, and nothing stands in front of it. `None` on the way round a
    circle, which adds no way of its own. Each write is worked out once: ways through wrappers multiply."""
    if key not in known:
        known[key] = None
        callers = [c for p in production[key].callers if (c := (p.path, p.span.start, p.span.end)) in production]
        ways = [own[c] | before for c in callers if (before := _outward(c, own, production, known)) is not None]
        known[key] = reduce(frozenset.intersection, ways) if ways else frozenset()
    return known[key]


def _off(guard: Guard, word: str) -> bool:
    """Whether a condition lets through only where what a word names says that it is off. What the word means its own words tell, such as
    `is_enabled`; where they do not, as for variables, whose value decides, any condition will do."""
    answer = _TRUTH.get(guard.pattern) if guard.kind == "arm" else guard.kind == "if" if guard.kind in _CONDITIONS else None
    if answer is None or word.isupper() or not _ABSENT.isdisjoint(guard.words):
        return False
    said = _SPLIT.sub(r"\1_", word).lower().split("_")
    on, off = not _ON.isdisjoint(said), not _OFF.isdisjoint(said)
    if on == off or not _TURNING.isdisjoint(said):
        return False
    # An early exit that was not taken, and an `else`, are reached where the condition does not hold.
    return (answer != (word in guard.turned)) == off


class _Asking:
    """Which switches a piece of code asks for; each function is read once."""

    def __init__(self, program: Program, control: Control) -> None:
        self._program = program
        self._by_name = {word: t.name for t in control.toggles for word in (t.name, *t.readers)}
        self._inside: dict[str, set[str]] = {}
        for _, call in program.calls.values():
            if call.function and (name := self._by_name.get(last(call.callee))):
                self._inside.setdefault(call.function, set()).add(name)
        for _, mention in program.mentions.values():
            if mention.function and mention.how != "assigned" and (name := self._by_name.get(mention.text)):
                self._inside.setdefault(mention.function, set()).add(name)
        self._known: dict[str, frozenset[str]] = {}
        self._before: dict[Key, frozenset[str]] = {}
        self._handed: dict[str, list[frozenset[str]]] = {}
        self._made: dict[tuple[str, str, str], frozenset[str]] = {}

    def before(self, hit: Hit) -> frozenset[str]:
        """The switches in the guards of a call; else those that stand before the closure it is in where that is called, or before the
        object that it is a method of where that is made. Worked out once: a write stands at the end of many ways."""
        key = key_of(hit)
        if key not in self._before:
            self._before[key] = self._stands_before(hit)
        return self._before[key]

    def _stands_before(self, hit: Hit) -> frozenset[str]:
        site = hit.site
        found = self._of_guards(site)
        if not found and isinstance(site, Call) and site.handed:
            found = self._of_handing(hit.path, site)
        if not found and isinstance(site, Call) and isinstance(site.receiver, Member):
            found = self._of_making(hit.path, site, site.receiver)
        return found

    def _of_guards(self, site: Call | Statement) -> frozenset[str]:
        return frozenset(s for guard in site.guards for s in self._of_guard(guard, site))

    def _of_handing(self, path: str, site: Call) -> frozenset[str]:
        """What is asked before each call of the parameter that a closure is handed to; nothing where that is not seen to be called."""
        name = last(site.handed)
        self._program.look(self._program.files[path].module, name)
        full = self._program.resolve(site.handed, site.scope)
        ways = [way for f in self._named(name, full) for way in self._before_handed(f)]
        return reduce(frozenset.intersection, ways) if ways else frozenset()

    def _of_making(self, path: str, site: Call, object_: Member) -> frozenset[str]:
        """What is asked wherever the field that a method is called on is made: elsewhere it is null, and nothing is written."""
        frame = free(self._program.enclosing(site.function, site.span), site.scope)
        held = [head for head, _ in heads(self._program, object_, frame) if not isinstance(head, Number)]
        names = frozenset(last(head.callee) for head in held if isinstance(head, Invoke) and head.receiver is None)
        if len(names) != 1 or not all(isinstance(head, Invoke) for head in held):
            return frozenset()
        (name,) = names
        key = (path, parent(site.function), name)
        if key not in self._made:
            ways = [self._of_guards(call) for call in self._makers(*key)]
            self._made[key] = reduce(frozenset.intersection, ways) if ways else frozenset()
        return self._made[key]

    def _makers(self, path: str, owner: str, name: str) -> list[Call]:
        """The calls of a constructor in a class; in its file where the class has none."""
        self._program.search([Wanted(name, home=self._program.files[path].module)])
        made = [c for at, c in self._program.calls.values() if at == path and last(c.callee) == name and c.context == "production"]
        return [c for c in made if c.function.startswith(f"{owner}.")] or made

    def _before_handed(self, function: Function) -> list[frozenset[str]]:
        """What is asked before each call that a function makes of what it is handed."""
        if function.name not in self._handed:
            self._handed[function.name] = [self._of_guards(call) for call in self._calls_of_parameters(function)]
        return self._handed[function.name]

    def _calls_of_parameters(self, function: Function) -> list[Call]:
        file = self._program.files.get(self._program.path_of.get(function.name, ""))
        names = [param.name for param in function.params if param.name]
        if file is not None:
            self._program.search(Wanted(name, home=file.module) for name in names)
        mine = (call for _, call in self._program.calls.values() if call.function == function.name and call.kind != "reference")
        return [c for c in mine if c.callee in names or (c.callee == "__call__" and isinstance(c.receiver, Parameter))]

    def _named(self, name: str, full: str) -> tuple[Function, ...]:
        return self._program.functions(full) or tuple(f for f in self._program.functions_named(name) if f.owner)

    def _of_guard(self, guard: Guard, site: Call | Statement) -> Iterator[str]:
        words = [word for word in guard.words if not _off(guard, word)]
        yield from (self._by_name[word] for word in words if word in self._by_name)
        if guard.kind not in _CONDITIONS:
            return
        if guard.subject is not None:
            yield from self._of_value(guard.subject, site.scope, _MAX_DEPTH)
        for word in words:
            yield from self._of_word(word, site.scope, _MAX_DEPTH)

    def _of_word(self, word: str, scope: str, depth: int) -> frozenset[str]:
        if word in self._by_name:
            return frozenset((self._by_name[word],))
        if depth <= 0 or not word.isidentifier():
            return frozenset()
        found = self._named(word, self._program.resolve(word, scope))
        return frozenset(s for f in found for s in self._of_function(f, depth))

    def _of_function(self, function: Function, depth: int) -> frozenset[str]:
        """What a function asks for: in a call inside it, or in what it gives back."""
        key = function.name
        if key not in self._known:
            self._known[key] = frozenset(self._inside.get(key, ()))
            values = self._program.returns(function)
            self._known[key] |= frozenset(s for v in values for s in self._of_value(v, function.scope, depth - 1))
        return self._known[key]

    def _of_value(self, value: Value, scope: str, depth: int) -> Iterator[str]:
        pending = [value]
        for _ in range(_MAX_PARTS):
            if not pending:
                return
            part = pending.pop()
            for word in _words(part):
                yield from self._of_word(word, scope, depth)
            pending += parts(part)


def _words(value: Value) -> tuple[str, ...]:
    match value:
        case Text(content):
            return (content,)
        case Name(path):
            return (last(path),)
        case Member(_, name):
            return (name,)
        case Unknown(words, _):
            return words
        case _:
            callee = getattr(value, "callee", "")
            return (last(callee),) if callee else ()
