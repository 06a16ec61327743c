"""Finding every write: from the producers' calls outward, through the functions that hand them on, until nothing is new."""

from collections.abc import Iterable

from checker.link import seeds as seeding
from checker.link.chains import Hit, Writes, by_object, chains, event_value, frames, handed, key_of
from checker.link.deciders import told
from checker.link.frame import free, same
from checker.link.handing import Handed
from checker.link.injected import Injected
from checker.link.match import bound, callee_path, is_call_of, is_method_of
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.seeds import Seed
from checker.link.wrappers import Wrapping, holds, wraps
from checker.model.facts import Call, Function, Statement
from checker.model.place import Span
from checker.model.producer import Producer
from checker.model.source import Wanted
from checker.model.value import Member, Parameter

#: Rounds of search after which wrapping is taken for endless; real chains are three or four deep, and each round ends by finding nothing.
_MAX_ROUNDS = 200


class _Search:
    """The state of one search: what was found, and what has yet to be looked for."""

    def __init__(self, program: Program, producers: tuple[Producer, ...]) -> None:
        self.program = program
        self.tables = seeding.tables(producers)
        self.found = Writes({}, {}, {}, {}, seeding.seeds(program, producers))
        seeding.search_other_names(program, (last(seed.path) for seed in self.found.seeds))
        self.by_path: dict[str, list[Seed]] = {}
        self.by_method: dict[str, list[Seed]] = {}
        for seed in self.found.seeds:
            index = self.by_method if seed.api.kind == "method" else self.by_path
            index.setdefault(last(seed.path) if seed.api.kind == "method" else seed.path, []).append(seed)
        self.methods: dict[str, list[str]] = {}
        self.done: set[tuple[str, int, int]] = set()
        self.wanted: list[Function] = []
        self.injected = Injected()
        self.handed = Handed()
        self.handed_in: list[str] = []
        self.bases: set[str] = set()
        self.asked: set[str] = set()

    def run(self) -> Writes:
        self._judge_all()
        for _ in range(_MAX_ROUNDS):
            if not self.wanted and not self.handed_in and not self.handed.wanted and self.bases <= self.asked:
                break
            self._search_wanted()
            self._judge_all()
        return self.found

    def _search_wanted(self) -> None:
        """Look for the callers of the wrappers found in the last round: everywhere at once, but for private and commonplace names."""
        wanted, self.wanted = self.wanted, []
        bases = self.bases - self.asked
        self.asked |= bases
        names = [(f, n) for f in wanted for n in _names(self.program, last(self._called(f)))]
        callers = [_callers(self.program, f, n) for f, n in names]
        handed_in, self.handed_in = self.handed_in, []
        handing, self.handed.wanted = self.handed.wanted, []
        # Those below a module know it as `super`, `crate` or `.`, so that its name need not stand there.
        below = [Wanted(w.name, within=w.home) for w in callers if w.home]
        self.program.search([*callers, *below, *(Wanted(last(base)) for base in sorted(bases)), *map(Wanted, handed_in), *handing])
        seeding.search_other_names(self.program, (n for _, n in names))
        # Files that get a commonplace name through another module are found beside that one, once it is known to pass it on.
        again = [(f, w) for (f, _), w in zip(names, callers, strict=True) if w.beside]
        self.program.search(w._replace(beside=m) for f, w in again if (m := _passing_on(self.program, f, w) - w.beside))

    def _judge_all(self) -> None:
        """Match all calls seen so far against everything known so far, until no wrapper is new."""
        before = (-1, -1)
        while before != (known := (len(self.found.wrappers), len(self.handed))):
            before = known
            for path, statement in tuple(self.program.statements.values()):
                self._judge_statement(path, statement)
            for path, call in tuple(self.program.calls.values()):
                if (path, call.span.start, call.span.end) not in self.done:
                    self._judge_call(path, call)

    def _judge_statement(self, path: str, statement: Statement) -> None:
        table = self.tables.get(statement.table)
        key = (path, statement.span.start, statement.span.end)
        if table is not None and statement.verb == "insert" and key not in self.done:
            self.done.add(key)
            self._add(Hit(path, statement, table=table))

    def _judge_call(self, path: str, call: Call) -> None:
        if name := self.injected.declared(self.program, call):
            self.handed_in.append(name)
        hit = self._hit(path, bound(self.program, call)) or self.injected.hit(self.program, path, call)
        taken = self.handed.take(self.program, path, call, hit) if hit is not None else False
        if taken:
            self.done.add((path, call.span.start, call.span.end))
        if hit is None:
            self._judge_handed(path, call)
        elif taken is not False:
            return
        elif not _is_own_closure(call, hit):
            hit = hit._replace(hands=frozenset(self.handed.hands.get((path, call.span.start, call.span.end), ())))
            self.done.add((path, call.span.start, call.span.end))
            self._add(hit)

    def _judge_handed(self, path: str, call: Call) -> None:
        """A call of a function that is handed in; again as often as another is."""
        hit = self.handed.hit(self.program, path, call)
        key = (path, call.span.start, call.span.end)
        if hit is not None and self.found.hits.get(key) != hit:
            inside = self.found.inside.get(call.function, [])
            inside[:] = [h for h in inside if key_of(h) != key]
            self._add(hit)

    def _hit(self, path: str, call: Call) -> Hit | None:
        self.program.refuel()
        full = callee_path(self.program, call)
        candidates = (*self.by_path.get(full, ()), *self.by_method.get(last(call.callee), ()))
        hits = [Hit(path, call, seed=s, unbound=_unbound(call, s, full)) for s in candidates if is_call_of(self.program, call, s)]
        if hits:
            return next((h for h in hits if _complete(h)), hits[0])
        if full in self.found.wrappers:
            return Hit(path, call, target=full, plain=call.kind == "decorator" and "(" not in call.written and not call.args)
        for key in self.methods.get(last(call.callee), ()):
            if is_method_of(self.program, call, parent(key), distinctive=False):
                return Hit(path, call, target=key)
        return None

    def _add(self, hit: Hit) -> None:
        site = hit.site
        # What the body of a macro calls that a producer names is how that macro works.
        if any(seed.api.kind == "macro" for seed in self.by_path.get(site.function, ())):
            return
        plain = hit.plain and isinstance(site, Call)
        if not plain:
            self.found.hits[(hit.path, site.span.start, site.span.end)] = hit
        function = self.program.enclosing(site.function, site.span) if site.function else None
        if function is None or (isinstance(site, Call) and site.kind == "decorator" and not plain):
            return
        self.found.inside.setdefault(site.function, []).append(hit)
        if hit.through:
            # Whoever is handed its functions by a framework is called by it, too.
            for made in self.injected.made(hit):
                self.found.hits.pop(made, None)
            return
        owner = self.program.type(self.program.owner(function)) if function.owner and _says_its_own(hit) else None
        if owner is not None and owner.kind == "class":
            self.bases.add(owner.name)
        for outer in self.program.around(function):
            self.found.nested.setdefault(outer.name, set()).add(function.name)
        for candidate in (function, *self.program.around(function)):
            self._consider(hit, candidate, function, plain)

    def _consider(self, hit: Hit, candidate: Function, function: Function, plain: bool) -> None:
        """Make a function a wrapper if it is one: the one the hit stands in, or one around that whose parameter decides.

        A function that only hands another one on writes nothing itself, unless it says what.
        """
        if self._is_api(candidate):
            return
        key = self._called(candidate)
        if key in self.found.wrappers:
            return
        if self.injected.factory(self.program, candidate, hit):
            self.wanted.append(candidate)
        if plain or self._takes(hit, candidate) or self._wraps(hit, candidate, function):
            self.found.wrappers[key] = candidate
            if candidate.owner:
                self.methods.setdefault(last(key), []).append(key)
            self.wanted.append(candidate)

    def _takes(self, hit: Hit, candidate: Function) -> bool:
        """Whether a function is handed what it calls, or hands on what it is handed."""
        if hit.given is not None:
            return hit.given[0] == candidate.name
        taker = self.found.wrappers.get(hit.target)
        return taker is not None and self.handed.forwards(self.program, hit, candidate, taker)

    def _wraps(self, hit: Hit, candidate: Function, function: Function) -> bool:
        self.program.refuel()
        found = self._wrapping(hit, candidate)
        if isinstance(hit.site, Call) and hit.site.kind == "reference":
            return found.decides
        return wraps(self.program, function, found) if same(candidate, function) else holds(candidate, found)

    def _wrapping(self, hit: Hit, candidate: Function) -> Wrapping:
        ways = [(c, frames(self.program, self.found, c)) for c in chains(self.found, hit)]
        decides = any(same(f, candidate) for c, w in ways for f in told(self.program, c[-1], w[-1]))
        ends = tuple((c[-1], w[-1]) for c, w in ways)
        others = tuple(h for h in self.found.inside.get(candidate.name, ()) if not _overlap(h.site.span, hit.site.span))
        return Wrapping(hit.site, free(self.program.enclosing(hit.site.function, hit.site.span), hit.site.scope), decides, ends, others)

    def _is_api(self, function: Function) -> bool:
        """Whether a function is itself what a producer names, or an implementation of it: its callers are known already."""
        key = self.program.key(function)
        if key in self.by_path:
            return True
        trait = self.program.resolve(function.trait, function.scope) if function.trait else ""
        owner = self.program.owner(function)
        return any(parent(s.path) in (owner, trait) for s in self.by_method.get(last(key), ()))

    def _called(self, function: Function) -> str:
        """The path that callers use: the class for a constructor."""
        key = self.program.key(function)
        return parent(key) if last(key) == "__init__" else key


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _is_own_closure(call: Call, hit: Hit) -> bool:
    """A function that gives back one nested in it, as decorators do, does not call it."""
    return call.kind == "reference" and bool(call.function) and parent(hit.target) == call.function


