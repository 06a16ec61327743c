"""What flows into writes: origins, what lowers them, and the way they come."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from checker.link import link
from checker.link.classes import lower
from checker.link.content import as_data
from checker.model.place import FILE_START, Place
from checker.model.registry import Event
from checker.model.subject import Flow
from tests.link.test_lexicon import LEXICON
from tests.link.whole import EMPTY, TEL, opened, subjects

CARGO = '[package]\nname = "app"\n'


def python(root: Path, text: str) -> tuple[Flow, ...]:
    return subjects(root, {"app.py": text}, TEL, EMPTY, True, LEXICON).flows


def rust(root: Path, text: str) -> tuple[Flow, ...]:
    return subjects(root, {"Cargo.toml": CARGO, "src/lib.rs": text}, TEL, EMPTY, True, LEXICON).flows


def said(flows: tuple[Flow, ...]) -> list[tuple[str, str, str]]:
    """Field (or where it arrives), kind and class."""
    return [(flow.field or flow.into, flow.kind, flow.cls) for flow in flows]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("os.getcwd()", "absolute-path"),
        ("os.path.expanduser('~/x')", "home"),
        ("os.environ['HOME']", "home"),
        ("os.getenv('GITHUB_API_KEY')", "secret"),
        ("open(name).read()", None),
        ("Path(name).read_text()", "source"),
        ("traceback.format_exc()", "traceback"),
        ("socket.gethostname()", "home"),
        ("f'at {os.getcwd()}'", "absolute-path"),
        ("[os.getcwd(), 'x']", "absolute-path"),
        ("os.getcwd().strip().upper()", "absolute-path"),
        ("os.getcwd() if name else ''", "absolute-path"),
        ("len(os.getcwd())", None),
        ("os.getenv('TERM')", None),
    ],
)
def test_python_origins(tmp_path: Path, value: str, kind: str | None) -> None:
    text = (
        f"import os, socket, traceback\nfrom pathlib import Path\nimport tel\n\ndef run(name):\n    tel.send('a', 's', {{'x': {value}}})\n"
    )

    assert [flow.kind for flow in python(tmp_path, text)] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("std::env::current_dir().unwrap().display().to_string()", "absolute-path"),
        ("dirs::home_dir()", "home"),
        ('std::env::var("HOME").unwrap_or_default()', "home"),
        ("std::fs::read_to_string(p).unwrap_or_default()", "source"),
        ("p.display().to_string()", "path"),
        ("p.to_string_lossy().into_owned()", "path"),
        ('format!("at {}", p.display())', "path"),
        ("e.to_string()", "error"),
        ("p.file_name().map(|n| n.to_string_lossy().to_string())", "path"),
        ("n.prompt_tokens", None),
        ("p.to_string_lossy().len()", None),
        ("p.exists()", None),
        ('std::env::var("TERM").unwrap_or_default()', None),
    ],
)
def test_rust_origins(tmp_path: Path, value: str, kind: str | None) -> None:
    head = "pub struct N { pub prompt_tokens: u64 }\npub fn run(p: &std::path::Path, e: std::io::Error, n: N) {"
    text = f'{head} tel::send("a", "s", json!({{"x": {value}}})); }}\n'

    assert [flow.kind for flow in rust(tmp_path, text)] == ([kind] if kind else [])


def test_the_text_of_a_caught_error_flows(tmp_path: Path) -> None:
    text = """
        import tel
        def run():
            try:
                go()
            except ValueError as e:
                tel.send("a", "s", {"why": str(e), "class": type(e).__name__})
        """

    assert said(python(tmp_path, text)) == [("why", "error", "S3")]


def test_session_ids_and_event_names_are_followed_too(tmp_path: Path) -> None:
    text = "import os, tel\n\ndef run(user_prompt: str):\n    tel.send(f'x.{user_prompt}', f's:{os.getcwd()}', {})\n"

    assert said(python(tmp_path, text)) == [("event", "prompt", "S3"), ("session", "absolute-path", "S3")]


def test_a_flow_shows_its_way_from_the_origin_to_the_write(tmp_path: Path) -> None:
    files = {
        "app.py": "import helper\n\ndef run(user_prompt: str):\n    helper.record(user_prompt)\n",
        "helper.py": """
