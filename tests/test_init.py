"""`telint init`: what it finds in a workspace that nobody has described, what it drafts, and that it never overwrites."""

import tomllib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from checker.cli.init import create
from checker.config import load
from checker.contracts import read, validate
from checker.edit.vocabulary import certain, names_events, sounds
from checker.edit.words import remark, scalar
from checker.model.errors import Unusable
from tests.gate import CLEAN, Work, clean_at

ROOT = Path(__file__).parent.parent

CARGO = '[package]\nname = "{}"\nversion = "1.0.0"\n'
OWN_FRONT = """\
import json

def track(event, properties=None, session_id=None):
    with open("spool", "a") as spool:
        spool.write(json.dumps([event, properties]))

def track_signup(plan):
    track("signup", {"plan": plan})
"""
CALLERS = """\
from shop import telemetry
from shop.telemetry import track

ORDER_PAID = "order.paid"

def pay(order):
    track(ORDER_PAID, {"total": order.total})

def place(order, kind):
    track("order.placed")
    telemetry.track_signup("free")
    telemetry.track(f"cart.{kind}")
"""


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Work:
    (tmp_path / "shop").mkdir()
    monkeypatch.chdir(tmp_path / "shop")
    return Work(tmp_path / "shop", capsys)


def shop(work: Work) -> Work:
    work.write("pyproject.toml", '[project]\nname = "shop"\n')
    work.write("shop/__init__.py", "")
    work.write("shop/telemetry.py", OWN_FRONT)
    work.write("shop/orders.py", CALLERS)
    return work


def drafted(work: Work, path: str) -> dict[str, list[dict[str, object]]]:
    """A drafted file, which has to be what its schema asks for."""
    document = read(str(work.root), path)
    schema = "producer.v1" if "producer" in path else "taxonomy.v1.schema.json"
    assert validate(document, schema) == ()
    data: dict[str, list[dict[str, object]]] = document.data
    return data


def test_a_front_of_the_workspace_is_found_by_what_it_is_handed(work: Work) -> None:
    done = shop(work).run("init")

    assert done.code == 0, done.err
    (api,) = drafted(work, "telemetry/producer.yaml")["apis"]
    assert (api["names"], api["event"], api["role"]) == (["shop.telemetry.track"], {"position": 0, "keyword": "event"}, "facade")
    assert (api["payload"], api["session"]) == ({"position": 1, "keyword": "properties"}, {"position": 2, "keyword": "session_id"})


def test_what_the_drafted_front_writes_is_the_taxonomy(work: Work) -> None:
    shop(work).run("init")

    order, shop_family = drafted(work, "telemetry/taxonomy.v1.yaml")["families"]
    assert (order["family"], order["owner"]) == ("order", ["shop"])
    assert order["events"] == [{"metric_type": "order.paid", "status": "shipped"}, {"metric_type": "order.placed", "status": "shipped"}]
    assert shop_family["events"] == [{"metric_type": "signup", "status": "shipped"}]
    text = (work.root / "telemetry/taxonomy.v1.yaml").read_text("utf-8")
    assert "# written at shop/orders.py:7\n      - metric_type: order.paid" in text
    assert "# written at shop/orders.py:11\n      - metric_type: signup" in text
    assert "#   shop/orders.py:12 telemetry.track: cart.*" in text


def test_a_check_runs_at_once_and_finds_all_names_registered(work: Work) -> None:
    shop(work).run("init")

    done = work.check()

    assert done.code == 1, done.err
    rules = {rule for rule, _, _ in done.found}
    assert "unclassified-write" in rules and not rules & {"unregistered-event", "dead-event", "malformed-contract"}


def test_a_second_run_changes_nothing(work: Work) -> None:
    shop(work).run("init")
    before = {path: path.read_bytes() for path in sorted(work.root.rglob("*")) if path.is_file()}

    done = work.run("init")

    assert (done.code, done.out) == (0, "")
    assert done.err == "telint: telint.toml is there already; nothing to do\n"
    assert {path: path.read_bytes() for path in sorted(work.root.rglob("*")) if path.is_file()} == before


