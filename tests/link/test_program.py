"""Names through imports, aliases, globs and re-exports."""

import pytest

from checker.link.paths import tight
from checker.model.facts import Type, Variant
from checker.model.value import Text
from tests.link.world import SPAN, constant, file, function, imported, program

NAME = constant("app.types.NAME", Text("x"))


def test_a_name_of_the_module_itself() -> None:
    assert program(file("app.types", constants=(NAME,))).resolve("NAME", "app.types") == "app.types.NAME"


def test_a_name_through_an_import_and_an_alias() -> None:
    there = file("app.types", constants=(NAME,))
    here = file("app.use", imports=(imported("app.use", "N", "app.types.NAME"),))

    assert program(there, here).resolve("N", "app.use.run") == "app.types.NAME"


def test_a_name_through_two_re_exports() -> None:
    files = (
        file("app.types", constants=(NAME,)),
        file("app", imports=(imported("app", "NAME", "types.NAME"),)),
        file("db.contract", imports=(imported("db.contract", "*", "app"),)),
    )

    assert program(*files).resolve("db.contract.NAME", "elsewhere") == "app.types.NAME"


def test_a_member_of_a_re_exported_type() -> None:
    event = Type("app.types.Event", "enum", (), (Variant("Call", "Call", (), SPAN),), (), SPAN)
    files = (file("app.types", types=(event,)), file("app", imports=(imported("app", "*", "types"),)))

    assert program(*files).resolve("app.Event.Call", "x") == "app.types.Event.Call"


def test_a_foreign_name_stays_as_it_is_imported() -> None:
    here = file("app", imports=(imported("app", "cap", "posthog.capture"),))

    assert program(here).resolve("cap", "app.run") == "posthog.capture"


def test_imports_in_a_circle_end() -> None:
    files = (
        file("a", imports=(imported("a", "X", "b.X"), imported("a", "*", "b"))),
        file("b", imports=(imported("b", "X", "a.X"), imported("b", "*", "a"))),
    )

    assert program(*files).resolve("X", "a").endswith(".X")


def test_an_alias_type_means_its_target() -> None:
    target = Type("app.Store", "struct", (), (), (), SPAN)
    alias = Type("app.Db", "alias", (), (), ("Store",), SPAN)

    assert program(file("app", types=(target, alias))).resolve("Db", "app") == "app.Store"


def test_a_method_is_found_in_its_base_class() -> None:
    base = Type("app.Base", "class", (), (), (), SPAN)
    derived = Type("app.Derived", "class", (), (), ("Base",), SPAN)
    track = function("app.Base.track", "name", owner="Base", scope="app")
    made = program(file("app", types=(base, derived), functions=(track,)))

    assert made.methods("app.Derived", "track") == (track,)
    assert made.is_a("app.Derived", "app.Base")
    assert not made.is_a("app.Base", "app.Derived")


@pytest.mark.parametrize(
    ("written", "tight_one"),
    [
        ("db .append", "db.append"),
        ("a :: b ::c", "a::b::c"),
        ("Client( key, ) .send", "Client(key).send"),
        ("x[ 0 ].send", "x[0].send"),
        ("f(a, b).c", "f(a, b).c"),
        ("{ a }.b", "{a}.b"),
        ("plain", "plain"),
    ],
)
def test_a_callee_is_called_the_same_however_it_is_formatted(written: str, tight_one: str) -> None:
    assert tight(written) == tight_one
