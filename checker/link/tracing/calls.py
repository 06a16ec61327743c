"""Calls: sources, what lowers, what passes on, helpers of the workspace, constructors."""

from collections.abc import Iterable, Iterator

from checker.link.classes import lower
from checker.link.frame import Frame, enter
from checker.link.lexicon import PLAIN, bounded, called, lowered, meaning, reads_environment, redacted
from checker.link.naming import of_result
from checker.link.paths import last
from checker.link.tracing.leaves import environment_variable
from checker.link.tracing.parts import traced_part
from checker.link.tracing.words import MAX_CALLS, Found, Tracer, Way, meant, origin, start_of, via
from checker.link.values import callees, types
from checker.model.value import Invoke, Item, Member, Name, Text, Unknown

#: Methods that give the part of that name.
_KEYED = ("get", "pop", "__getitem__")


def traced_call(tracer: Tracer, invoke: Invoke, frame: Frame, way: Way) -> Iterator[Found]:
    """What a call gives: by the lexicon first, then by what it is known to do."""
    if not way.bounded and bounded(tracer.lexicon, last(invoke.callee)):
        way = way._replace(bounded=True)
    key = invoke.args[0].value if invoke.callee in _KEYED and invoke.args else None
    if invoke.receiver is not None and isinstance(key, Text):
        yield from tracer.follow(tracer, Member(invoke.receiver, key.text), frame, way)
        return
    limit, passing = _redacted(tracer, invoke, frame) if tracer.lexicon.redacts else ("", invoke)
    if limit:
        yield from _left(tracer, passing, frame, way, limit)
        return
    known = _by_lexicon(tracer, invoke, invoke.callee, frame, way)
    if known is None and invoke.receiver is None:
        # Only a name that says nothing as it is written is worth looking up.
        full = tracer.program.resolve(invoke.callee, frame.scope)
        known = _by_lexicon(tracer, invoke, full, frame, way) if full != invoke.callee else None
    yield from known if known is not None else _result(tracer, invoke, frame, way)


def _redacted(tracer: Tracer, invoke: Invoke, frame: Frame) -> tuple[str, Invoke]:
    """The class that a redaction function of a producer file leaves at most, called or handed on (`text.map(redact)`), and the call with
    what passes through it; `""` for other calls."""
    program, redacts = tracer.program, tracer.lexicon.redacts
    names = tracer.lexicon.redacting
    if invoke.receiver is not None and invoke.callee in names:
        paths = [f"{type_}.{invoke.callee}" for type_ in types(program, invoke.receiver, frame)]
        invoke = invoke._replace(receiver=None) if invoke.args else invoke
    else:
        named = [a.value.path for a in invoke.args if isinstance(a.value, Name)] + ([invoke.callee] if invoke.receiver is None else [])
        paths = [program.resolve(path, frame.scope) for path in named if last(path) in names]
    return min((redacts[path] for path in paths if path in redacts), default=""), invoke


def _left(tracer: Tracer, invoke: Invoke, frame: Frame, way: Way, limit: str) -> Iterator[Found]:
    """What a call that leaves a class at most lets through."""
    if limit == "S0":
        yield origin("", True, "", way)
    else:
        yield from _through(tracer, invoke, frame, way._replace(limit=lower(way.limit, limit)))


def _by_lexicon(tracer: Tracer, invoke: Invoke, callee: str, frame: Frame, way: Way) -> Iterable[Found] | None:
    """What the lexicon says of a call; `None` where it says nothing."""
    lexicon, method = tracer.lexicon, invoke.receiver is not None
    limit = lowered(lexicon, callee)
    if limit == "S0":
        return _left(tracer, invoke, frame, way, limit)
    kind = called(lexicon, callee, method)
    if kind:
        return (origin(kind, True, f"`{callee}()`", way),)
    if not method and reads_environment(lexicon, callee):
        given = invoke.args[0].value if invoke.args else None
        return (environment_variable(tracer, given.text if isinstance(given, Text) else "", way),)
    if limit:
        return _left(tracer, invoke, frame, way, limit)
    if _transformed(invoke) or lexicon.passes.isdisjoint((last(callee), callee)):
        return None
    return _through(tracer, invoke, frame, way)


def _result(tracer: Tracer, invoke: Invoke, frame: Frame, way: Way) -> Iterator[Found]:
    """What a call of a function of the workspace gives back, or what a constructor is given."""
    program = tracer.program
    full = invoke.callee if invoke.receiver is not None else program.resolve(invoke.callee, frame.scope)
    functions = list(callees(program, invoke, frame, MAX_CALLS))
    said = of_result(program, tracer.lexicon, functions)
    if said.meaning == PLAIN:
        yield origin("", True, "", way)
    elif way.calls > 0 and functions and all(program.returns(f) for f in functions):
        for function in functions:
            inside = enter(function, invoke.args, invoke.receiver, frame)
            stepped = via(way._replace(calls=way.calls - 1), start_of(tracer, function), f"given back by `{last(function.name)}`")
            for value in program.returns(function):
                yield from tracer.follow(tracer, value, inside, stepped)
    elif functions:
        yield meant(said.meaning, f"`{last(full)}()`", way, said.typed)
    elif _transformed(invoke):
        yield from _closure(tracer, invoke, frame, way)
    elif program.type(full) is not None or (last(full)[:1].isupper() and not way.part):
        # A constructor: what it is given is in what it makes, but not in what methods of that give.
        yield from _through(tracer, invoke, frame, way)
    else:
        yield origin(None, True, f"`{last(full)}()`", way)


def _transformed(invoke: Invoke) -> Unknown | None:
    """The closure that a call is given to make something else of each part."""
    return next((a.value for a in invoke.args if isinstance(a.value, Unknown) and a.value.reason in ("closure", "lambda")), None)


def _closure(tracer: Tracer, invoke: Invoke, frame: Frame, way: Way) -> Iterator[Found]:
    """`x.map(|p| p.trim())` gives what `x` is; of `x.map(|r| r.id)` the words of the closure tell what is picked, if anything does."""
    closure = _transformed(invoke)
    names = [w for w in (closure.words[1:] if closure else ()) if w not in tracer.lexicon.passes]
    if not names and invoke.receiver is not None:
        yield from tracer.follow(tracer, invoke.receiver, frame, way)
        return
    plain = any(lowered(tracer.lexicon, w) or redacted(tracer.lexicon, w) for w in names)
    said = PLAIN if plain else meaning(tracer.lexicon, names[-1]) if names else None
    yield meant(said, f"`{names[-1]}`" if names else "", way, typed=False)


def _through(tracer: Tracer, invoke: Invoke, frame: Frame, way: Way) -> Iterator[Found]:
    """What a call is given and called on; nothing is known where it is given nothing."""
    type_ = tracer.program.type(tracer.program.resolve(invoke.callee, frame.scope)) if invoke.receiver is None else None
    order = [f.wire for f in type_.fields] if type_ else []
    if invoke.receiver is not None:
        yield from tracer.follow(tracer, invoke.receiver, frame, way._replace(part=True))
    elif not invoke.args:
        yield origin(None, True, f"`{last(invoke.callee)}()`", way)
    for position, argument in enumerate(invoke.args if invoke.receiver is None else ()):
        name = argument.name or (order[position] if position < len(order) else "")
        if type_ is not None and name and not name.isdigit():
            yield from traced_part(tracer, type_.name, Item(name, argument.value), frame, way)
        else:
            yield from tracer.follow(tracer, argument.value, frame, way)
