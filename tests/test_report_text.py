"""The text report shows each finding in its code, whatever the code holds."""

from typing import Any

import pytest

from checker.model.finding import Coverage, Finding, Related
from checker.model.place import FILE_START, Place, Span, span_at
from checker.report import Report, render, summarise

SOURCE = """\
fn started(session: &str) {
    record(
        "bench.startd",
        session,
    );
\tif late { let done = record("jobs.日本", "é́\u202e"); }
    append(
        a,
        b,
        c,
        d,
        e,
        f,
    );
}
"""


def finding(span: Span, message: str = 'record writes "bench.startd"', **more: Any) -> Finding:
    plain = Finding("unregistered-event", "error", "high", "src/run.rs", span, message, "", "bench.startd", (), (), "f1")
    return plain._replace(**more)


def report(*findings: Finding, source: str = SOURCE, **more: Any) -> Report:
    lines = source.split("\n")
    plain = Report(
        tool=("telint", "0.1.0"),
        root="work",
        findings=findings,
        coverage=Coverage(3010, 41, (), ()),
        rules=(),
        summary=summarise(findings, 48),
        line_of=lambda path, line: lines[line - 1] if path == "src/run.rs" and line <= len(lines) else "",
    )
    return plain._replace(**more)


def at(start: str, end: str = "", source: str = SOURCE) -> Span:
    first = source.index(start)
    return span_at(source, first, source.index(end, first) + len(end) if end else first + len(start))


def block(text: str) -> list[str]:
    """The lines between place and summary."""
    return text.partition("\n\n")[0].splitlines()[2:]


def test_a_finding_is_a_block_and_the_last_line_sums_up() -> None:
    row = Related(Place("contracts/taxonomy.yaml", Span(0, 0, 12, 5, 12, 9)), '"bench.started" is declared here')
    steps = (row._replace(message="enters"), row._replace(message="is written"))
    one = finding(at('"bench.startd"'), mend="register it,\n  or rename it", related=(row,), flow=steps)

    text = render("text", report(one, notes=("registry: contracts/taxonomy.yaml (42 events)",)))

    assert text == (
        'error[unregistered-event]: record writes "bench.startd"\n'
        " --> src/run.rs:3:9\n"
        "  |\n"
        '3 |         "bench.startd",\n'
        "  |         ^^^^^^^^^^^^^^\n"
        "  |\n"
        '  =  see: contracts/taxonomy.yaml:12:5: "bench.started" is declared here\n'
        "  = flow: 1. contracts/taxonomy.yaml:12:5: enters\n"
        "          2. contracts/taxonomy.yaml:12:5: is written\n"
        "  = mend: register it, or rename it\n"
        "\n"
        "registry: contracts/taxonomy.yaml (42 events)\n"
        "more about a rule: telint explain RULE\n"
        "1 error; 48 telemetry writes in 3,010 files\n"
    )


def test_a_span_of_several_lines_is_bracketed() -> None:
    text = render("text", report(finding(at("record(", ");"))))

    assert block(text) == [
        "  |",
        "2 | /     record(",
        '3 | |         "bench.startd",',
        "4 | |         session,",
        "5 | |     );",
        "  | |______^",
    ]


def test_a_long_span_shows_its_head_and_its_end() -> None:
    text = render("text", report(finding(at("append(", ");"))))

    assert block(text) == [
        "   |",
        " 7 | /     append(",
        " 8 | |         a,",
        " 9 | |         b,",
        "10 | |         c,",
        "...  |",
        "14 | |     );",
        "   | |______^",
    ]


def test_a_span_that_starts_within_a_line_is_led_to_its_start() -> None:
    text = render("text", report(finding(at("(session", "record("))))

    assert block(text) == [
        "  |",
        "1 |   fn started(session: &str) {",
        "  |  ___________^",
        "2 | |     record(",
        "  | |___________^",
    ]


def test_a_span_that_takes_in_the_end_of_its_line_marks_one_line() -> None:
    text = render("text", report(finding(at("        session,\n"))))

    assert block(text) == ["  |", "4 |         session,", "  | ^^^^^^^^^^^^^^^^"]


def test_tabs_wide_combining_and_reordering_characters_keep_the_marks_in_place() -> None:
    text = render("text", report(finding(at('record("jobs', ");"))))

    assert block(text) == [
        "  |",
        '6 |     if late { let done = record("jobs.日本", "é́\\u202e"); }',
        "  |                          " + "^" * len('record("jobs.____", "e\\u202e");'),
    ]


def test_a_tab_reaches_to_the_next_stop() -> None:
    source = "ab\tcall()"

    assert block(render("text", report(finding(at("call", source=source)), source=source))) == ["  |", "1 | ab  call()", "  |     ^^^^"]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_a_very_long_line_is_cut_around_the_span(width: int) -> None:
    source = "x=1;" * 5000 + 'capture("a")' + ";y=2" * 5000

    text = render("text", report(finding(at("capture(", ")", source)), source=source, width=width))

    code, marks = next(line for line in text.splitlines() if "capture" in line), next(line for line in text.splitlines() if "^" in line)
    assert max(len(code), len(marks)) <= width
    assert code[marks.index("^") : marks.rindex("^") + 1] == 'capture("a")'
    assert code.startswith("1 | …") and code.endswith("…")


