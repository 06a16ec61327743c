"""Functions that a framework hands in under a name."""

from pathlib import Path

import pytest

from tests.link.whole import python

APP = """\
from functools import partial

import tel
from web import Provide

DEPENDENCIES = {{{declared}}}


def make_logger():
    return {made}


def handler(id, log_event{default}):
    {body}
    log_event("seen", "s:1")


ROUTES = [handler]
"""


def found(
    root: Path, declared: str = '"log_event": Provide(make_logger)', made: str = "tel.send", default: str = "", body: str = "pass"
) -> list[tuple[int, str, tuple[str, ...]]]:
    """Line, kind and event names of what stands below the factory."""
    seen = python(root, APP.format(declared=declared, made=made, default=default, body=body))
    return [(s.span.line, s.kind, s.event.names) for s in seen]


@pytest.mark.parametrize("made", ["tel.send", "partial(tel.send)", "partial(tel.send, payload=None)"])
@pytest.mark.parametrize("declared", ['"log_event": Provide(make_logger)', '"log_event": make_logger'])
def test_a_parameter_that_a_framework_fills_is_the_function_it_was_declared_as(tmp_path: Path, made: str, declared: str) -> None:
    assert [row for row in found(tmp_path, declared, made) if row[0] > 10] == [(15, "wrapper", ("seen",))]


def test_where_the_function_is_made_nothing_is_written(tmp_path: Path) -> None:
    assert [line for line, _, _ in found(tmp_path)] == [15]


def test_what_a_factory_binds_stands_before_what_is_handed_in(tmp_path: Path) -> None:
    assert (15, "wrapper", ("bound",)) in found(tmp_path, made="partial(tel.send, 'bound')")


@pytest.mark.parametrize(
    "change",
    [
        # Nobody is known to hand in what has a default.
        {"default": "=print"},
        # Declared under another name.
        {"declared": '"log_other": Provide(make_logger)'},
        # Nothing that writes.
        {"made": "print"},
        # A word of all trades.
        {"declared": '"log": Provide(make_logger)'},
    ],
)
def test_a_parameter_of_that_name_alone_is_no_write(tmp_path: Path, change: dict[str, str]) -> None:
    assert [row for row in found(tmp_path, **change) if row[0] == 15] == []


def test_a_handler_is_called_by_its_framework(tmp_path: Path) -> None:
    """So its own name handed on is no write."""
    assert [line for line, _, _ in found(tmp_path) if line == 18] == []


def test_what_a_decorated_function_that_nobody_calls_would_write_is_known_where_it_is_written(tmp_path: Path) -> None:
    text = """\
        import tel


        def sent(func):
            def inner(*args):
                name, data = func(*args)
                tel.send(name, payload=data)

            return inner


        @sent
        def called():
            return "a", {}


        @sent
        def uncalled():
            return "b", {}


        called()
        """
    seen = python(tmp_path, text)

    assert [(s.span.line, s.event.names) for s in seen] == [(7, ("a", "b")), (22, ("a",))]
