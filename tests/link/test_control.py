"""Which switches stand in front of a write."""

from pathlib import Path

import pytest

from checker.config import load
from checker.model.config import Control, Toggle
from checker.model.errors import Unusable
from tests.link.whole import EMPTY, TEL, subjects

CONTROL = Control("ALL", (Toggle("ALL", ("all_on",)), Toggle("OWN", ("own_on", "OwnSwitch"))))


def asked(root: Path, text: str, path: str = "app.py") -> dict[int, set[str]]:
    """The switches of each callsite by line."""
    files = {path: text} if path.endswith(".py") else {"Cargo.toml": '[package]\nname = "app"\n', path: text}
    found = subjects(root, files, TEL, EMPTY, control=CONTROL).callsites
    return {site.span.line: set(site.switches) for site in found}


def test_all_that_dominates_a_write_is_asked(tmp_path: Path) -> None:
    text = """
        import tel
        def run(x):
            if not all_on():
                return
            if x and own_on():
                tel.send("a")
            else:
                tel.send("b")
            tel.send("c")
        """

    assert asked(tmp_path, text) == {7: {"ALL", "OWN"}, 9: {"ALL"}, 10: {"ALL"}}


def test_a_function_asks_what_the_functions_it_calls_ask(tmp_path: Path) -> None:
    text = """
        pub fn deep() -> bool { std::env::var("OWN").is_ok() }
        pub fn mid() -> bool { deep() }
        pub fn secret() -> bool { resolve(Ids::OwnSwitch).is_some() }
        pub fn run() {
            if mid() { tel::send("a", "s", 1); }
            if secret() { tel::send("b", "s", 1); }
            if other() { tel::send("c", "s", 1); }
        }
        """

    assert asked(tmp_path, text, "src/lib.rs") == {6: {"OWN"}, 7: {"OWN"}, 8: set()}


def test_every_caller_has_to_ask(tmp_path: Path) -> None:
    text = """
        import tel
        def record(name):
            tel.send(name)

        def one():
            if all_on():
                record("a")

        def other():
            if all_on() and own_on():
                record("b")
        """

    assert asked(tmp_path, text) == {4: {"ALL"}, 8: {"ALL"}, 12: {"ALL", "OWN"}}


def test_wrappers_that_call_each_other_end(tmp_path: Path) -> None:
    text = """
        import tel
        def record(name):
            tel.send(name)
            again(name)

        def again(name):
            record(name)

        def run():
            if all_on():
                record("a")
        """

    assert asked(tmp_path, text)[12] == {"ALL"}


def test_functions_that_ask_each_other_end(tmp_path: Path) -> None:
    text = """
        import tel
        def one():
            return other()

        def other():
            return one() and own_on()

        def run():
            if one():
                tel.send("a")
        """

    assert asked(tmp_path, text) == {11: {"OWN"}}


def test_switches_come_from_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "telint.toml").write_text('[control]\nmaster = "ALL"\ntoggles = [{ name = "OWN", readers = ["own_on"] }]\n')

    assert load(str(tmp_path), None, None)[1].control == Control("ALL", (Toggle("ALL"), Toggle("OWN", ("own_on",))))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('master = ""', "master"),
        ("toggle = []", 'unknown key "toggle", did you mean "toggles"?'),
        ('toggles = [{ readers = ["x"] }]', 'the key "name" is missing'),
        ('toggles = [{ name = "X", readers = ["a.b"] }]', "a bare name"),
    ],
)
def test_a_mistake_in_the_switches_is_told(tmp_path: Path, text: str, wrong: str) -> None:
    (tmp_path / "telint.toml").write_text(f"[control]\n{text}\n")

    with pytest.raises(Unusable) as raised:
        load(str(tmp_path), None, None)

    assert wrong in str(raised.value)