def test_what_is_configured_is_left_alone(work: Work) -> None:
    shop(work).write("pyproject.toml", '[project]\nname = "shop"\n[tool.telint]\nexclude = ["x"]\n')

    assert work.run("init").err == "telint: pyproject.toml is there already; nothing to do\n"
    assert not (work.root / "telint.toml").exists()


def test_a_diff_shows_everything_and_writes_nothing(work: Work) -> None:
    done = shop(work).run("init", "--diff")

    assert done.code == 0
    assert [line for line in done.out.splitlines() if line.startswith("+++ ")] == [
        "+++ telemetry/producer.yaml", "+++ telemetry/taxonomy.v1.yaml", "+++ telint.toml",
    ]  # fmt: skip
    assert '+producer-files = ["telemetry/producer.yaml"]' in done.out
    assert not (work.root / "telemetry").exists() and not (work.root / "telint.toml").exists()


def test_files_of_these_names_are_not_touched(work: Work) -> None:
    shop(work).write("telemetry/producer.yaml", "mine")
    work.write("telemetry/taxonomy.v1.yaml", "mine")

    assert work.run("init").out.startswith("wrote telemetry/producer-2.yaml\nwrote telemetry/taxonomy-2.v1.yaml\nwrote telint.toml\n")
    assert (work.root / "telemetry/producer.yaml").read_text("utf-8") == "mine"
    assert work.check().code == 1


def test_a_file_that_appears_meanwhile_is_not_overwritten(work: Work) -> None:
    work.write("telint.toml", "mine")

    with pytest.raises(Unusable, match="cannot be made: File exists"):
        create(str(work.root), "telint.toml", "ours")
    assert (work.root / "telint.toml").read_text("utf-8") == "mine"


