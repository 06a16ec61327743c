"""The texts that `generate.py` puts together: a small telemetry API with wrappers three deep, code that uses it, and code that does not."""

EVENTS = ("job.started", "job.done", "job.failed")

_CLASS = "telemetry: S0 family=jobs transmission=local_only"
_WORDS = ("queue", "shard", "ledger", "page", "cursor", "token", "bucket", "window", "record", "branch", "segment", "packet", "signal")

#: How often one writer function calls each name.
RUST_WRITER_CALLS = {"emit_event": 2, "emit": 1, "append_metric": 1, "tell_timing": 1}
PYTHON_WRITER_CALLS = {"capture_usage": 1, "capture_event": 1, "tell_usage": 1}

_CARGO = '[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2021"\n'

_TAXONOMY = """version: 1
families:
  - family: jobs
    description: What jobs do, in coarse counters.
    owner: [acme-store]
    sensitivity: S0
    transmission: local_only
    session: "bench:{run_id}"
    events:
      - {metric_type: job.started, status: shipped}
      - {metric_type: job.done, status: shipped}
      - {metric_type: job.failed, status: shipped}
"""

_PRODUCER = """description: The telemetry API of the generated workspace.
languages: [rust, python]
apis:
  - {kind: macro, names: [acme_telemetry.emit_event], role: facade, event: {position: 0}, payload: {position: 1}}
  - kind: method
    names: [acme_store.Store.append_metric]
    role: sink
    session: {position: 0}
    event: {position: 1}
    value: {position: 2}
    payload: {position: 3}
  - {kind: function, names: [acme_client.capture_usage], role: facade, event: {position: 0}, payload: {position: 1}}
  - {kind: method, names: [acme_client.Client.capture_event], role: recorder, event: {position: 0}, payload: {position: 1}}
"""

#: Files that every workspace has, by path.
FIXED = {
    "telint.toml": 'producers = []\nproducer-files = ["producers/acme.yaml"]\n\n[[registry]]\nformat = "taxonomy"\n'
    'paths = ["contracts/taxonomy.yaml"]\n',
    "producers/acme.yaml": _PRODUCER,
    "contracts/taxonomy.yaml": _TAXONOMY,
    "crates/acme-events/Cargo.toml": _CARGO.format(name="acme-events"),
    "crates/acme-events/src/lib.rs": "//! Names of events.\n\n"
    + "".join(f'pub const {e.upper().replace(".", "_")}: &str = "{e}";\n' for e in EVENTS),
    "crates/acme-core/Cargo.toml": _CARGO.format(name="acme-core"),
    "crates/acme-core/src/lib.rs": "//! What every crate needs.\n\npub mod names;\n\npub use names::*;\n",
    "crates/acme-core/src/names.rs": "//! Names, handed on.\n\npub use acme_events::{JOB_DONE, JOB_FAILED, JOB_STARTED};\n",
    "crates/acme-telemetry/Cargo.toml": _CARGO.format(name="acme-telemetry"),
    "crates/acme-telemetry/src/lib.rs": """//! The front of telemetry.

#[macro_export]
macro_rules! emit_event {
    ($name:expr, $payload:expr) => {
        $crate::hand_over($name, $payload)
    };
}

pub fn hand_over(_name: &str, _payload: &str) {}
""",
    "crates/acme-store/Cargo.toml": _CARGO.format(name="acme-store"),
    "crates/acme-store/src/lib.rs": f"""//! Where metrics end up.

pub struct Store;

impl Store {{
    pub fn append_metric(&self, _session: &str, _name: &str, _value: f64, _payload: Option<&str>) {{}}

    // {_CLASS}
    pub fn record_timing(&self, name: &str, value: f64) {{
        self.append_metric("bench:timing", name, value, None);
    }}
}}
""",
    "crates/acme-tools/Cargo.toml": _CARGO.format(name="acme-tools"),
    "crates/acme-tools/src/lib.rs": f"""//! Shorter ways to the store.

pub mod short;

use acme_store::Store;

// {_CLASS}
pub fn note_timing(store: &Store, name: &str, value: f64) {{
    store.record_timing(name, value);
}}
""",
    "crates/acme-tools/src/short.rs": f"""//! The shortest way.

use acme_store::Store;

// {_CLASS}
pub fn tell_timing(store: &Store, name: &str, value: f64) {{
    crate::note_timing(store, name, value);
}}
""",
    "python/acme/pyproject.toml": '[project]\nname = "acme"\nversion = "0.1.0"\n',
    "python/acme/src/acme_client/__init__.py": '''"""The client."""


def capture_usage(name, payload):
    """Hands an event over."""


class Client:
    """One connection."""

    def capture_event(self, name, payload):
        """Hands an event over."""
''',
    "python/acme/src/acme_base/__init__.py": '"""What every package needs."""\n\n'
    "from acme_base.names import JOB_DONE, JOB_FAILED, JOB_STARTED, Kind\n"
    "from acme_base.short import tell_usage\n",
    "python/acme/src/acme_base/names.py": '"""Names of events."""\n\nfrom enum import Enum\n\n'
    + "".join(f'{e.upper().replace(".", "_")} = "{e}"\n' for e in EVENTS)
    + '\n\nclass Kind(Enum):\n    """Names as an enum."""\n\n    DONE = "job.done"\n',
    "python/acme/src/acme_base/short.py": f'''"""Shorter ways to the client."""

from acme_client import capture_usage


# {_CLASS}
def note_usage(name, payload):
    capture_usage(name, payload)


# {_CLASS}
def tell_usage(name):
    note_usage(name, {{}})
''',
}