def _says_its_own(hit: Hit) -> bool:
    """Whether a method hands on an attribute of its object as the event, or to a wrapper, or its object: a subclass may say another."""
    given = [event_value(hit)] if not hit.target else [a.value for a in hit.site.args] if isinstance(hit.site, Call) else []
    held = [v.base if isinstance(v, Member) else v for v in given if isinstance(v, Member) or by_object(hit)]
    return any(isinstance(v, Parameter) and v.position < 0 for v in held)


def _unbound(call: Call, seed: Seed, full: str) -> bool:
    return seed.api.kind == "method" and call.receiver is None and full == seed.path


def _complete(hit: Hit) -> bool:
    """Whether the event stands where this entry says; entries of one name differ in that (`capture(id, event)`, `capture(event)`)."""
    if hit.seed is not None and hit.seed.api.adds:
        return handed(hit, "payload") is not None
    where = hit.seed.api.event if hit.seed else None
    return where is None or where.of != "call" or handed(hit, "event") is not None


def _names(program: Program, name: str) -> set[str]:
    """A name and those under which others re-export it."""
    return {name, *program.renamed.get(name, ())}


def _passing_on(program: Program, function: Function, wanted: Wanted) -> frozenset[str]:
    """What stands beside a commonplace name where it comes through another module: that, or for a method a class that inherits it."""
    owner, home = program.owner(function), wanted.home
    program.look(parent(home), wanted.name)
    modules = {*program.passed_on.get(wanted.name, ()), *program.passing_all(home)}
    heirs = {last(t.name) for t in program.subclasses(owner)} if owner else set[str]()
    for name in {last(owner), *heirs} if owner else ():
        modules |= {m for m in program.passed_on.get(name, ()) if home.startswith(f"{parent(m)}.")}
    return frozenset(last(m) for m in modules if m) | heirs


def _callers(program: Program, function: Function, name: str) -> Wanted:
    """Where the callers of a wrapper can be: a private one's in its module, a commonplace name's beside its type or module."""
    file = program.files.get(program.path_of.get(function.name, ""))
    module = file.module if file else ""
    if (not function.public or function.context == "test") and module:
        return Wanted(name, within=module)
    near = frozenset(filter(None, (last(module), last(program.owner(function)))))
    common = "_" not in name and name.islower() and bool(near)
    return Wanted(name, beside=near, home=module) if common else Wanted(name)


def find(program: Program, producers: Iterable[Producer], also: Iterable[Wanted] = ()) -> Writes:
    """Every write of the workspace that the producers' calls and tables lead to. `also`: further words to bring in on the way."""
    known = tuple(producers)
    seeding.search(program, known, also)
    return among(program, known)


def among(program: Program, producers: Iterable[Producer]) -> Writes:
    """The same for producers whose names have been looked for before."""
    return _Search(program, tuple(producers)).run()
