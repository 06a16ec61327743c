"""Which classification comments speak of a write, by level, in whole workspaces."""

from pathlib import Path
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from checker.link.levels import ORDER, disagreement, ranked
from checker.model.place import Place, Span
from checker.model.producer import TableApi
from checker.model.registry import CLASSES, Event, Registry
from checker.model.subject import Annotation, Callsite
from tests.link.whole import DISPATCH, TEL, python, rust, sites, subjects

SPAN = Span(0, 1, 1, 1, 1, 2)
REGISTERED = Event("a", Place("taxonomy.yaml", SPAN), "taxonomy", "family", low="S0", high="S0")
REGISTRY = Registry({"a": REGISTERED}, {"a": (REGISTERED,)}, (), (), ("taxonomy.yaml",))


def levels(site: Callsite) -> list[tuple[str, str]]:
    return [(a.level, a.low) for a in site.annotations]


def annotation(level: str, low: str, high: str = "") -> Annotation:
    return Annotation("a.rs", SPAN, low, high or low, (), level, "structured")


def test_all_levels_are_kept_nearest_first_in_rust(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        //! telemetry: S0 family=module
        /// telemetry: S1 family=constant
        pub const NAME: &str = "a";
        /// telemetry: S2 family=type
        pub struct Body { x: u8 }
        pub struct Log;
        /// telemetry: S1 family=impl
        impl Log {
            /// telemetry: S2 family=function
            pub fn f(&self, body: Body) {
                // telemetry: S3 family=call
                #[allow(unused)]
                tel::send(NAME, "s", body);
            }
        }
        """,
    )

    kinds = ["call", "function", "impl", "module", "type", "constant"]
    assert levels(found[0]) == list(zip(kinds, ["S3", "S2", "S1", "S0", "S2", "S1"], strict=True))


def test_all_levels_are_kept_nearest_first_in_python(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "app.py": '''\
                """What it does.

                telemetry: S0 family=module
                """
                from dataclasses import dataclass

                import tel

                # telemetry: S1 family=constant
                NAME = "a"


                @dataclass
                class Body:
                    """A body.

                    telemetry: S2 family=type
                    """

                    x: int


                # telemetry: S1 family=impl
                class Log:
                    def f(self, body: Body):
                        """Writes.

                        telemetry: S2 family=function
                        """
                        tel.send(NAME, "s", body)  # telemetry: S3 family=call
                '''
        },
        registry=REGISTRY,
    )

    kinds = ["call", "function", "impl", "module", "type", "constant", "registry"]
    assert levels(found[0]) == list(zip(kinds, ["S3", "S2", "S1", "S0", "S2", "S1", "S0"], strict=True))


def test_the_wrapper_s_class_counts_for_its_callers(tmp_path: Path) -> None:
    found = python(tmp_path, "import tel\n\n\n# telemetry: S1 family=x\ndef record(n):\n    tel.send(n)\n\n\nrecord('a')\n")

    assert {s.kind: levels(s) for s in found} == {"sink": [("function", "S1")], "wrapper": [("wrapper", "S1")]}


def test_the_comment_of_a_function_counts_for_those_nested_in_it(tmp_path: Path) -> None:
    (site,) = python(tmp_path, "import tel\n\n\n# telemetry: S1 family=x\ndef f():\n    def g():\n        tel.ping()\n\n    g()\n")[:1]

    assert ("function", "S1") in levels(site)


def test_the_comment_of_a_variant_and_of_what_it_carries_count_as_type(tmp_path: Path) -> None:
    found = rust(
        tmp_path,
        """\
        /// Payload. **S2**
        pub struct Body { x: u8 }
        pub enum Event {
            /// **S1** only
            Started(Body),
            Done { x: u8 },
        }
        pub fn f() {
            rec::record!(Event::Started(Body { x: 1 }));
            rec::record!(Event::Done { x: 1 });
        }
        """,
        DISPATCH,
    )

    assert [levels(s) for s in found] == [[("type", "S1"), ("type", "S2")], []]


def test_prose_counts_only_where_it_is_wanted_and_no_structured_form_stands_beside_it(tmp_path: Path) -> None:
    prose, structured = "    # Sensitivity: S2\n", "    # telemetry: S1 family=x\n"
    text = f"import tel\n\n\ndef f():\n{prose}    tel.ping()\n{prose}{structured}    tel.ping()\n"

    with_prose = subjects(tmp_path, {"app.py": text}).callsites
    without = subjects(tmp_path, {"app.py": text}, prose=False).callsites

    assert [levels(s) for s in with_prose] == [[("call", "S2")], [("call", "S1")]]
    assert [levels(s) for s in without] == [[], [("call", "S1")]]


def test_a_closed_set_of_names_is_taken_from_the_annotation(tmp_path: Path) -> None:
    (site,) = python(tmp_path, "import tel\n\n\ndef f(n):\n    # telemetry: S1 dynamic=a,b\n    tel.send(n)\n")

    assert (site.event.names, site.event.reason, site.status) == (("a", "b"), "", "unregistered")


def test_a_comment_that_no_write_uses_is_known_as_such(tmp_path: Path) -> None:
    found = subjects(tmp_path, {"app.py": "import tel\n\n# telemetry: S1 family=x\ntel.ping()\n\n# telemetry: S2 family=y\nprint('x')\n"})

    assert [(a.low, a.attached) for a in found.annotations] == [("S1", True), ("S2", False)]


def test_ranges_that_do_not_overlap_disagree() -> None:
    near, far = annotation("call", "S0"), annotation("constant", "S1", "S2")

    assert disagreement([near, far]) == (near, far)
    assert disagreement([far, near]) == (far, near)
    assert disagreement([annotation("call", "S1"), far]) is None
    assert disagreement([annotation("call", "S0"), annotation("call", "S3")]) is None
    assert disagreement([near]) is None


def test_what_stands_around_a_wrapper_counts_for_its_callers(tmp_path: Path) -> None:
    found = sites(
        tmp_path,
        {
            "store.py": '"""Rows. Sensitivity: **S2**."""\nimport tel\n\n\nclass Log:\n    """**S1** only."""\n\n'
            "    def record(self):\n        # telemetry: S0 family=x\n        tel.ping()\n",
            "app.py": "from store import Log\n\n\ndef f(log: Log):\n    log.record()\n",
        },
    )

    assert {s.path: levels(s) for s in found} == {
        "store.py": [("call", "S0"), ("impl", "S1"), ("module", "S2")],
        "app.py": [("wrapper", "S0"), ("wrapper", "S1"), ("wrapper", "S2")],
    }


def test_the_header_over_the_store_s_own_function_is_no_class_of_the_writes_that_go_there(tmp_path: Path) -> None:
    found = sites(tmp_path, {"tel.py": '"""Takes **S2** at most."""\n\n\ndef ping(): ...\n', "app.py": "import tel\n\ntel.ping()\n"})

    assert [levels(s) for s in found] == [[]]


def test_a_write_for_several_events_is_of_their_highest_class(tmp_path: Path) -> None:
    high = REGISTERED._replace(name="b", low="S1", high="S2")
    registry = Registry({"a": REGISTERED, "b": high}, {"a": (REGISTERED,), "b": (high,)}, (), (), ("taxonomy.yaml",))

    (site,) = sites(tmp_path, {"app.py": "import tel\n\ntel.send('a' if x else 'b')\n"}, registry=registry)

    assert [(a.level, a.low, a.high) for a in site.annotations] == [("registry", "S1", "S2"), ("registry", "S0", "S0")]


def test_rows_of_a_table_without_event_names_are_of_the_class_of_the_family_it_stores(tmp_path: Path) -> None:
    plain = TEL._replace(tables=(TableApi("tel_rows", payload="payload"),))
    stored = REGISTERED._replace(store="tel_rows", low="S1", high="S1")
    registry = Registry({"a": stored}, {"a": (stored,)}, (), (), ("taxonomy.yaml",))
    text = "def f(db):\n    db.execute('INSERT INTO tel_rows (name, payload) VALUES (?, ?)', (n, p))\n"

    assert [levels(s) for s in sites(tmp_path, {"app.py": text}, plain, registry)] == [[("registry", "S1")]]
    assert [levels(s) for s in sites(tmp_path, {"app.py": text}, TEL, registry)] == [[]]


def test_the_type_of_a_serialised_part_of_a_variant_counts(tmp_path: Path) -> None:
    (site,) = rust(
        tmp_path,
        """\
        /// Payload. **S2**
        #[derive(Clone, Serialize)]
        pub struct Body { x: u8 }
        pub enum Event { Started(Body), Done(u8) }
        pub fn f(event: &Event) {
            match event {
                Event::Started(e) => {
                    let e: Body = e.clone();
                    spawn(async move {
                        let json = serde_json::to_string(&e).ok();
                        tel::send("a", "s", json.as_deref());
                    });
                }
                Event::Done(_) => {}
            }
        }
        """,
    )

    assert (levels(site), site.payload.type, site.payload.fields) == ([("type", "S2")], "app.Body", ("x",))


RANGES = st.tuples(st.sampled_from(CLASSES), st.sampled_from(CLASSES)).map(sorted)
ANNOTATIONS = st.builds(lambda level, ends: annotation(level, *ends), st.sampled_from(ORDER), RANGES)


@given(st.lists(ANNOTATIONS))
def test_ranking_keeps_each_once_and_the_nearest_first(found: list[Annotation]) -> None:
    made = ranked(found)

    assert sorted(made) == sorted(set(found))
    assert [ORDER.index(a.level) for a in made] == sorted(ORDER.index(a.level) for a in made)
    assert ranked(made) == made


@given(st.lists(ANNOTATIONS), st.randoms(use_true_random=False))
def test_the_class_of_several_events_is_the_highest_in_whatever_order_they_come(found: list[Annotation], random: Random) -> None:
    events = [a for a in found if a.level in ("constant", "registry")]
    shuffled = list(events)
    random.shuffle(shuffled)

    for made in (ranked(events), ranked(shuffled)):
        nearest = [a.high for a in made if a.level == made[0].level]
        assert nearest == sorted(nearest, reverse=True)


@given(st.lists(ANNOTATIONS))
def test_levels_nearer_than_the_event_keep_their_order(found: list[Annotation]) -> None:
    near = list(dict.fromkeys(a for a in found if a.level == "wrapper"))

    assert [a for a in ranked(found) if a.level == "wrapper"] == near


@given(st.lists(ANNOTATIONS))
def test_levels_disagree_exactly_where_two_of_them_leave_no_class_for_both(found: list[Annotation]) -> None:
    pair = disagreement(found)
    apart = [(a, b) for i, a in enumerate(found) for b in found[i + 1 :] if a.level != b.level and not classes(a) & classes(b)]

    assert pair == (apart[0] if apart else None)


@given(ANNOTATIONS, ANNOTATIONS)
def test_two_levels_disagree_or_not_whichever_is_named_first(one: Annotation, other: Annotation) -> None:
    assert (disagreement([one, other]) is None) == (disagreement([other, one]) is None)


def classes(found: Annotation) -> set[str]:
    """The classes of a range."""
    return {c for c in CLASSES if found.low <= c <= found.high}
