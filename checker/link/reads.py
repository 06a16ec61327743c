"""Where production code reads variables of the environment: at once, through its own functions, by keys, constants and settings."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.link.match import frame_of
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.questions import helper_answers, of_helper, own_question, question
from checker.link.readers import Reader, given, handing_on, helpers, is_call, is_read, key_name, key_of, readers
from checker.link.texts import strings
from checker.model.check import Check
from checker.model.facts import Call, Mention, Type
from checker.model.place import Place
from checker.model.producer import EnvApi
from checker.model.source import Wanted
from checker.model.subject import Reading
from checker.model.value import Argument, Invoke, Item, Parameter, Record, Text

#: Helpers of helpers: more rounds than code has them.
_ROUNDS = 3

#: A mention with its file.
_Said = tuple[str, Mention]


class Found(NamedTuple):
    """The places that read each variable, those that name it in a way of which nothing can be told, and what the reads ask of it where
    that is known in full."""

    reads: dict[str, set[Place]]
    mentions: dict[str, set[Place]]
    readings: dict[str, list[Reading]]


def wanted(apis: Iterable[EnvApi]) -> list[Wanted]:
    """What has to be looked for beside the variables' names: classes of settings name none."""
    return [Wanted(bare) for bare in sorted({last(name) for api in apis if api.kind == "settings" for name in api.names})]


def find(program: Program, apis: tuple[EnvApi, ...], asked: Callable[[str], bool]) -> Found:
    """Where production code reads the variables whose name is `asked` for."""
    found = Found({}, {}, {})
    known = readers(apis)
    named = [(path, m) for path, m in program.mentions.values() if m.context == "production" and m.how != "assigned" and asked(m.text)]
    left = _told(found, named, lambda m: is_read(program, m, apis, known), lambda m: own_question(m, known))
    left = _by_functions(program, found, left, known)
    left = _by_keys(program, found, left, apis, known)
    _by_names(program, found, left, known)
    _by_settings(program, found, apis, asked)
    return found


def _add(to: dict[str, set[Place]], name: str, place: Place) -> None:
    to.setdefault(name, set()).add(place)


def _ask(found: Found, name: str, place: Place, function: str, check: Check | None) -> None:
    if check is not None:
        found.readings.setdefault(name, []).append(Reading(place, function, check))


def _told(
    found: Found, said: Iterable[_Said], reads: Callable[[Mention], bool], question: Callable[[Mention], Check | None]
) -> list[_Said]:
    """What is left of the mentions once those that read are taken out and kept, with what they ask."""
    left = []
    for path, mention in said:
        if reads(mention):
            place = Place(path, mention.call.span if mention.call else mention.span)
            _add(found.reads, mention.text, place)
            _ask(found, mention.text, place, mention.function, question(mention))
        else:
            left.append((path, mention))
    return left


def _by_functions(program: Program, found: Found, left: list[_Said], known: list[Reader]) -> list[_Said]:
    """Reads by functions of the workspace: `env_flag("APP_TELEMETRY")`. Each becomes a reader itself, also for those that call it."""
    for _ in range(_ROUNDS):
        modules = {program.files[path].module for _, m in left for f, _ in helpers(program, m) if (path := program.path_of.get(f.name))}
        program.search(Wanted(last(r.path), within=module) for r in known for module in sorted(modules))
        fresh = [r for r in handing_on(program, known, modules) if r not in known]
        if not fresh:
            break
        known += fresh
    asking = helper_answers(program, known) if left else {}
    return _told(
        found,
        left,
        lambda m: any((f.name, at) == (r.path, r.position) for f, at in helpers(program, m) for r in known),
        lambda m: next((of_helper(asking[f.name], m.call) for f, _ in helpers(program, m) if f.name in asking), None),
    )


