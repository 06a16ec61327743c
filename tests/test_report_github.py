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
    assert shown() == "::error file=src/run.rs,line=3,endLine=3,col=5,endColumn=9,title=dead-event::writes `x`%0Amend\n"


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


def several(number: int, confidence: str = "high") -> tuple[Finding, ...]:
    return tuple(
        Finding("dead-event", "error", confidence, f"{n}.py", Span(0, 1, 1, 1, 1, 2), "m", "", "x", (), (), str(n)) for n in range(number)
    )


def rendered(*found: Finding, failed: tuple[tuple[str, str], ...] = ()) -> list[str]:
    report = Report(("telint", "1"), "w", found, Coverage(1, 1, (), failed), (), summarise(found, 1), lambda _path, _line: "")
    return render("github", report).splitlines()


def test_more_than_are_shown_are_announced() -> None:
    assert "::error" in rendered(*several(10))[-1]
    assert rendered(*several(1_234))[-1] == "telint: GitHub shows the first 10 of these 1,234 error annotations; this log has all of them"


def test_what_fails_the_run_comes_before_what_is_only_likely() -> None:
    lines = rendered(*several(3, "medium"), *several(1)[0:1])

    assert [line[13:17] for line in lines] == ["0.py", "0.py", "1.py", "2.py"]


def test_what_was_not_read_is_an_error() -> None:
    (line,) = rendered(failed=(("a:b.py", "permission\ndenied"),))

    assert line == "::error file=a%3Ab.py,title=not read::permission denied"


def test_what_was_answered_for_is_not_shown() -> None:
    assert rendered(several(1)[0]._replace(suppressed="ignore")) == []