import tel
def record(note):
    tel.send('a', 's', {'note': shorten(note)})

def shorten(text):
    return text[:80].strip()
""",
    }

    (flow,) = subjects(tmp_path, files, TEL, EMPTY, True, LEXICON).flows
    (data,) = as_data((flow,), EMPTY)

    assert (flow.site.path, flow.site.span.line, flow.field, flow.kind) == ("app.py", 4, "note", "prompt")
    assert [(step.place.path, step.place.span.line, step.message) for step in data["_flow"]] == [
        ("app.py", 3, "the parameter `user_prompt` of `run`"),
        ("helper.py", 3, "passed as `note` to `record`"),
        ("helper.py", 6, "passed as `text` to `shorten`"),
        ("helper.py", 6, "given back by `shorten`"),
        ("app.py", 4, "written here"),
    ]


def test_what_a_wrapper_says_itself_is_told_there_with_its_callers(tmp_path: Path) -> None:
    text = """
        import tel
        def record(prompt: str):
            tel.send('a', 's', {'prompt': prompt})

        def run(prompt: str):
            record(prompt)
            record('fixed')
        """

    (flow,) = python(tmp_path, text)

    assert flow.site.span.line == 4
    assert [place.span.line for place in flow.callers] == [7]


def test_without_a_lexicon_nothing_is_followed(tmp_path: Path) -> None:
    assert subjects(tmp_path, {"app.py": "import tel\ndef run(prompt: str):\n    tel.send('a', 's', prompt)\n"}).flows == ()


def test_a_recursive_helper_ends(tmp_path: Path) -> None:
    text = """
        import tel
        def deep(prompt):
            return deep(prompt) + prompt

        def run(prompt: str):
            tel.send('a', 's', {'x': deep(prompt)})
            run(prompt)
        """

    assert all(flow.kind == "prompt" for flow in python(tmp_path, text))


#: Ways to write a value that is made of another, with the class that is left at most (`""`: the whole), in both languages.
PYTHON_STEPS = {
    "str({})": "",
    "{}.strip()": "",
    "[{}]": "",
    "same({})": "",
    "redact({})": "S1",
    "sha256({}).hexdigest()": "S2",
    "len({})": "S0",
}
RUST_STEPS = {
    "{}.to_string()": "",
    "{}.trim().to_owned()": "",
    'format!("at {{}}", {})': "",
    "vec![{}]": "",
    "same({})": "",
    "redact({})": "S1",
    "blake3::hash({})": "S2",
    "{}.len()": "S0",
}


def left(steps: list[str], known: dict[str, str]) -> str:
    """The class that is left of S3 content after some steps."""
    cls = "S3"
    for step in steps:
        cls = lower(cls, known[step] or "S3")
    return cls


def composed(start: str, steps: list[str]) -> str:
    for step in steps:
        start = step.replace("{{", "\0").replace("}}", "\1").replace("{}", start).replace("\0", "{").replace("\1", "}")
    return start


def shown(flows: tuple[Flow, ...]) -> list[str]:
    return [flow.cls for flow in flows]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(PYTHON_STEPS)), max_size=5))
@example(["sha256({}).hexdigest()", "redact({})"])
@example(["redact({})", "sha256({}).hexdigest()"])
def test_what_is_left_in_python_is_what_the_lowest_of_a_chain_leaves_in_whatever_order(steps: list[str]) -> None:
    value = composed("prompt", steps)
    text = f"import tel\n\n\ndef same(x):\n    return x\n\n\ndef run(prompt):\n    tel.send('a', 's', {{'x': {value}}})\n"
    cls = left(steps, PYTHON_STEPS)

    with TemporaryDirectory() as root:
        assert shown(python(Path(root), text)) == ([cls] if cls != "S0" else [])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(list(RUST_STEPS)), max_size=5))
@example(["blake3::hash({})", "redact({})"])
@example(["redact({})", "blake3::hash({})"])
def test_what_is_left_in_rust_is_what_the_lowest_of_a_chain_leaves_in_whatever_order(steps: list[str]) -> None:
    value = composed("prompt", steps)
    text = f'fn same(x: String) -> String {{ x }}\npub fn run(prompt: &str) {{ tel::send("a", "s", json!({{"x": {value}}})); }}\n'
    cls = left(steps, RUST_STEPS)

    with TemporaryDirectory() as root:
        assert shown(rust(Path(root), text)) == ([cls] if cls != "S0" else [])


@pytest.mark.parametrize(
    ("value", "long"),
    [
        ("prompt", True),
        ("prompt.strip()", True),
        ("f'asked {prompt}'", True),
        ("[prompt, 'x']", True),
        ("prompt[:80]", False),
        ("textwrap.shorten(prompt, 80)", False),
        ("prompt if len(prompt) < 80 else prompt[:80]", False),
        ("f'{prompt:.80}'", False),
        ("truncate(prompt)", False),
    ],
)
def test_content_of_any_length_in_python(tmp_path: Path, value: str, long: bool) -> None:
    text = f"import tel, textwrap\n\ndef run(prompt: str):\n    tel.send('a', 's', {{'x': {value}}})\n"

    assert any(flow.long for flow in python(tmp_path, text)) is long


@pytest.mark.parametrize(
    ("value", "long"),
    [
        ("prompt", True),
        ("prompt.trim().to_string()", True),
        ("std::fs::read_to_string(path)", True),
        ("prompt.chars().take(80).collect::<String>()", False),
        ("&prompt[..80]", False),
        ("prompt.lines().next()", False),
        ("prompt.len()", False),
        ("blake3::hash(prompt)", False),
    ],
)
def test_content_of_any_length_in_rust(tmp_path: Path, value: str, long: bool) -> None:
    text = f'pub fn run(prompt: &str, path: &str) {{ tel::send("a", "s", json!({{"x": {value}}})); }}'

    assert any(flow.long for flow in rust(tmp_path, text)) is long


def test_the_limit_of_the_schema_is_said_beside_it(tmp_path: Path) -> None:
    event = Event("a", Place("taxonomy.yaml", FILE_START), "taxonomy", schema="a.json")
    schema = {"properties": {"x": {"type": "string", "maxLength": 400}}}
    registry = EMPTY._replace(events={"a": event}, schemas=(("a.json", schema),))
    (flow,) = python(tmp_path, "import tel\n\ndef run(prompt: str):\n    tel.send('a', 's', {'x': prompt})\n")

    assert [row["most"] for row in as_data([flow], registry)] == [400]
    assert [row["most"] for row in as_data([flow], EMPTY)] == [0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_cannot_be_read_in_a_file_that_only_a_flow_leads_to_is_said(tmp_path: Path, jobs: int) -> None:
    files = {
        "app.py": "import tel\nfrom mid import made\n\ndef run(name):\n    tel.send('a', 's', {'x': made(name)})\n",
        "mid.py": "from far import deep\n\ndef made(n):\n    return deep(n)\n",
        "far.py": "import os\n\ndef deep(n):\n    return os.getcwd()\n\ndef broken(:\n    pass\n",
    }
    with opened(tmp_path, files, jobs) as (facts, sources):
        early, complete = link(facts, (TEL,), EMPTY, sources, True, LEXICON)
        found = complete()

    assert not early.flows and not early.regions
    assert [(region.path, region.line) for region in found.regions] == [("far.py", 6)]
    assert said(found.flows) == [("x", "absolute-path", "S3")]