def test_nothing_is_written_out_of_the_workspace(work: Work, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (shop(work).root / "telemetry").symlink_to(tmp_path / "elsewhere")

    done = work.run("init")

    assert (done.code, done.err) == (2, "telint: error: telemetry/producer.yaml: would be outside of the workspace\n")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_where_contracts_are_kept_the_drafts_go_there(work: Work) -> None:
    shop(work).write("contracts/readme.md", "")

    work.run("init")

    assert (work.root / "contracts/telemetry/taxonomy.v1.yaml").exists() and (work.root / "contracts/telemetry/producer.yaml").exists()


def test_an_api_that_ships_needs_no_producer_file(work: Work) -> None:
    work.write("app.py", 'import posthog\n\nposthog.capture("started", distinct_id="x")\nposthog.capture("ended", distinct_id="x")\n')

    done = work.run("init")

    assert "found 2 writes in production code, by 1 shipped API and 0 of your own" in done.out
    assert not (work.root / "telemetry/producer.yaml").exists()
    assert 'producers = ["posthog"]' in (work.root / "telint.toml").read_text("utf-8")
    assert work.check().code == 1


def test_a_family_of_classes_is_named_by_its_attribute(work: Work) -> None:
    work.write("app/__init__.py", "")
    work.write(
        "app/telemetry.py",
        "class Event:\n    name = ''\n\nclass Started(Event):\n    name = 'app_started'\n\nclass Ended(Event):\n    name = 'app_ended'\n\n"
        "def send_event(event):\n    spool.put(event)\n",
    )
    calls = "send_event(Started())\nsend_event(Ended())\n"
    work.write("app/run.py", f"from app.telemetry import Ended, Started, send_event\n\n{calls}")

    work.run("init")

    (api,) = drafted(work, "telemetry/producer.yaml")["apis"]
    assert (api["names"], api["attribute"]) == (["app.telemetry.send_event"], "name")
    (family,) = drafted(work, "telemetry/taxonomy.v1.yaml")["families"]
    assert [event["metric_type"] for event in family["events"]] == ["app_ended", "app_started"]  # type: ignore[attr-defined]


RUST_STORE = """\
pub struct Store;
pub enum Metric { Started, Ended }
impl Metric {
    pub fn as_str(&self) -> &'static str { match self { Metric::Started => "job_started", Metric::Ended => "job_ended" } }
}
impl Store {
    pub fn append_metric(&self, session_id: &str, metric_type: &str, value: Option<f64>) -> usize {
        let line = format!("{session_id} {metric_type} {value:?}");
        std::fs::write("spool", &line).ok();
        line.len()
    }
}
"""
RUST_CALLS = """\
use jobs::{Metric, Store};
const PAUSED: &str = "job_paused";
pub fn run(store: &Store) {
    store.append_metric("job:1", PAUSED, None);
    store.append_metric("job:1", Metric::Started.as_str(), None);
    store.append_metric("job:1", Metric::Ended.as_str(), Some(1.0));
}
#[cfg(test)]
mod tests {
    #[test]
    fn t() { super::Store.append_metric("job:2", "only_in_a_test", None); }
}
"""


def test_an_append_function_is_found_by_constants_and_enum_members(work: Work) -> None:
    work.write("Cargo.toml", '[workspace]\nmembers = ["jobs", "app"]\n')
    for name, text in (("jobs", RUST_STORE), ("app", RUST_CALLS)):
        work.write(f"{name}/Cargo.toml", CARGO.format(name))
        work.write(f"{name}/src/lib.rs", text)

    done = work.run("init")

    (api,) = drafted(work, "telemetry/producer.yaml")["apis"]
    assert (api["kind"], api["names"], api["role"]) == ("method", ["jobs.Store.append_metric"], "sink")
    assert (api["event"], api["session"]) == ({"position": 1, "keyword": "metric_type"}, {"position": 0, "keyword": "session_id"})
    (family,) = drafted(work, "telemetry/taxonomy.v1.yaml")["families"]
    assert [event["metric_type"] for event in family["events"]] == ["job_ended", "job_paused", "job_started"]  # type: ignore[attr-defined]
    assert family["owner"] == ["app"]
    assert "found 3 writes in production code" in done.out


def test_a_macro_of_the_workspace_is_a_front_also_where_its_event_is_an_object(work: Work) -> None:
    work.write("Cargo.toml", '[workspace]\nmembers = ["telemetry", "app"]\n')
    front = "#[macro_export]\nmacro_rules! record_event { ($e:expr) => { $crate::hand($e) }; }\n"
    events = "pub enum Event { Started(u64), Ended(u64) }\n" + front
    body = "    record_event!(Event::Started(1));\n    record_event!(Event::Ended(2));\n"
    calls = "use telemetry::{record_event, Event};\npub fn run() {\n" + body + "}\n"
    for name, text in (("telemetry", events), ("app", calls)):
        work.write(f"{name}/Cargo.toml", CARGO.format(name))
        work.write(f"{name}/src/lib.rs", text)
    work.write("app/src/other.rs", 'pub fn record_event(kind: &str) { print(kind) }\npub fn f() { record_event("a"); }\n')

    assert work.run("init").code == 0

    (api,) = drafted(work, "telemetry/producer.yaml")["apis"]
    assert (api["kind"], api["names"]) == ("macro", ["telemetry.record_event"])
    assert "2 calls in production code, 2 names: Event.Ended, Event.Started" in (work.root / "telemetry/producer.yaml").read_text("utf-8")


def test_one_name_makes_no_shape_but_a_doubt_where_the_words_are_plain(work: Work) -> None:
    work.write("telemetry.py", "def send_event(event):\n    out.put(event)\n")
    work.write("app.py", "from telemetry import send_event\n\nsend_event('only_one')\nsend_event('only_one')\n")

    done = work.run("init")

    assert "1 function in doubt" in done.out
    assert "2 calls in production code, 1 name: only_one" in (work.root / "telemetry/producer.yaml").read_text("utf-8")


def test_a_table_for_telemetry_is_found_by_its_statements(work: Work) -> None:
    insert = "INSERT INTO usage_events (event_type, session_id, payload, at) VALUES (?, ?, ?, ?)"
    work.write("store.py", f'def add(db, kind, session, body):\n    db.execute("{insert}", (kind, session, body, 0))\n')

    work.run("init")

    assert drafted(work, "telemetry/producer.yaml")["tables"] == [
        {"name": "usage_events", "event": "event_type", "session": "session_id", "payload": "payload"}
    ]


def test_what_only_might_be_telemetry_stands_in_a_comment_that_can_be_taken_in(work: Work) -> None:
    work.write("bus.py", "def emit_event(event, target):\n    for listener in target:\n        listener(event)\n")
    work.write("ui.py", "import bus\n\ndef click(t):\n    bus.emit_event('clicked', t)\n    bus.emit_event('hovered', t)\n")

    done = work.run("init")

    assert "1 function in doubt" in done.out
    text = (work.root / "telemetry/producer.yaml").read_text("utf-8")
    assert "apis" not in drafted(work, "telemetry/producer.yaml")
    opened = text.partition("# In doubt")[2].partition("\n")[2].replace("\n#", "\n").removeprefix("#")
    work.write("telemetry/producer.yaml", text.partition("\n# In doubt")[0] + "\napis:\n" + opened)
    (api,) = drafted(work, "telemetry/producer.yaml")["apis"]
    assert api["names"] == ["bus.emit_event"]


def test_what_calls_hand_on_is_the_wrapper_and_not_the_front(work: Work) -> None:
    work.write("telemetry.py", "def record_event(event):\n    write_metric(event)\n\ndef write_metric(metric):\n    out.put(metric)\n")
    calls = "record_event('a_b')\nrecord_event('b_c')\nwrite_metric('c_d')\nwrite_metric('d_e')\n"
    work.write("app.py", f"from telemetry import record_event, write_metric\n\n{calls}")

    work.run("init")

    assert [api["names"] for api in drafted(work, "telemetry/producer.yaml")["apis"]] == [["telemetry.write_metric"]]
    (family,) = drafted(work, "telemetry/taxonomy.v1.yaml")["families"]
    assert len(family["events"]) == 4  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "source",
    [
        "def get_metric(name):\n    return name\n\nget_metric('a')\nget_metric('b')\n",  # reads
        "def track_lines(path, color):\n    pass\n\ntrack_lines(1, 'red')\ntrack_lines(2, 'green')\n",  # another kind of argument
        "def reload(event):\n    pass\n\nreload('one')\nreload('two')\n",
        "def log_event(event):\n    pass\n\nlog_event('Could not open the file, sadly.')\nlog_event('So what shall we do now?')\n",
        "def record_event(event):\n    pass\n\ndef a(x, y):\n    record_event(x.y)\n    record_event(y())\n    record_event('one')\n",
        "x = 1\n",
    ],
)
def test_where_there_is_no_telemetry_nothing_is_written(source: str, work: Work) -> None:
    work.write("telemetry.py", source)

    done = work.run("init")

    assert done.code == 2 and "no telemetry was found" in done.err
    assert [path.name for path in work.root.iterdir()] == ["telemetry.py"]


