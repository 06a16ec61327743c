"""What reads a variable of the environment: the calls that producers name, and functions of the workspace that hand a name on to them."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from checker.link.match import callee_path
from checker.link.paths import last
from checker.link.program import Program
from checker.model.facts import Call, Function, Mention
from checker.model.producer import EnvApi
from checker.model.value import Name, Parameter, Record, Text, Value

_CALLED = ("function", "macro", "method")


class Reader(NamedTuple):
    """A call that reads a variable: its full path, and where the name (or the key that stands for it) is given. `record`: a secret
    manager, with the bare name of the type that lists its keys; `gives`: methods of what it gives that give the value."""

    kind: str
    path: str
    position: int
    keyword: str
    record: str = ""
    gives: tuple[str, ...] = ()


def readers(apis: tuple[EnvApi, ...]) -> list[Reader]:
    """The calls among the ways to read a variable."""
    return [Reader(a.kind, name, a.position, a.keyword, a.record, a.gives) for a in apis if a.kind in _CALLED for name in a.names]


def is_call(program: Program, call: Call, reader: Reader) -> bool:
    """Whether a call is one of a reader's; a method counts where its package is imported."""
    if last(call.callee) != last(reader.path) and call.kind != "function":
        return False
    if reader.kind == "method":
        return call.kind == "method" and program.imports_package(call.scope, reader.path.partition(".")[0])
    same = call.kind == "macro" if reader.kind == "macro" else call.kind in ("function", "decorator")
    return same and callee_path(program, call) == reader.path


def stands(mention: Mention, reader: Reader) -> bool:
    """Whether a mention stands where a reader takes its name."""
    return mention.keyword == reader.keyword if mention.keyword else mention.position == reader.position >= 0


def given(call: Call, reader: Reader) -> Value | None:
    """What a call gives a reader for a name."""
    named = next((a.value for a in call.args if a.name and a.name == reader.keyword), None)
    plain = [a.value for a in call.args if not a.name]
    return named if named is not None else plain[reader.position] if 0 <= reader.position < len(plain) else None


def is_read(program: Program, mention: Mention, apis: tuple[EnvApi, ...], known: list[Reader]) -> bool:
    """Whether a mention alone tells that the variable is read there."""
    if mention.how == "attribute":
        return any(a.kind == "attribute" and last(mention.holder) in a.names and a.keyword == mention.keyword for a in apis)
    if mention.how == "subscript":
        return any(a.kind == "subscript" and program.resolve(mention.holder, mention.scope) in a.names for a in apis)
    call = mention.call
    return call is not None and any(not r.record and stands(mention, r) and is_call(program, call, r) for r in known)


def key_of(mention: Mention, apis: tuple[EnvApi, ...]) -> str:
    """The key that stands for the variable in a record of a secret manager, by its bare name; `""` where the mention is in none."""
    items = _items(mention)
    for api in apis:
        if api.record and last(_holder(mention)) == api.record and mention.keyword == api.field and api.key in items:
            return key_name(items[api.key])
    return ""


def key_name(value: Value | None) -> str:
    """The bare name of a key: of an enum's variant, or a text."""
    return last(value.path) if isinstance(value, Name) else value.text if isinstance(value, Text) else ""


def _holder(mention: Mention) -> str:
    return mention.call.callee if mention.call is not None else mention.holder


def _items(mention: Mention) -> dict[str, Value]:
    if mention.call is not None:
        return {a.name: a.value for a in mention.call.args if a.name}
    return {i.name: i.value for i in mention.record.items} if isinstance(mention.record, Record) else {}


def helpers(program: Program, mention: Mention) -> Iterator[tuple[Function, int]]:
    """The functions of the workspace that a mention is given to, each with the position of the parameter that takes it."""
    call = mention.call
    if call is None or call.kind not in ("function", "decorator"):
        return
    for function in program.functions(callee_path(program, call)):
        names = [p.name for p in function.params]
        position = names.index(mention.keyword) if mention.keyword in names else mention.position
        if 0 <= position < len(names):
            yield function, position


def handing_on(program: Program, known: list[Reader], modules: Collection[str]) -> list[Reader]:
    """The functions of some modules that give one of their parameters to a reader as the name."""
    found = []
    for path, call in program.calls.values():
        function = program.enclosing(call.function, call.span) if program.files[path].module in modules and call.function else None
        for reader in known if function is not None and not function.owner else ():
            value = given(call, reader)
            if function is not None and isinstance(value, Parameter) and value.position >= 0 and is_call(program, call, reader):
                found.append(Reader("function", function.name, value.position, value.name))
    return list(dict.fromkeys(found))
