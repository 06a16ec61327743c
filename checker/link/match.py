"""Whether a call is a call of a certain function or method: by path, or by what is known of the receiver."""

from checker.link.fields import made_with
from checker.link.frame import Frame, free
from checker.link.index import PARTIALS
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.seeds import Seed
from checker.link.values import types
from checker.model.facts import Call
from checker.model.producer import Api
from checker.model.value import Invoke, Member, Name, Value

#: Types of one base after which an object known by the base alone can be any of them: a store has two or three, events have dozens.
_MOST_IMPLEMENTERS = 4
#: The base that makes a class one of a shape.
_PROTOCOL = "Protocol"


def callee_path(program: Program, call: Call) -> str:
    """The full path a call by path means; `""` for a method call."""
    return "" if call.receiver is not None else program.same_function(program.resolve(call.callee, call.scope))


def bound(program: Program, call: Call) -> Call:
    """A call as it would be without the partial that its name stands for: `go = partial(send, "x")` makes `go(1)` a `send("x", 1)`."""
    full = program.resolve(call.callee, call.scope) if call.receiver is None else ""
    constant = program.constant(full) if full else None
    made = constant.value if constant is not None else None
    if not isinstance(made, Invoke) or last(made.callee) not in PARTIALS or not made.args:
        return call
    function, *given = (a._replace(value=_absolute(program, a.value, parent(full))) for a in made.args)
    named = {a.name for a in call.args if a.name}
    args = (*(a for a in given if not a.name), *call.args, *(a for a in given if a.name and a.name not in named))
    match function.value:
        case Name(path):
            return call._replace(callee=path, args=args)
        case Member(base, name):
            return call._replace(kind="method", callee=name, receiver=base, args=args)
        case _:
            return call


def _absolute(program: Program, value: Value, scope: str) -> Value:
    """A value of another module's: what it names is named in full, and a method of an object told from a function of a module."""
    if isinstance(value, Member):
        return Member(_absolute(program, value.base, scope), value.name)
    if not isinstance(value, Name):
        return value
    holder = program.resolve(parent(value.path), scope)
    if holder and program.constant(holder) is not None:
        return Member(Name(holder), last(value.path))
    return Name(program.resolve(value.path, scope))


def receiver(program: Program, call: Call) -> Value | None:
    """The object a method is called on; also for `instance.method()` where `instance` was imported and so looks like a module."""
    if call.receiver is not None:
        return call.receiver
    holder = parent(program.resolve(call.callee, call.scope))
    known = bool(holder) and (program.constant(holder) is not None or program.captured(holder) is not None)
    return Name(holder) if known else None


def frame_of(program: Program, call: Call) -> Frame:
    """The context a call stands in, its function's parameters free."""
    return free(program.enclosing(call.function, call.span), call.scope)


def is_method_of(program: Program, call: Call, owner: str, distinctive: bool) -> bool:
    """Whether a method call's receiver is an `owner` (full path): known right, or unknown with a name that only `owner` has."""
    target = receiver(program, call)
    if target is None:
        return False
    known = types(program, target, frame_of(program, call))
    if known:
        name = last(call.callee)
        return any(program.is_a(t, owner) or _stands_for(program, t, owner) or _conforms(program, t, owner, name) for t in known)
    return distinctive or _only(program, last(call.callee), owner)


def _stands_for(program: Program, base: str, owner: str) -> bool:
    """Whether an object known as a `base` can be taken for an `owner`, which is one of few that derive from it or implement it."""
    return program.is_a(owner, base) and len(program.implementers(base)) <= _MOST_IMPLEMENTERS


def _conforms(program: Program, type_: str, owner: str, name: str) -> bool:
    """Whether a class without the base has what a protocol asks for: a method of that name with the same parameters."""
    protocol = program.type(owner)
    if protocol is None or not any(last(base) == _PROTOCOL for base in protocol.bases):
        return False
    wanted, own = program.methods(owner, name), program.methods(type_, name)
    return bool(wanted and own) and [p.name for p in wanted[0].params] == [p.name for p in own[0].params]


def _only(program: Program, name: str, owner: str) -> bool:
    """Whether all methods of that name in the workspace belong to `owner`, and there is one."""
    owned = [f for f in program.functions_named(name) if f.owner]
    # One at a time: of an everyday name the first is nearly always another's, and there can be hundreds.
    owners = map(program.owner, owned)
    return bool(owned) and all(o == owner or program.is_a(o, owner) or program.is_a(owner, o) for o in owners)


def is_call_of(program: Program, call: Call, seed: Seed) -> bool:
    """Whether a call is one of a producer's API."""
    if seed.api.kind != "method":
        return _same_kind(call, seed) and callee_path(program, call) == seed.path
    if last(call.callee) != last(seed.path):
        return False
    if call.receiver is None and callee_path(program, call) == seed.path:
        return True
    if is_method_of(program, call, parent(seed.path), seed.api.distinctive and _imports(program, call, seed)):
        return True
    target = receiver(program, call)
    return bool(seed.api.makers) and target is not None and _made_by(program, target, seed, frame_of(program, call), 8)


def _same_kind(call: Call, seed: Seed) -> bool:
    wanted = {"macro": ("macro",), "function": ("function", "reference"), "decorator": ("decorator",)}
    return call.kind in wanted[seed.api.kind]


def _imports(program: Program, call: Call, seed: Seed) -> bool:
    return not seed.api.imported or program.imports_package(call.scope, seed.api.imported)


def _made_by(program: Program, value: Value, seed: Seed, frame: Frame, steps: int) -> bool:
    """Whether an object comes out of one of the API's makers, through fields, constants and chained calls."""
    return any(makes(seed.api, i) for i, _ in makers(program, value, frame, steps))


def makes(api: Api, call: Invoke) -> bool:
    """Whether a call is of one of an API's makers: a bare name is any call of it, `Counter.new` one through that type."""
    return any(call.callee == made or call.callee.endswith(f".{made}") for made in api.makers)


def makers(program: Program, value: Value, frame: Frame, steps: int = 8) -> list[tuple[Invoke, Frame]]:
    """The calls an object was made by, innermost first: `meter.u64_counter("n").build()` gives `u64_counter`, then `build`."""
    if steps <= 0:
        return []
    if isinstance(value, Invoke):
        made = value.receiver if value.receiver is not None else _holder(program, value.callee, frame)
        inner = makers(program, made, frame, steps - 1) if made is not None else []
        return [*inner, (value, frame)]
    if isinstance(value, Name):
        full = program.resolve(value.path, frame.scope)
        constant = program.constant(full)
        return makers(program, constant.value, free(None, parent(full)), steps - 1) if constant else []
    if isinstance(value, Member):
        return [m for b in types(program, value.base, frame) for m in _field_makers(program, b, value.name, steps)]
    return []


def _holder(program: Program, callee: str, frame: Frame) -> Value | None:
    """The object of `module.instrument.labels(…)`, which looks like a path."""
    full = parent(program.resolve(callee, frame.scope))
    return Name(full) if full and program.constant(full) is not None else None


def _field_makers(program: Program, owner: str, name: str, steps: int) -> list[tuple[Invoke, Frame]]:
    type_ = program.type(owner)
    if type_ is None:
        return []
    set_to = [(f.value, free(None, parent(owner))) for f in type_.fields if f.name == name and f.value is not None]
    return [m for value, where in set_to or made_with(program, type_, name) for m in makers(program, value, where, steps - 1)]
