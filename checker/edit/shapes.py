"""Telemetry by its shape: functions that are handed names, one after another, as constants, enum members or objects of a class family.

This only proposes. Whether a proposal bears out is seen when it is linked.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.edit.vocabulary import names_events, sounds
from checker.model.facts import Call, FileFacts, Function
from checker.model.place import Place
from checker.model.producer import Api, Argument
from checker.model.value import Choice, Invoke, Join, Name, Parameter, Record, Text, Value

#: Parameters by what they are called. The event is found by what stands there; its list only breaks ties.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "event": ("event", "event_name", "event_type", "metric", "metric_type", "metric_name", "name", "action", "key", "kind"),
    "payload": ("properties", "props", "payload", "metadata", "metadata_json", "attributes", "attrs", "data", "event_data", "fields"),
    "session": ("session_id", "session", "distinct_id", "user_id", "anonymous_id", "client_id"),
    "value": ("value", "count", "amount", "metric_value", "duration", "duration_ms", "delta"),
}  # fmt: skip
#: What an event name looks like: no sentence, no path, no pattern.
_LOOKS = re.compile(r"[A-Za-z$][A-Za-z0-9_.:/$-]*( [A-Za-z0-9_:/$-]+){0,3}")
_LONGEST = 100
#: Share of what stands at one place that has to be names.
_SHARE = 0.5
#: Functions of one name that are looked at; the name of more is an everyday word.
_SAME = 4

_Called = list[tuple[FileFacts, Call]]


class Handed(NamedTuple):
    """One call in production code, with what it is handed as the event: names as constants, and classes of event objects."""

    place: Place
    names: tuple[str, ...]
    classes: tuple[str, ...]


class Proposal(NamedTuple):
    """A function that looks like an API. `calls` are those of functions of its name, which need not all be its own; `place` is where it is
    defined, or first called where it is foreign; `function` its full name, `""` where it is foreign; `inside`: the functions that hand a
    parameter of their own on to it as the name."""

    api: Api
    function: str
    language: str
    place: Place
    calls: tuple[Handed, ...]
    inside: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        return sorted({name for call in self.calls for name in call.names})

    @property
    def classes(self) -> list[str]:
        return sorted({name for call in self.calls for name in call.classes})


def proposals(facts: Iterable[FileFacts], is_ours: Callable[[str], bool]) -> list[Proposal]:
    """What looks like a telemetry API in `facts`, by path. `is_ours`: whether a top-level package is of this workspace."""
    read = tuple(facts)
    calls = _calls(read)
    own = _functions(read)
    found = [_own(file, function, calls.get(name, [])) for name, same in own.items() if len(same) <= _SAME for file, function in same]
    found += [_foreign(path, called) for path, called in _imported(calls, own, is_ours).items()]
    return sorted(p for p in found if p is not None and sounds(p.api.names[0]))


def _calls(facts: Iterable[FileFacts]) -> dict[str, _Called]:
    found: dict[str, _Called] = defaultdict(list)
    for file in facts:
        for call in file.calls:
            if call.context == "production" and call.kind in ("function", "method", "macro"):
                found[_last(call.callee)].append((file, call))
    return found


def _functions(facts: Iterable[FileFacts]) -> dict[str, list[tuple[FileFacts, Function]]]:
    found: dict[str, list[tuple[FileFacts, Function]]] = defaultdict(list)
    for file in facts:
        for function in file.functions:
            if function.context == "production" and function.returns is not None:
                found[_last(function.name)].append((file, function))
    return found


def _own(file: FileFacts, function: Function, calls: _Called) -> Proposal | None:
    owner = function.owner if "." in function.owner else f"{file.module}.{function.owner}".strip(".")
    path = f"{owner}.{_last(function.name)}" if function.owner else function.name
    params = tuple(param.name for param in function.params)
    place = Place(file.path, function.span)
    # A wrapper calls what it wraps, and is no caller of itself.
    others = [(f, c) for f, c in calls if c.function != function.name and c.kind != "macro"]
    found = _proposal(path, "method" if function.owner else "function", params, place, others)
    return found._replace(function=function.name) if found else None


def _imported(calls: Mapping[str, _Called], own: Mapping[str, object], is_ours: Callable[[str], bool]) -> dict[str, _Called]:
    """Calls of functions and macros that come from elsewhere, by the path they are imported under."""
    found: dict[str, _Called] = defaultdict(list)
    for name, called in calls.items():
        for file, call in called:
            path = _path(file, call) if call.receiver is None else ""
            # A macro of the workspace is no function of it, whatever that is called.
            if path and (call.kind == "macro" or (name not in own and not is_ours(path.partition(".")[0]))):
                found[path].append((file, call))
    return found


def _path(file: FileFacts, call: Call) -> str:
    """The path that a callee means by the imports of its file; `""` where none brings it in."""
    first, dot, rest = call.callee.partition(".")
    targets = [i.target for i in file.imports if i.alias == first and f"{call.scope}.".startswith(f"{i.scope}.".lstrip("."))]
    if targets:
        return targets[-1] + dot + rest
    return call.callee if call.kind == "macro" and dot else ""


def _foreign(path: str, calls: _Called) -> Proposal | None:
    file, call = calls[0]
    return _proposal(path, "macro" if call.kind == "macro" else "function", (), Place(file.path, call.span), calls)


def _proposal(path: str, kind: str, params: tuple[str, ...], place: Place, calls: _Called) -> Proposal | None:
    """What the calls of one function come to; `None` where no argument of it holds names."""
    given = [_given(call, params) for _, call in calls]
    where = _event_place(given, params)
    if where is None:
        return None
    values = [(file, call, there[where]) for (file, call), there in zip(calls, given, strict=True) if where in there]
    handed = sorted(Handed(Place(file.path, call.span), tuple(_names(value)), tuple(_classes(value))) for file, call, value in values)
    inside = sorted({call.function for _, call, value in values if isinstance(value, Parameter) and call.function})
    return Proposal(_api(path, kind, where, params), "", calls[0][0].language, place, tuple(handed), tuple(inside))


def _given(call: Call, params: tuple[str, ...]) -> dict[int | str, Value]:
    """The arguments of a call by position; by keyword where the position of that is not known."""
    found: dict[int | str, Value] = {}
    for number, argument in enumerate(a for a in call.args if not a.name):
        found[number] = argument.value
    for argument in call.args:
        if argument.name.strip("*"):
            found[params.index(argument.name) if argument.name in params else argument.name] = argument.value
    return found


def _event_place(given: list[dict[int | str, Value]], params: tuple[str, ...]) -> int | str | None:
    """Where the names stand: the place with the most of them, one that is called so before others."""
    best: tuple[bool, int] | None = None
    found: int | str | None = None
    for where in sorted({place for there in given for place in there}, key=str):
        values = [there[where] for there in given if where in there]
        different = {name for value in values for name in (*_names(value), *_classes(value))}
        stated = sum(any(True for _ in (*_names(value), *_classes(value))) for value in values)
        passed_on = sum(isinstance(value, Parameter) for value in values)
        word = _word(where, params)
        if not different or stated < _SHARE * (len(values) - passed_on) or not names_events(word, len(different)):
            continue
        score = (word in _CALLED["event"], len(different))
        if best is None or score > best:
            best, found = score, where
    return found


def _names(value: Value) -> Iterator[str]:
    """The event names that a value states: constants, enum members, the known beginning of what is put together."""
    match value:
        case Text(text) if len(text) <= _LONGEST and _LOOKS.fullmatch(text):
            yield text
        case Name(path) if _is_constant(path):
            yield path
        case Invoke(_, (), receiver) if receiver is not None:  # `Event::Started.as_str()`
            yield from _names(receiver)
        case Join((Text(text), *_)) if " " not in text and _LOOKS.fullmatch(text.rstrip(".:_/-")):
            yield f"{text}*"
        case Choice(options, _):
            for option in options:
                yield from _names(option.value)


def _classes(value: Value) -> Iterator[str]:
    """The class, or the variant, of an event object."""
    match value:
        case Invoke(callee, _, None) if _is_class(callee):
            yield callee
        case Record(type_, _, _) if _is_class(type_):
            yield type_
        case Choice(options, _):
            for option in options:
                yield from _classes(option.value)


def _is_constant(path: str) -> bool:
    """`UPPER_CASE`, or a member of something in capitals: `Event.Started`, `Event.STARTED`."""
    above, _, name = path.rpartition(".")
    return (name.isupper() and len(name) > 1) or (_last(above)[:1].isupper() and name[:1].isupper())


def _is_class(path: str) -> bool:
    name = _last(path)
    return name[:1].isupper() and not name.isupper()


def _word(where: int | str, params: tuple[str, ...]) -> str:
    """What the parameter at a place is called; `""` where that is not known."""
    if isinstance(where, str):
        return where
    return params[where] if where < len(params) else ""


def _api(path: str, kind: str, where: int | str, params: tuple[str, ...]) -> Api:
    places = {
        role: next((p for p in params if p in _CALLED[role] and p != _word(where, params)), "") for role in ("session", "payload", "value")
    }
    others = {role: _argument(params.index(name), params) for role, name in places.items() if name}
    role = "sink" if _last(path).startswith(("append", "insert", "write", "store")) else "recorder" if kind == "method" else "facade"
    found = Api(kind, (path,), role, event=_argument(where, params))
    return found._replace(session=others.get("session"), payload=others.get("payload"), value=others.get("value"))


def _argument(where: int | str, params: tuple[str, ...]) -> Argument:
    return Argument(keyword=where) if isinstance(where, str) else Argument(where, _word(where, params))


def attribute(facts: Iterable[FileFacts], classes: Iterable[str]) -> str:
    """The class attribute that names the events of a family of classes: the one that most of them set to a text of its own."""
    wanted = {_last(name) for name in classes}
    found: dict[str, set[str]] = defaultdict(set)
    for file in facts:
        for constant in file.constants:
            owner, _, name = constant.name.rpartition(".")
            if _last(owner) in wanted and isinstance(constant.value, Text) and _LOOKS.fullmatch(constant.value.text):
                found[name].add(constant.value.text)
        for type_ in file.types:
            for field in type_.fields if _last(type_.name) in wanted else ():
                if isinstance(field.value, Text) and _LOOKS.fullmatch(field.value.text):
                    found[field.name].add(field.value.text)
    likely = Counter({name: len(texts) for name, texts in found.items() if len(texts) > 1})
    return max(sorted(likely), key=lambda name: (likely[name], name in _CALLED["event"]), default="")


def _last(path: str) -> str:
    return path.rpartition(".")[2]
