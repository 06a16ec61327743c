"""Match patterns against what a value is known to be."""

from checker.link.frame import Frame
from checker.link.paths import last, parent
from checker.link.program import Program
from checker.model.value import LITERALS, Invoke, Name, Record, Text, Value


def kind(program: Program, head: Value, frame: Frame) -> str:
    """The variant, class or text a head is; `""` for a function that could not be followed, and everything else."""
    match head:
        case Text(content):
            return content
        case Name(path) | Invoke(path, _, None):
            return path if _constructs(program, path) else ""
        case Record(type_, _, _) if type_ not in LITERALS:
            return program.resolve(type_, frame.scope)
        case _:
            return ""


def _constructs(program: Program, path: str) -> bool:
    """A type, or a variant of one; foreign ones are known by their capital letter."""
    owner = program.type(parent(path))
    return program.type(path) is not None or (owner is not None and owner.kind == "enum") or last(path)[:1].isupper()


def covers(program: Program, pattern: str, subject: frozenset[str], frame: Frame) -> bool:
    """Whether a pattern (alternatives joined by `|`) can match one of the variants; by full path, else by enum and variant name."""
    wanted = [program.resolve(p, frame.scope) for p in pattern.split("|")]
    return any(v == w or _same_ending(v, w) for v in subject for w in wanted)


def excludes(program: Program, pattern: str, subject: frozenset[str], frame: Frame) -> bool:
    """Whether a pattern cannot match: each variant is another one of the pattern's own enum. `Ok(x)` says nothing of a store."""
    wanted = [program.resolve(p, frame.scope) for p in pattern.split("|")]
    return bool(subject) and all(v != w and not _same_ending(v, w) and last(parent(v)) == last(parent(w)) for v in subject for w in wanted)


def _same_ending(variant: str, pattern: str) -> bool:
    ending = ".".join(pattern.split(".")[-2:])
    return "." in ending and (variant == ending or variant.endswith(f".{ending}"))
