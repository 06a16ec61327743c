"""Where telemetry code reaches the network, what has to happen before it does, and where its credentials come from."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple, TypeAlias

from checker.link.chains import Writes
from checker.link.handlers import Handler, carries, handlers, inside
from checker.link.match import callee_path, frame_of
from checker.link.network import names, sending
from checker.link.paths import last
from checker.link.program import Program
from checker.link.reach import Calls, Led, Placed, leads
from checker.link.texts import strings
from checker.link.views import views
from checker.link.ways import Way, guard_words, is_undecided, ways
from checker.model.config import Upload
from checker.model.facts import Call, Function
from checker.model.place import Place
from checker.model.producer import Producer
from checker.model.source import SourceFile, Wanted
from checker.model.upload import Credential, Egress, EgressApi, Leaving, Sending
from checker.model.value import Member, Name, Text, Value
from checker.registry.files import matches

#: Words in the name of a variable that holds a credential.
_SECRETS = ("TOKEN", "SECRET", "PASSWORD", "PASSWD", "API_KEY", "APIKEY", "ACCESS_KEY", "CREDENTIAL", "BEARER", "DSN")


def leaving(program: Program, asked: Sending, files: Iterable[SourceFile], writes: Writes, producers: Sequence[Producer]) -> Leaving:
    """What telemetry code sends away, in the files that the configuration names and wherever events are handled; with which credentials,
    and what its views reach."""
    settings = asked.upload
    code = {file.path: file for file in files if any(matches(glob, file.path) for glob in settings.files)}
    calls = _calls(program, asked, code.values())
    sends = sending(program, asked.apis)
    all_calls = Calls(program)
    acts = _acting(settings.operator_actions)
    first = {(path, call.function): _Out((path, call)) for path, call in reversed(calls) if sends((path, call))}
    known = handlers(program, all_calls, writes, producers) if settings.known() else ()
    outs = (*first.values(), *_beyond(program, all_calls, writes, known, sends, first))
    egress = (_egress(program, out, acts, settings) for out in sorted(outs, key=lambda out: (out.at[0], out.at[1].span.start)))
    by_language = {api.language: api for api in asked.apis}
    credentials = (c for path, call in calls for c in _credentials(program, path, call, by_language[code[path].language], settings))
    shown = views(program, all_calls, asked.apis, asked.views)
    return Leaving(tuple(egress), tuple(dict.fromkeys(credentials)), tuple(shown))


#: Calls by which what is recorded is handed on to what sends it; real exporters have two or three.
_DEEPEST = 4
#: A function by the path of its file and its full name.
_Inside: TypeAlias = tuple[str, str]


class _Out(NamedTuple):
    """A call of telemetry code that reaches the network, by way of the calls `onwards` where it is handed on; `handles`: see `Egress`.
    `called`: the function is, by whoever holds it."""

    at: Placed
    handles: str = ""
    onwards: tuple[Placed, ...] = ()
    called: bool = False


def _beyond(
    program: Program, calls: Calls, writes: Writes, known: Sequence[Handler], sends: Callable[[Placed], bool], named: Container[_Inside]
) -> list[_Out]:
    """The ways out of the functions that handle telemetry; not those of functions that are `named` already, and not those that lead through
    a function which is told by itself."""
    found = dict[_Inside, _Out]()
    for handler in known:
        led = _led(program, calls, writes, handler, sends)
        found |= {_inside(way[0]): _Out(way[0], handler.does, way[1:], handler.called) for way in led.ways[:1]}
    direct = {key for key, out in found.items() if not out.onwards}
    told = ((key, out, {_inside(onward) for onward in out.onwards}) for key, out in found.items() if key not in named)
    return [out for _, out, onwards in told if not any(key in named or key in direct for key in onwards)]


def _led(program: Program, calls: Calls, writes: Writes, handler: Handler, sends: Callable[[Placed], bool]) -> Led:
    """The ways of a handler to the network: of all that it calls, or of what it hands on of what it was given."""
    own = [placed[1].span for placed in calls.of(handler.function) if sends(placed)] if handler.given else []

    def enters(placed: Placed, depth: int) -> bool:
        # What is handed to a write is what the functions behind that answer for.
        return _place(placed) not in writes.hits and (depth > 0 or not handler.given or carries(placed[1], handler.given))

    def reaches(placed: Placed) -> bool:
        # `client.post(url).json(rows)` sends by the call that it is made of.
        call = placed[1]
        mine = own if call.function == handler.function.name else []
        return sends(placed) or any(call.span.start <= at.start and at.end <= call.span.end for at in mine)

    return leads(calls, handler.function, _DEEPEST, reaches, enters)


def _inside(placed: Placed) -> _Inside:
    return placed[0], placed[1].function


def _place(placed: Placed) -> tuple[str, int, int]:
    return placed[0], placed[1].span.start, placed[1].span.end


def _calls(program: Program, asked: Sending, code: Iterable[SourceFile]) -> list[tuple[str, Call]]:
    """The calls in some files that can send, or ask for a credential, by place."""
    known = names(asked.apis) | {last(name) for api in asked.apis for name in api.environment} | {last(name) for name in asked.upload.vault}
    program.search(Wanted(name, home=file.module) for file in code for name in sorted(known))
    paths = {file.path for file in code}
    return sorted((each for each in program.calls.values() if each[0] in paths), key=lambda each: (each[0], each[1].span.start))


def _acting(actions: Sequence[str]) -> Callable[[str], bool]:
    return lambda path: any(fnmatchcase(path, action) for action in actions)


def _egress(program: Program, out: _Out, acts: Callable[[str], bool], settings: Upload) -> Egress:
    path, call = out.at
    function = program.enclosing(call.function, call.span) if call.function else None
    found = ways(program, function, acts) if function else [Way((), "start")]
    found += [Way((), "start")] if out.called else []
    operator = _agreed([way.end for way in found])
    return Egress(
        Place(path, call.span),
        call.written,
        call.function,
        call.context,
        operator,
        _consent(call, found, settings),
        _shown(next((way for way in found if way.end == "start"), None), function),
        out.handles,
        tuple((onward.written, Place(where, onward.span)) for where, onward in out.onwards),
    )


def _agreed(ends: Sequence[str]) -> str:
    """One way that starts by itself is enough; where nothing is known to lead here, nothing is said."""
    if "start" in ends:
        return "no"
    return "yes" if ends and all(end == "operator" for end in ends) else "unknown"


def _consent(call: Call, found: Sequence[Way], settings: Upload) -> str:
    if not settings.opt_in:
        return "unknown"
    own = {word for guard in call.guards for word in guard_words(guard)}
    wanted = {word.lower() for word in settings.opt_in}
    open_ = any(map(is_undecided, call.guards))
    told = [bool(wanted & (own | way.words())) or (None if open_ or way.undecided() else False) for way in found if way.end != "unknown"]
    return "unknown" if not told or (None in told and False not in told) else "yes" if all(told) else "no"


def _shown(way: Way | None, function: Function | None) -> tuple[tuple[str, Place], ...]:
    if way is None or function is None:
        return ()
    return tuple((call.function or "the module", Place(path, call.span)) for path, call in way.calls)


def _credentials(program: Program, path: str, call: Call, api: EgressApi, settings: Upload) -> Iterator[Credential]:
    program.refuel()
    full = callee_path(program, call)
    place = Place(path, call.span)
    if full in api.environment and call.args:
        names = strings(program, call.args[0].value, frame_of(program, call)).texts
        yield from (Credential(place, name, call.written, False, call.context) for name in sorted(names) if _is_secret(name))
    elif full in settings.vault:
        yield Credential(place, _asked(call), call.written, True, call.context)
    for argument in call.args:
        yield from (Credential(place, name, "os.environ", False, call.context) for name in _subscripts(argument.value) if _is_secret(name))


def _asked(call: Call) -> str:
    """What the secret manager is asked for."""
    value = call.args[0].value if call.args else None
    return last(value.path) if isinstance(value, Name) else value.text if isinstance(value, Text) else "a secret"


def _subscripts(value: Value) -> Iterator[str]:
    """The variables that `os.environ["NAME"]` reads inside a value."""
    for part in inside(value):
        if isinstance(part, Member) and isinstance(part.base, Name) and part.base.path == "os.environ":
            yield part.name


def _is_secret(name: str) -> bool:
    return any(word in name.upper() for word in _SECRETS)
