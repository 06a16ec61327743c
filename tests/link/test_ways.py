"""The ways that lead to a function, and what telemetry code sends on them."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from checker.discover import discover
from checker.extract import extracting
from checker.link.chains import Writes
from checker.link.egress import leaving
from checker.link.program import Program
from checker.model.config import Upload
from checker.model.upload import EgressApi, Leaving, MethodsOf, Sending

APIS = (
    EgressApi("python", ("wire.post", "wire.Client"), (MethodsOf("wire.Client", ("push",)),), ("os.getenv",)),
    EgressApi("rust", ("wire.post",), (MethodsOf("wire.Client", ("push",)),), ("std.env.var",)),
)
SETTINGS = Upload(files=("spool.py",), operator_actions=("cli.upload",), opt_in=("consent",), vault=("vault.secret",))


def sent(root: Path, files: Mapping[str, str], settings: Upload = SETTINGS) -> Leaving:
    for path, text in files.items():
        (root / path).write_text(dedent(text), "utf-8")
    workspace = discover(str(root), (), (), 1 << 20)
    with extracting(lambda: workspace, 1) as begun:
        facts = begun()[1]
        return leaving(Program(facts), Sending(APIS, settings), workspace.files, Writes({}, {}, {}, {}, ()), ())


def verdict(root: Path, cli: str, spool: str = "import wire\n\ndef send():\n    wire.post('u')\n") -> tuple[str, str]:
    (egress,) = sent(root, {"spool.py": spool, "cli.py": cli}).egress
    return egress.operator, egress.consent


@pytest.mark.parametrize(
    ("cli", "found"),
    [
        ("import spool\n\ndef upload(consent):\n    if consent:\n        spool.send()\n", ("yes", "yes")),
        ("import spool\n\ndef upload(consent):\n    spool.send()\n", ("yes", "no")),
        ("import spool\n\ndef upload(consent):\n    if not consent:\n        return\n    spool.send()\n", ("yes", "yes")),
        ("import spool\n\ndef upload(consent):\n    to = 1 if consent else 0\n    if to:\n        spool.send()\n", ("yes", "unknown")),
        ("import spool\n\ndef tick(consent):\n    if consent:\n        spool.send()\n\ntick(1)\n", ("no", "yes")),
        ("import spool\n\ndef main():\n    spool.send()\n", ("no", "no")),
        ("import spool\n\ndef helper():\n    spool.send()\n", ("unknown", "unknown")),
        ("def upload(consent):\n    pass\n", ("unknown", "unknown")),
    ],
)
def test_who_leads_to_the_network(tmp_path: Path, cli: str, found: tuple[str, str]) -> None:
    assert verdict(tmp_path, cli) == found


def test_what_decides_a_value_that_is_asked_for_counts(tmp_path: Path) -> None:
    cli = """\
    import spool

    def upload(consent, other):
        match consent:
            case "yes":
                url = other
            case _:
                url = None
        if url:
            spool.send()
    """

    assert verdict(tmp_path, dedent(cli)) == ("yes", "yes")
    # What is chosen says nothing of why.
    assert verdict(tmp_path, dedent(cli.replace("match consent", "match other").replace("= other", "= consent"))) == ("yes", "no")


def test_functions_that_call_each_other_have_an_end(tmp_path: Path) -> None:
    cli = "import spool\n\ndef a():\n    b()\n    spool.send()\n\ndef b():\n    a()\n"

    assert verdict(tmp_path, cli) == ("unknown", "unknown")


def test_more_ways_than_are_looked_at_leave_it_open(tmp_path: Path) -> None:
    many = "".join(f"\ndef upload_{n}(consent):\n    if consent:\n        spool.send()\n" for n in range(100))
    settings = SETTINGS._replace(operator_actions=("cli.upload_*",))

    files = {"spool.py": "import wire\n\ndef send():\n    wire.post('u')\n", "cli.py": f"import spool\n{many}"}
    (egress,) = sent(tmp_path, files, settings).egress
    assert (egress.operator, egress.consent) == ("unknown", "yes")


def test_a_client_that_is_handed_in_counts(tmp_path: Path) -> None:
    spool = "from wire import Client\n\ndef send(client: Client):\n    client.push('u')\n"

    cli = "from spool import send\n\ndef upload(consent):\n    if consent:\n        send(None)\n"
    assert verdict(tmp_path, cli, spool) == ("yes", "yes")


def test_a_method_of_the_same_name_on_something_else_does_not(tmp_path: Path) -> None:
    assert sent(tmp_path, {"spool.py": "import wire\n\ndef send(stack: list):\n    stack.push('u')\n"}).egress == ()


def test_a_commonplace_name_on_something_unknown_leads_nowhere(tmp_path: Path) -> None:
    spool = "import wire\n\nclass Spool:\n    def send(self):\n        wire.post('u')\n"
    other = "from spool import Spool\n\ndef tick(thing):\n    thing.send()\n\ntick(1)\n"

    assert verdict(tmp_path, other, spool) == ("unknown", "unknown")
    assert verdict(tmp_path, other.replace("(thing)", "(thing: Spool)"), spool) == ("no", "no")


def test_each_function_is_told_once(tmp_path: Path) -> None:
    text = "import wire\n\ndef send():\n    wire.post('a')\n    wire.post('b')\n\ndef other():\n    wire.post('c')\n"

    assert [e.place.span.line for e in sent(tmp_path, {"spool.py": text}).egress] == [4, 8]


def test_credentials_and_where_they_come_from(tmp_path: Path) -> None:
    text = """\
    import os, vault, wire

    KEY = 'API_KEY'

    def send():
        vault.secret('T')
        os.getenv(KEY)
        wire.post(os.environ['MY_TOKEN'])
    """

    found = sent(tmp_path, {"spool.py": text}).credentials
    assert [(c.name, c.vaulted) for c in found] == [("T", True), ("API_KEY", False), ("MY_TOKEN", False)]
