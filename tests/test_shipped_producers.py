"""Producers that ship, over code as their users write it: what is found, by line, and what is left alone."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from checker import pipeline
from checker.model.run import Request

CARGO = '[package]\nname = "app"\nversion = "0.1.0"\n'


def found(root: Path, files: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """The writes of a workspace: path, line, and the event, `?` where it is not known."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(text), "utf-8")
    sites = pipeline.inventory(Request(str(root))).callsites
    return [(s.path, s.span.line, ", ".join(s.event.names) or "?") for s in sites]


METRICS = """\
    use std::sync::LazyLock;

    use lazy_static::lazy_static;
    use once_cell::sync::Lazy;
    use prometheus::{opts, register_histogram, register_int_counter_vec, register_int_gauge};
    use prometheus::{Counter, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts};

    lazy_static! {
        pub static ref REQUESTS: IntCounterVec =
            register_int_counter_vec!(opts!("requests_total", "All requests"), &["method"]).expect("a metric");
        pub static ref SIZE: IntGauge = register_int_gauge!("size_bytes", "Size").unwrap();
    }
    pub static LATENCY: Lazy<Histogram> = Lazy::new(|| register_histogram!("latency_seconds", "Latency").unwrap());
    pub static DONE: LazyLock<IntCounter> = LazyLock::new(|| {
        let made = IntCounter::new("done_total", "Done");
        made.unwrap()
    });

    pub struct Own { jobs: Counter, spans: Histogram, spaced: IntCounter, plain: Plain }
    impl Own {
        pub fn new() -> Self {
            let jobs = Counter::with_opts(Opts::new("jobs_total", "Jobs")).unwrap();
            let spaced = IntCounter::with_opts(Opts::new("spaced", "Named in part").namespace("app")).unwrap();
            let spans = Histogram::with_opts(HistogramOpts::new("spans_seconds", "Spans")).unwrap();
            Self { jobs, spans, spaced, plain: Plain::new(1) }
        }
        pub fn done(&self) {
            self.jobs.inc();
            self.spans.observe(0.5);
            self.spaced.inc();
            self.plain.set(3);
        }
    }

    pub struct Plain { v: i64 }
    impl Plain {
        pub fn new(v: i64) -> Self { Self { v } }
        pub fn set(&self, _v: i64) {}
    }
    """
ROUTES = """\
    use crate::metrics::{self, DONE, REQUESTS};

    pub fn get() {
        REQUESTS.with_label_values(&["GET"]).inc();
        crate::metrics::REQUESTS
            .with_label_values(&["POST"]) // by method
            .inc_by(2);
        metrics::SIZE.set(4);
        let _timer = metrics::LATENCY.start_timer();
        DONE.inc();
    }
    """


def test_prometheus_in_rust_is_named_by_what_made_it(tmp_path: Path) -> None:
    files = {"Cargo.toml": CARGO, "src/lib.rs": "pub mod metrics;\npub mod routes;\n", "src/metrics.rs": METRICS, "src/routes.rs": ROUTES}

    assert found(tmp_path, files) == [
        ("src/metrics.rs", 28, "jobs_total"),
        ("src/metrics.rs", 29, "spans_seconds"),
        ("src/metrics.rs", 30, "?"),
        ("src/routes.rs", 4, "requests_total"),
        ("src/routes.rs", 5, "requests_total"),
        ("src/routes.rs", 8, "size_bytes"),
        ("src/routes.rs", 9, "latency_seconds"),
        ("src/routes.rs", 10, "done_total"),
    ]


def test_a_callee_is_shown_without_the_comments_in_it(tmp_path: Path) -> None:
    files = {"Cargo.toml": CARGO, "src/lib.rs": "pub mod metrics;\npub mod routes;\n", "src/metrics.rs": METRICS, "src/routes.rs": ROUTES}
    found(tmp_path, files)

    apis = [s.api for s in pipeline.inventory(Request(str(tmp_path))).callsites if s.path == "src/routes.rs"]

    assert apis[1] == 'crate::metrics::REQUESTS.with_label_values(&["POST"]).inc_by'


def test_segment_in_rust_is_named_by_the_message(tmp_path: Path) -> None:
    text = """\
        use segment::message::{Track, User};
        use segment::{AutoBatcher, Batcher, HttpClient};

        pub async fn launched(key: String, stack: &mut Vec<Track>) {
            let mut batcher = AutoBatcher::new(HttpClient::default(), Batcher::new(None), key);
            let _ = batcher
                .push(Track { user: User::UserId { user_id: "u".to_string() }, event: "Launched".to_string(), ..Default::default() })
                .await;
            stack.push(Track::default());
        }
        """

    assert found(tmp_path, {"Cargo.toml": CARGO, "src/lib.rs": text}) == [("src/lib.rs", 6, "Launched")]


def test_amplitude_is_named_by_the_event_object(tmp_path: Path) -> None:
    text = """\
        from amplitude import Amplitude, BaseEvent

        client = Amplitude("key")


        class Player:
            def track(self, title): ...


        def opened(player: Player):
            event = BaseEvent(event_type="opened", user_id="u", event_properties={"n": 1})
            client.track(event)
            player.track("song")
        """

    assert found(tmp_path, {"app.py": text}) == [("app.py", 12, "opened")]