#: The calls in those: the wrappers' own.
FIXED_CALLS = {
    "crates/acme-store/src/lib.rs": {"append_metric": 1},
    "crates/acme-tools/src/lib.rs": {"record_timing": 1},
    "crates/acme-tools/src/short.rs": {"note_timing": 1},
    "python/acme/src/acme_base/short.py": {"capture_usage": 1, "note_usage": 1},
}


def cargo_workspace() -> str:
    """The manifest of the whole workspace."""
    return '[workspace]\nresolver = "2"\nmembers = ["crates/*"]\n'


def cargo_package(name: str) -> str:
    """The manifest of a crate that uses all of the API."""
    needs = "".join(f'acme-{part} = {{ path = "../acme-{part}" }}\n' for part in ("core", "events", "store", "telemetry", "tools"))
    return _CARGO.format(name=name) + "\n[dependencies]\n" + needs


def rust_root(name: str, modules: list[str]) -> str:
    """A crate's `lib.rs`."""
    return f"//! The crate {name}.\n\n" + "".join(f"pub mod {module};\n" for module in modules)


def rust_measured(name: str, writers: int) -> str:
    """The one file of a crate that writes telemetry; a comment and a string in it only look as if they did."""
    head = f"""//! What {name} measures.
// A line such as emit_event!(JOB_DONE, run) in a comment writes nothing.

use acme_core::JOB_STARTED;
use acme_store::Store;
use acme_telemetry::emit_event;
use acme_telemetry::emit_event as emit;
use acme_tools::short::tell_timing;

pub const EXAMPLE: &str = "emit_event!(JOB_DONE, run); store.append_metric(a, b, c, d);";
"""
    return head + "".join(_RUST_WRITER.replace("@", str(writer)).replace("CLASS", _CLASS) for writer in range(writers))


_RUST_WRITER = """
pub fn work_@(store: &Store, run: &str, value: f64) -> f64 {
    // CLASS
    emit_event!(JOB_STARTED, run);
    let doubled = value * 2.0;
    if doubled > 10.0 {
        // CLASS
        acme_telemetry::emit_event!(acme_core::names::JOB_DONE, run);
    }
    // CLASS
    emit!("job.failed", run);
    // CLASS
    store.append_metric("bench:@", acme_events::JOB_STARTED, doubled, None);
    // CLASS
    tell_timing(store, acme_core::JOB_FAILED, doubled);
    doubled
}
"""


def rust_noise(seed: int, telemetry: bool) -> str:
    """About seven kilobytes of Rust without telemetry, or with one write."""
    words = [_WORDS[(seed + step * 5) % len(_WORDS)] for step in range(20)]
    head = f"//! Keeps the {words[0]} of part {seed}.\n\nuse std::collections::HashMap;\n"
    call = "acme_telemetry::emit_event!(acme_core::JOB_DONE, run);"
    write = f"\npub fn tell(run: &str) {{\n    // {_CLASS}\n    {call}\n}}\n" if telemetry else ""
    return head + write + "".join(_rust_function(word, words[step - 1], step) for step, word in enumerate(words))


def _rust_function(word: str, other: str, step: int) -> str:
    return f"""
/// The {word} of a {other}, counted from {step}.
#[derive(Debug, Clone)]
pub struct {word.capitalize()}{step} {{
    pub {word}_id: u64,
    pub {other}_name: String,
}}

pub fn {word}_{step}(items: &HashMap<String, u64>, limit: u64) -> Option<u64> {{
    let found = items.get(&format!("{word}:{{}}", limit))?;
    match *found {{
        0 => None,
        n if n > limit => Some(n - limit),
        n => Some(n * {step}),
    }}
}}
"""


def python_measured(writers: int) -> str:
    """The one module of a package that writes telemetry; a comment and a string in it only look as if they did."""
    head = '''"""What this package measures."""
# A line such as capture_usage(JOB_DONE, {}) in a comment writes nothing.

from acme_base import JOB_FAILED, Kind, tell_usage
from acme_base.names import JOB_STARTED
from acme_client import Client, capture_usage

EXAMPLE = "capture_usage(JOB_DONE, {}); client.capture_event(a, b)"
'''
    return head + "".join(_PYTHON_WRITER.replace("@", str(writer)).replace("CLASS", _CLASS) for writer in range(writers))


_PYTHON_WRITER = '''

def work_@(client: Client, run: str, value: float) -> float:
    """Does piece @."""
    # CLASS
    capture_usage(JOB_STARTED, {"run": run})
    doubled = value * 2.0
    if doubled > 10.0:
        # CLASS
        client.capture_event(Kind.DONE.value, {"value": doubled})
    # CLASS
    tell_usage(JOB_FAILED)
    return doubled
'''


def python_noise(seed: int, telemetry: bool) -> str:
    """About seven kilobytes of Python without telemetry, or with one write."""
    words = [_WORDS[(seed + step * 7) % len(_WORDS)] for step in range(20)]
    head = f'"""Keeps the {words[0]} of part {seed}."""\n\nimport acme_base\nimport acme_client\n'
    write = f'\n\ndef tell(run):\n    # {_CLASS}\n    acme_client.capture_usage(acme_base.JOB_DONE, {{"run": run}})\n' if telemetry else ""
    return head + write + "".join(_python_function(word, words[step - 1], step) for step, word in enumerate(words))


def _python_function(word: str, other: str, step: int) -> str:
    return f'''

class {word.capitalize()}{step}:
    """The {word} of a {other}, counted from {step}."""

    def __init__(self, {word}_id: int, {other}_name: str) -> None:
        self.{word}_id = {word}_id
        self.{other}_name = {other}_name

    def find(self, items: dict[str, int], limit: int) -> int | None:
        found = items.get(f"{word}:{{limit}}")
        if not found:
            return None
        return found - limit if found > limit else found * {step}
'''