def test_a_line_is_cut_only_behind_a_span_near_its_start_and_only_before_one_near_its_end() -> None:
    source = "call();" + "x" * 300 + "last();"

    near_start = block(render("text", report(finding(at("call()", source=source)), source=source, width=60)))
    near_end = block(render("text", report(finding(at("last()", source=source)), source=source, width=60)))

    assert near_start[1].startswith("1 | call();") and near_start[1].endswith("x…")
    assert near_end[1].startswith("1 | …x") and near_end[1].endswith("last();")
    assert len(near_end[1]) == 59


def test_a_pile_of_combining_marks_is_cut_too() -> None:
    source = "e" + "\u0301" * 5000

    assert len(render("text", report(finding(at("e", source=source)), source=source))) < 600


@pytest.mark.parametrize("path", ["src/gone.rs", "src/run.rs"])
def test_no_code_is_shown_for_a_whole_file_or_where_there_is_no_source(path: str) -> None:
    span = FILE_START if path == "src/run.rs" else at("record(")

    text = render("text", report(finding(span, path=path, mend="mend it")))

    assert block(text) == ["  = mend: mend it"]


def test_a_span_behind_the_end_of_its_line_is_marked_at_the_end() -> None:
    text = render("text", report(finding(Span(1, 2, 15, 9, 15, 12))))

    assert block(text) == ["   |", "15 | }", "   |  ^"]


def test_nothing_in_names_or_code_reaches_the_terminal_as_a_command() -> None:
    source = 'call("\x1b[2J", "\x9b", "\x7f", "\r")'
    path = "src/\x1b]0;x\x07\udcff.rs"
    hostile = finding(at("call", ")", source), "\x1b[31mred\u202e", path=path, mend="\x1b[0m")
    shown = report(hostile, source=source, notes=("\x1b[1m",), coverage=Coverage(1, 1, (), ((path, "\x1b"),)))

    text = render("text", shown._replace(line_of=lambda _path, _line: source))

    assert all(line.isprintable() for line in text.splitlines())
    assert "src/\\x1b]0;x\\x07\\xff.rs:1:1" in text


def test_many_related_places_are_counted() -> None:
    place = Related(Place("a.rs", Span(0, 1, 1, 1, 1, 2)), "")

    text = render("text", report(finding(at("record("), related=(place,) * 11)))

    assert text.count("a.rs:1:1") == 8
    assert "          and 3 more\n" in text


def test_on_a_terminal_sentences_wrap_between_words_with_an_indent() -> None:
    one = finding(
        at("record("), "writes an event that no source declares 日本語 at all", mend="register it in the taxonomy of this workspace"
    )

    lines = render("text", report(one, width=50)).splitlines()

    assert lines[:2] == ["error[unregistered-event]: writes an event that no", "    source declares 日本語 at all"]
    assert lines[-5:-2] == ["  = mend: register it in the taxonomy of this", "          workspace", ""]


def test_what_is_suppressed_is_counted_and_not_shown() -> None:
    ignored, baselined = (finding(at("record("), suppressed=by) for by in ("ignore", "baseline"))

    assert render("text", report(ignored, baselined)) == "no findings (1 ignored, 1 in the baseline); 48 telemetry writes in 3,010 files\n"


def test_a_run_that_could_not_read_everything_does_not_look_clean() -> None:
    partly = report(coverage=Coverage(2, 1, (("b.rs", "link"),), (("a.rs", "permission denied"),)))

    assert render("text", partly) == (
        "not read: a.rs: permission denied\nno findings, but not everything was read; 48 telemetry writes in 2 files, 1 skipped\n"
    )


def test_each_severity_is_counted_and_a_doubt_is_shown() -> None:
    kinds = [finding(at("record("), severity=severity, confidence="medium") for severity in ("error", "warning", "warning", "note")]

    text = render("text", report(*kinds))

    assert "1 error, 2 warnings, 1 note; 48 telemetry writes" in text
    assert " --> src/run.rs:2:5  (medium confidence)\n" in text


def test_colour_adds_nothing_but_colour() -> None:
    import re

    one = finding(at("record(", ");"), mend="mend it")

    coloured = render("text", report(one, colour=True))

    assert "\x1b[1;31merror[unregistered-event]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render("text", report(one))


def test_an_old_code_base_is_told_of_the_baseline() -> None:
    hint = "accept what is there today, so that only new findings fail: telint baseline"
    many = [finding(at("append("), message=str(number)) for number in range(10)]

    assert hint in render("text", report(*many))
    assert hint not in render("text", report(*many[:9]))
    assert hint not in render("text", report(*many, baseline=True))
