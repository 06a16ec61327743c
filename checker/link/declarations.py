"""What a workspace's own producer files name and the workspace does not have."""

from collections.abc import Iterable, Iterator
from typing import Any

from checker.contracts.nearest import nearest
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.link.seeds import paths
from checker.model.judged import subject
from checker.model.producer import Declared, Producer
from checker.model.source import Wanted
from checker.model.subject import Dangling


def dangling(program: Program, producers: Iterable[Producer]) -> tuple[Dangling, ...]:
    """The names of caps, redaction functions and installs in modules of the workspace under which nothing is found, by place."""
    asked = [d for producer in producers for d in producer.declared if program.is_ours(d.name)]
    missing = [d for d in asked if not any(_is_there(program, path) for path in paths(program, d.name))]
    # A macro is known by its calls alone.
    program.search(Wanted(last(d.name)) for d in missing)
    called = {last(call.callee) for _, call in program.calls.values() if call.kind == "macro"} if missing else set[str]()
    nowhere = (d for d in missing if last(d.name) not in called)
    return tuple(sorted(Dangling(d.place, d.kind, d.name, _nearest(program, d)) for d in nowhere))


def _is_there(program: Program, path: str) -> bool:
    if program.type(path) is not None or program.functions(path):
        return True
    return program.type(parent(path)) is not None and bool(program.methods(parent(path), last(path)))


def _nearest(program: Program, declared: Declared) -> str:
    """What was meant: the same name elsewhere in its crate or package, else the most similar one beside it."""
    name, home = last(declared.name), declared.name.partition(".")[0]
    elsewhere = [key for f in program.functions_named(name) if (key := program.key(f)).partition(".")[0] == home]
    if len(elsewhere) == 1:
        return elsewhere[0]
    near = nearest(name, tuple(_beside(program, program.resolve(parent(declared.name), ""), name)))
    return f"{parent(declared.name)}.{near}" if near else ""


def _beside(program: Program, holder: str, name: str) -> Iterator[str]:
    """The bare names of what stands in a module or type and starts like a name."""
    program.look(parent(holder) if program.type(holder) is not None else holder, f"{name[:1]}*")
    return map(last, program.defined_in(holder))


def as_data(found: Dangling) -> dict[str, Any]:
    """One such name, as rules see it."""
    return subject(
        *found.place,
        kind=found.kind,
        name=found.name,
        nearest=found.nearest,
    )
