"""From the producers' calls to every write: wrappers, chains, events."""

from checker.link import link
from checker.model.facts import Call, FileFacts, Function
from checker.model.producer import Api, Argument, Producer
from checker.model.registry import Registry
from checker.model.source import SourceFile
from checker.model.subject import Callsite
from checker.model.value import Choice, Join, Name, Number, Option, Parameter, Text, Unknown, Value
from tests.link.world import World, call, constant, file, function, imported

SEND = Producer(
    "app",
    "",
    ("python",),
    (Api("function", ("log.send",), "sink", event=Argument(0, "name"), session=Argument(1, "session")),),
    (),
    "app.yaml",
)
EMPTY = Registry({}, {}, (), (), ())


def sites(*files: FileFacts) -> list[Callsite]:
    """The callsites of a workspace of hand-made facts under the one producer."""
    known = {f.path: SourceFile(f.path, "python", "unit", f.module, "production") for f in files}
    return list(link(World(*files), (SEND,), EMPTY, known)[0].callsites)


def module(name: str, functions: tuple[Function, ...] = (), calls: tuple[Call, ...] = (), **more: object) -> FileFacts:
    return file(name, functions=functions, calls=calls, imports=(imported(name, "log", "log"),), **more)


def names_of(value: Value) -> tuple[str, ...]:
    (site,) = sites(module("app", calls=(call("log.send", value, module="app"),)))
    return site.event.names


def test_a_literal_name_is_known() -> None:
    assert names_of(Text("started")) == ("started",)


def test_all_alternatives_are_known_and_null_is_none() -> None:
    choice = Choice((Option("", Text("a")), Option("", Text("b")), Option("", Number("None"))))

    assert names_of(choice) == ("a", "b")


def test_a_computed_name_is_unresolved_with_its_prefix_and_reason() -> None:
    value = Join((Text("job."), Unknown(("kind",), "loop variable")))
    (site,) = sites(module("app", calls=(call("log.send", value, module="app"),)))

    assert (site.status, site.event.names, site.event.pattern, site.event.reason) == ("unresolved", (), "job.*", "loop variable")


def test_a_constant_behind_an_alias_and_a_re_export_is_followed() -> None:
    imports = (imported("app", "log", "log"), imported("app", "E", "api.NAME"))
    here = file("app", calls=(call("log.send", Name("E"), module="app"),), imports=imports)
    api = file("api", imports=(imported("api", "NAME", "api.names.NAME"),))
    names = file("api.names", constants=(constant("api.names.NAME", Text("x")),))

    assert [s.event.names for s in sites(here, api, names)] == [("x",)]


def test_a_function_that_hands_its_parameter_on_as_event_is_a_wrapper() -> None:
    go = function("app.go", "what")
    inner = call("log.send", Parameter(0, "what"), within=go)
    outer = call("go", Text("a"), module="app", line=90)
    found = sites(module("app", (go,), (inner, outer)))

    assert [(s.kind, s.event.names, s.decides) for s in found] == [("wrapper", ("a",), True), ("sink", ("a",), False)]
    assert [s.name for s in found[0].chain] == ["app.go", "log.send"]
    assert [p.span.line for p in found[1].callers] == [90]


def test_wrappers_are_followed_three_deep_across_modules() -> None:
    first = function("a.first", "n")
    second = function("b.second", "n", "extra")
    third = function("c.third", "n")
    middle = call("first", Parameter(0, "n"), within=second)
    found = sites(
        module("a", (first,), (call("log.send", Parameter(0, "n"), within=first),)),
        file("b", functions=(second,), calls=(middle,), imports=(imported("b", "first", "a.first"),)),
        file("c", functions=(third,), calls=(call("b.second", within=third, n=Parameter(0, "n")),)),
        file("d", calls=(call("t", Text("deep"), module="d"),), imports=(imported("d", "t", "c.third"),)),
    )

    assert [(s.path, s.event.names) for s in found] == [(f"{m}.py", ("deep",)) for m in "abcd"]


def test_a_parameter_that_nobody_hands_in_is_unresolved() -> None:
    go = function("app.go", "what")
    (site,) = sites(module("app", (go,), (call("log.send", Parameter(0, "what"), within=go),)))

    assert site.status == "unresolved"
    assert site.event.reason == "parameter `what` of `go`"


def test_recursion_ends() -> None:
    go = function("app.go", "what")
    again = call("go", Parameter(0, "what"), within=go, line=2)
    outer = call("go", Text("a"), module="app", line=90)
    found = sites(module("app", (go,), (call("log.send", Parameter(0, "what"), within=go), again, outer)))

    assert {s.event.names for s in found if s.decides} == {("a",)}


def test_a_long_function_that_also_writes_is_no_wrapper() -> None:
    work = function("app.rebuild", "target")._replace(lines=40)
    inner = call("log.send", Text("rebuilt"), within=work)
    found = sites(module("app", (work,), (inner, call("rebuild", Text("x"), module="app", line=90))))

    assert [s.kind for s in found] == ["sink"]


def test_a_function_named_for_recording_that_hands_something_on_is_a_wrapper() -> None:
    work = function("app.record_rebuild", "target")._replace(lines=40)
    inner = call("log.send", Text("rebuilt"), Join((Text("build:"), Parameter(0, "target"))), within=work)
    found = sites(module("app", (work,), (inner, call("record_rebuild", Text("x"), module="app", line=90))))

    assert [(s.kind, s.event.names, s.session_prefix) for s in found] == [
        ("wrapper", ("rebuilt",), "build:"),
        ("sink", ("rebuilt",), "build:"),
    ]


def test_the_same_name_from_elsewhere_is_not_a_call_of_it() -> None:
    other = file("app", calls=(call("log.send", Text("a"), module="app"),), imports=(imported("app", "log", "logging_tools"),))

    assert sites(other) == []