def _by_keys(program: Program, found: Found, left: list[_Said], apis: tuple[EnvApi, ...], known: list[Reader]) -> list[_Said]:
    """Reads by a secret manager, which is given the key that a record lists beside the variable's name."""
    keys = {key: m.text for _, m in left if (key := key_of(m, apis))}
    if not keys:
        return left
    managers = [r for r in known if r.record]
    program.search(Wanted(last(r.path), beside=frozenset(keys)) for r in managers)
    for path, call in tuple(program.calls.values()):
        key = next((key_name(given(call, r)) for r in managers if is_call(program, call, r)), "")
        if key in keys and call.context == "production":
            _add(found.reads, keys[key], Place(path, call.span))
            _ask(found, keys[key], Place(path, call.span), call.function, question(call, managers))
    _by_other_hands(program, found, {k: n for k, n in keys.items() if n not in found.reads}, {path for path, m in left if key_of(m, apis)})
    return [(path, m) for path, m in left if not key_of(m, apis)]


def _by_other_hands(program: Program, found: Found, keys: Mapping[str, str], lists: Collection[str]) -> None:
    """Keys that are handed to something else than the manager, of which nothing can be told. `lists` are the files that list them."""
    program.search(map(Wanted, keys))
    for path, call in tuple(program.calls.values()):
        key = last(call.callee)
        if call.kind == "reference" and key in keys and path not in lists and call.context == "production":
            _add(found.mentions, keys[key], Place(path, call.span))


def _by_names(program: Program, found: Found, left: list[_Said], known: list[Reader]) -> None:
    """Reads of a name that was put into a constant, a list or a local first. Of what is left then, nothing can be told.

    A field of a record is not followed: what reads it stands anywhere. Where a read is known, no further ones are looked for.
    """
    left = [(path, m) for path, m in left if m.text not in found.reads]
    followed = [m for _, m in left if m.how != "field"]
    texts = {m.text for m in followed}
    if followed:
        beside = frozenset(last(m.holder) if m.how == "constant" else m.text for m in followed)
        program.search(Wanted(last(r.path), beside=beside) for r in known if not r.record)
    for path, call in tuple(program.calls.values()):
        for text in _texts(program, call, known) & texts if texts and call.context == "production" else ():
            _add(found.reads, text, Place(path, call.span))
    for path, mention in left:
        if mention.text not in found.reads:
            _add(found.mentions, mention.text, Place(path, mention.span))


def _texts(program: Program, call: Call, known: list[Reader]) -> frozenset[str]:
    """The names that a call of a reader can be given."""
    for reader in known:
        value = given(call, reader) if not reader.record else None
        if value is not None and not isinstance(value, Parameter) and is_call(program, call, reader):
            program.refuel()
            return strings(program, value, frame_of(program, call)).texts
    return frozenset()


def _by_settings(program: Program, found: Found, apis: tuple[EnvApi, ...], asked: Callable[[str], bool]) -> None:
    """Reads by classes whose fields are filled from variables: by the prefix that the class states and the field's name."""
    bases = sorted({name for api in apis if api.kind == "settings" for name in api.names})
    for type_ in (t for base in bases for t in program.subclasses(base)):
        prefix = _prefix(program, type_)
        for field in type_.fields:
            name = f"{prefix}{field.name}".upper()
            if field.type and asked(name):
                _add(found.reads, name, Place(program.path_of[type_.name], field.span))


def _prefix(program: Program, type_: Type) -> str:
    """What `model_config` or the inner class `Config` says all variables of a settings class start with."""
    stated = next((f.value for f in type_.fields if f.name == "model_config"), None)
    program.look(parent(type_.name), "env_prefix")
    inner = program.constant(f"{type_.name}.Config.env_prefix")
    items: Iterator[Argument | Item] = iter(())
    if isinstance(stated, Invoke):
        items = iter(stated.args)
    elif isinstance(stated, Record):
        items = iter(stated.items)
    value = next((i.value for i in items if i.name == "env_prefix"), inner.value if inner else None)
    return value.text if isinstance(value, Text) else ""
