"""Small workspaces of real sources, read by the real languages and linked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from checker.discover import discover
from checker.extract import extracting
from checker.extract.crew import Facts
from checker.link import link
from checker.link.lexicon import Lexicon
from checker.model.config import Control
from checker.model.producer import Api, Argument, EnvApi, Producer, TableApi
from checker.model.registry import Registry
from checker.model.source import SourceFile
from checker.model.subject import Callsite, Subjects

EMPTY = Registry({}, {}, (), (), ())
#: A sink with everything a call can have, a client whose method writes, an object with its name at construction, and a table.
TEL = Producer(
    "tel",
    "",
    ("python", "rust"),
    (
        Api("function", ("tel.send",), "sink", Argument(0, "name"), Argument(1, "session"), Argument(2, "payload")),
        Api("method", ("tel.Client.record",), "recorder", Argument(0, "name"), Argument(1, "session"), Argument(2, "payload")),
        Api("method", ("tel.Client.emit",), "recorder", Argument(0, "event"), attribute="name"),
        Api("method", ("tel.Counter.add",), "sink", Argument(0, "name", "receiver"), imported="tel", makers=("create_counter", "counter")),
        Api("method", ("tel.Client.dict_record",), "recorder", Argument(0, "message", field="event"), distinctive=True),
        Api("decorator", ("tel.traced",), "facade", Argument(0, "name")),
        Api("function", ("tel.ping",), "sink", fixed="pinged"),
        Api("function", ("tel.flush",), "sink"),
        Api("macro", ("tel.event",), "facade", Argument(0)),
    ),
    (TableApi("tel_rows", "name", "session", "payload"),),
    "tel.yaml",
    environment=(EnvApi("function", ("os.getenv", "std.env.var"), 0),),
)
#: What switches it.
TOGGLES = ("APP_ON",)
#: An enum whose sinks decide the name by the variant.
DISPATCH = Producer(
    "rec",
    "",
    ("python", "rust"),
    (
        Api("macro", ("rec.record",), "facade", Argument(0), dispatch="rec.Recorder.record"),
        Api("method", ("rec.Recorder.record",), "recorder", Argument(0, "event"), dispatch="rec.Recorder.record"),
        Api("function", ("rec.append",), "sink", Argument(0), Argument(1), Argument(2)),
    ),
    (),
    "rec.yaml",
)


@contextmanager
def opened(root: Path, files: Mapping[str, str], jobs: int = 1) -> Iterator[tuple[Facts, dict[str, SourceFile]]]:
    """The facts and source files of a workspace of these files."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), "utf-8")
    workspace = discover(str(root), (), (), 1 << 20)
    with extracting(lambda: workspace, jobs) as begun:
        yield begun()[1], {f.path: f for f in workspace.files}


def subjects(
    root: Path,
    files: Mapping[str, str],
    producer: Producer = TEL,
    registry: Registry = EMPTY,
    prose: bool = True,
    lexicon: Lexicon | None = None,
    control: Control | None = None,
    types: bool = False,
) -> Subjects:
    """What linking finds in a workspace of these files."""
    with opened(root, files) as (facts, sources):
        return link(facts, (producer,), registry, sources, prose, lexicon, control, types, TOGGLES)[1]()


def sites(root: Path, files: Mapping[str, str], producer: Producer = TEL, registry: Registry = EMPTY) -> list[Callsite]:
    """The callsites of a workspace of these files, by place."""
    return list(subjects(root, files, producer, registry).callsites)


def python(root: Path, text: str, producer: Producer = TEL) -> list[Callsite]:
    """The callsites of one Python module."""
    return sites(root, {"app.py": text}, producer)


def rust(root: Path, text: str, producer: Producer = TEL) -> list[Callsite]:
    """The callsites of one Rust crate of one file."""
    return sites(root, {"Cargo.toml": '[package]\nname = "app"\n', "src/lib.rs": text}, producer)


def said(found: list[Callsite]) -> list[tuple[int, str, tuple[str, ...]]]:
    """Line, kind and event names of callsites."""
    return [(s.span.line, s.kind, s.event.names) for s in found]
