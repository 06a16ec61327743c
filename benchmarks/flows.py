"""The texts of chains that `generate.py` makes: a value is handed from function to function, a file each, into a write that all share.

Every other chain starts with a prompt, which helpers give back on the way; the rest start with a number whose name only sounds like one.
"""

from collections.abc import Iterator
from typing import NamedTuple

_CLASS = "telemetry: S0 family=jobs transmission=local_only"

_RUST_NOTES = """//! Texts to the store.

use acme_store::Store;

// CLASS
pub fn write_note(store: &Store, value: &str) {
    let payload = format!("{{\\"note\\": \\"{}\\"}}", value);
    store.append_metric("bench:note", acme_events::JOB_DONE, 1.0, Some(&payload));
}

// CLASS
pub fn record_note(store: &Store, value: &str) {
    write_note(store, value);
}
"""

_PYTHON_NOTES = '''"""Texts to the client."""

from acme_client import capture_usage


# CLASS
def write_note(value):
    capture_usage("job.done", {"note": value})


# CLASS
def record_note(value):
    write_note(value)
'''

#: Where all chains end, by path: a wrapper of a wrapper of the write, which fix the event.
FIXED = {
    "crates/acme-notes/Cargo.toml": '[package]\nname = "acme-notes"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n'
    'acme-events = { path = "../acme-events" }\nacme-store = { path = "../acme-store" }\n',
    "crates/acme-notes/src/lib.rs": _RUST_NOTES.replace("CLASS", _CLASS),
    "python/acme/src/acme_texts/__init__.py": _PYTHON_NOTES.replace("CLASS", _CLASS),
}

#: The calls in those.
FIXED_CALLS: dict[str, dict[str, int]] = {
    "crates/acme-notes/Cargo.toml": {},
    "crates/acme-notes/src/lib.rs": {"append_metric": 1, "write_note": 1},
    "python/acme/src/acme_texts/__init__.py": {"capture_usage": 1, "write_note": 1},
}

_RUST_START = """
pub fn ask_@(store: &Store, prompt: &str) {
    // CLASS
    crate::lane_00::record_lane_@(store, &kept(prompt));
}
"""

_RUST_COUNT = """
pub fn ask_@(store: &Store, prompt_tokens: u64) {
    // CLASS
    crate::lane_00::record_lane_@(store, &prompt_tokens.to_string());
}
"""

_RUST_STEP = """
// CLASS
pub fn record_lane_@(store: &Store, value: &str) {
    NEXT(store, value);
}
"""

_PYTHON_START = """

def ask_@(prompt):
    # CLASS
    lane_00.record_lane_@(kept(prompt))
"""

_PYTHON_COUNT = """

def ask_@(prompt_tokens: int):
    # CLASS
    lane_00.record_lane_@(str(prompt_tokens))
"""

_PYTHON_STEP = """

# CLASS
def record_lane_@(value):
    NEXT(value)
"""


class Module(NamedTuple):
    """A file of a crate or package, with how often it calls each function that leads to the write."""

    name: str
    text: str
    calls: dict[str, int]


def rust(width: int, depth: int) -> Iterator[Module]:
    """The files of a crate with `width` chains of `depth` steps: where they start, what gives back what it is given, and a file a step."""
    head = "//! Where things start.\n\nuse acme_store::Store;\n\nuse crate::kept::kept;\n"
    kept = "//! Gives back what it is given.\n\n" + _functions(
        "pub fn NAME(text: &str) -> String {\n    CALL\n}\n", "text.trim().to_string()"
    )
    yield from _modules(width, depth, head + _starts(width, _RUST_START, _RUST_COUNT), kept)
    for at in range(depth):
        following = f"crate::lane_{at + 1:02}::record_lane_@" if at + 1 < depth else "acme_notes::record_note"
        step = _each(range(width), _RUST_STEP.replace("NEXT", following))
        yield _step(at, depth, width, f"//! Step {at}.\n\nuse acme_store::Store;\n" + step)


def python(package: str, width: int, depth: int) -> Iterator[Module]:
    """The same of a package."""
    head = f'"""Where things start."""\n\nfrom {package} import lane_00\nfrom {package}.kept import kept\n'
    kept = '"""Gives back what it is given."""\n\n' + _functions("\ndef NAME(text):\n    return CALL\n", "text.strip()")
    yield from _modules(width, depth, head + _starts(width, _PYTHON_START, _PYTHON_COUNT), kept)
    for at in range(depth):
        module, following = (f"{package}", f"lane_{at + 1:02}") if at + 1 < depth else ("acme_texts", "record_note")
        called = f"{following}.record_lane_@" if at + 1 < depth else following
        step = _each(range(width), _PYTHON_STEP.replace("NEXT", called))
        yield _step(at, depth, width, f'"""Step {at}."""\n\nfrom {module} import {following}\n' + step)


def _modules(width: int, depth: int, fed: str, kept: str) -> Iterator[Module]:
    yield Module("fed", fed, {f"record_lane_{lane}": 1 for lane in range(width)})
    yield Module("kept", kept, {})


def _step(at: int, depth: int, width: int, text: str) -> Module:
    calls = {f"record_lane_{lane}": 1 for lane in range(width)} if at + 1 < depth else {"record_note": width}
    return Module(f"lane_{at:02}", text, calls)


def _starts(width: int, content: str, count: str) -> str:
    return "".join(_each((lane,), count if lane % 2 else content) for lane in range(width))


def _each(lanes: "range | tuple[int, ...]", text: str) -> str:
    return "".join(text.replace("@", str(lane)) for lane in lanes).replace("CLASS", _CLASS)


def _functions(text: str, innermost: str) -> str:
    """A helper that calls a helper."""
    return text.replace("NAME", "kept").replace("CALL", "given(text)") + "\n" + text.replace("NAME", "given").replace("CALL", innermost)
