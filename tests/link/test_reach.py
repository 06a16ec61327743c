"""What functions lead to, and where looking ends."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from checker.discover import discover
from checker.extract import extracting
from checker.link.program import Program
from checker.link.reach import Calls, Led, leads


def led(root: Path, files: Mapping[str, str], start: str = "app.start", wanted: str = "wire") -> tuple[Led, list[list[str]]]:
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")
    workspace = discover(str(root), (), (), 1 << 20)
    with extracting(lambda: workspace, 1) as begun:
        program = Program(begun()[1])
        program.look("app", "start")
        function = program.function(program.resolve(start, ""))
        assert function is not None
        found = leads(Calls(program), function, 12, lambda placed: placed[1].callee == wanted, lambda *_: True)
    return found, [[call.written for _, call in way] for way in found.ways]


def test_the_shortest_way_comes_first(tmp_path: Path) -> None:
    app = "import far\n\ndef start():\n    near()\n    far.off()\n\ndef near():\n    wire()\n"

    found, ways = led(tmp_path, {"app.py": app, "far.py": "def off():\n    further()\n\ndef further():\n    wire()\n"})
    assert ways == [["near", "wire"], ["far.off", "further", "wire"]]
    assert found.whole


def test_what_is_handed_on_is_led_to(tmp_path: Path) -> None:
    assert led(tmp_path, {"app.py": "def start(pool):\n    pool.submit(job)\n\ndef job():\n    wire()\n"})[1] == [["job", "wire"]]


def test_a_test_is_not_entered(tmp_path: Path) -> None:
    app = "from test_app import helper\n\ndef start():\n    helper()\n"

    assert led(tmp_path, {"app.py": app, "test_app.py": "def helper():\n    wire()\n"})[1] == []


def test_functions_that_call_each_other_have_an_end(tmp_path: Path) -> None:
    found, ways = led(tmp_path, {"app.py": "def start():\n    other()\n\ndef other():\n    start()\n"})

    assert (found.whole, ways) == (True, [])


def test_more_than_is_looked_at_is_said(tmp_path: Path) -> None:
    deep = "def start():\n    f0()\n" + "".join(f"\ndef f{n}():\n    f{n + 1}()\n" for n in range(40)) + "\ndef f40():\n    wire()\n"
    assert led(tmp_path, {"app.py": deep})[0] == Led((), whole=False)

    wide = "def start():\n" + "".join(f"    f{n}()\n" for n in range(400)) + "".join(f"\ndef f{n}():\n    pass\n" for n in range(400))
    assert not led(tmp_path, {"app.py": wide})[0].whole


def test_a_method_without_a_body_leads_to_those_that_implement_it(tmp_path: Path) -> None:
    app = "from base import Out\n\ndef start(out: Out):\n    out.send()\n"
    base = """\
    from abc import ABC, abstractmethod

    class Out(ABC):
        @abstractmethod
        def send(self): ...

        def close(self): ...
    """
    mine = "from base import Out\n\nclass Mine(Out):\n    def send(self):\n        wire()\n\n    close = send\n"

    assert led(tmp_path, {"app.py": app, "base.py": dedent(base), "mine.py": mine})[1] == [["out.send", "wire"]]
    assert led(tmp_path, {"app.py": app.replace("send", "close")})[1] == []