def test_a_workspace_without_sources_is_an_error(work: Work) -> None:
    assert work.run("init").err == "telint: error: nothing to draft from: no Rust or Python file\n"


def test_names_that_want_out_of_their_place_stay_in_it(work: Work) -> None:
    evil = "a\\\": x\\n- b: c # \\u202e [\\t]"
    calls = f'track("{evil}")\ntrack("fine")\ntrack("also # fine")\ntrack("true")\n'
    work.write("telemetry.py", f"def track(event):\n    out.put(event)\n\n{calls}")

    assert work.run("init").code == 0

    (family,) = drafted(work, "telemetry/taxonomy.v1.yaml")["families"]
    assert [event["metric_type"] for event in family["events"]] == ["also # fine", "fine", "true"]  # type: ignore[attr-defined]
    assert "\u202e" not in (work.root / "telemetry/producer.yaml").read_text("utf-8")
    assert work.check().code == 1


def test_what_is_registered_already_is_not_drafted_again(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    clean = clean_at(work.root, capsys)
    clean.write("contracts/telemetry/taxonomy.v1.yaml", CLEAN["telemetry/taxonomy.yaml"])
    (clean.root / "telint.toml").unlink()
    clean.write("app_log.py", "def send(event):\n    out.put(event)\n\ndef track_event(event):\n    send(event)\n")
    clean.write("app.py", "import app_log\n\napp_log.track_event('started')\napp_log.track_event('ended')\n")

    clean.run("init")

    (family,) = drafted(clean, "contracts/telemetry/taxonomy-2.v1.yaml")["families"]
    assert family["events"] == [{"metric_type": "ended", "status": "shipped"}]
    config = (clean.root / "telint.toml").read_text("utf-8")
    assert config.index("taxonomy.v1.yaml") < config.index("taxonomy-2.v1.yaml")


def test_a_profile_that_fits_is_used_and_completed(work: Work) -> None:
    for name in ("vox-telemetry", "vox-db", "vox-cli"):
        work.write(f"crates/{name}/Cargo.toml", CARGO.format(name))
    work.write("crates/vox-telemetry/src/types.rs", '/// S1\npub const METRIC_TYPE_BENCHMARK_EVENT: &str = "benchmark_event";\n')
    call = 'pub fn f(db: &vox_db::VoxDb) { db.append_research_metric("s", "benchmark_event", None, None); metrics::counter!("jobs"); }\n'
    work.write("crates/vox-cli/src/lib.rs", call)
    work.write("crates/vox-db/src/lib.rs", "pub struct VoxDb;\n")
    profile = tomllib.loads((ROOT / "contracts/profiles/vox.toml").read_text("utf-8"))
    for path in (path for source in profile["registry"] for path in source["paths"]):
        if not path.startswith("telint:") and not (work.root / path).exists():
            work.write(path, (ROOT / path).read_text("utf-8") if (ROOT / path).is_file() else "")

    done = work.run("init")

    config = (work.root / "telint.toml").read_text("utf-8")
    assert "the profile vox fits this workspace" in done.out, done.err
    assert 'profile = "vox"\n' in config and 'producers = ["metrics", "vox"]' in config
    (family,) = drafted(work, "contracts/telemetry/taxonomy.v1.yaml")["families"]
    assert family["events"] == [{"metric_type": "jobs", "status": "shipped"}]
    assert load(str(work.root), None, None)[1].profile == "vox"


@pytest.mark.parametrize(
    ("path", "heard", "sure"),
    [
        ("app.telemetry.track", True, True),
        ("app.Telemetry.feature_usage_span", True, True),
        ("app.bus.emit_event", True, False),
        ("app._try_record_event", True, False),
        ("app.recordUsageEvent", True, True),
        ("app.get_event", False, False),
        ("app.metrics.compute", False, True),
        ("app.telemetry._limit", False, True),
        ("app.Event", False, False),
        ("app.add_event_listener", False, False),
        ("app.open", False, False),
    ],
)
def test_names_sound_like_telemetry_or_do_not(path: str, heard: bool, sure: bool) -> None:
    assert (sounds(path), certain(path)) == (heard, sure)


def test_a_parameter_that_could_be_anything_needs_more_names() -> None:
    assert names_events("event_type", 2) and names_events("kind", 4) and names_events("", 2)
    assert not names_events("kind", 3) and not names_events("color", 9)


@given(st.text())
def test_every_text_is_one_string_in_yaml(text: str) -> None:
    assert yaml.safe_load(f"a: [{scalar(text)}]") == {"a": [text]}


def test_a_comment_has_an_end() -> None:
    assert len(remark("x " * 1_000_000)) <= 201 and remark("x" * 200) == "x" * 200


@given(st.text())
def test_a_comment_is_one_line_of_what_can_be_seen(text: str) -> None:
    assert remark(text).isprintable() and yaml.safe_load(f"a: 1  # {remark(text)}") == {"a": 1}
