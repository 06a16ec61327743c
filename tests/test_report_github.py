"""GitHub annotations: one command a finding, and no text that could make another."""

from checker.model.finding import Coverage, Finding
from checker.model.place import Span
from checker.report import Report, render, summarise


def shown(path: str = "src/run.rs", message: str = "writes `x`", severity: str = "error", end_line: int = 3) -> str:
    span = Span(0, 1, 3, 5, end_line, 9)
    found = Finding("dead-event", severity, "high", path, span, message, "mend", "x", (), (), "f")
    report = Report(("telint", "1"), "w", (found,), Coverage(1, 1, (), ()), (), summarise((found,), 1), lambda _path, _line: "")
    return render("github", report)


def test_a_finding_is_an_annotation_at_its_place() -> None:
    assert shown() == "::error file=src/run.rs,line=3,endLine=3,col=5,endColumn=9,title=dead-event::writes `x`\n"


def test_notes_are_notices() -> None:
    assert shown(severity="note").startswith("::notice ")
    assert shown(severity="warning").startswith("::warning ")


def test_columns_are_left_out_over_several_lines() -> None:
    assert "col=" not in shown(end_line=4)


def test_no_name_can_end_the_command_or_begin_another() -> None:
    hostile = shown(path="a,line=1::error::b\n::stop-commands::x", message="100%\n::error::gone\r")

    assert hostile.count("\n") == 1
    assert hostile.startswith("::error file=a%2Cline=1%3A%3Aerror%3A%3Ab")
    assert "100%25" in hostile
