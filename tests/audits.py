"""An audit made by hand, for tests of its documents."""

from checker.model.finding import Coverage, Finding, Related, Rule
from checker.model.place import Place, Span
from checker.model.registry import Event
from checker.model.subject import Annotation, Callsite, EventName, Payload, RegisteredEvent, Step
from checker.model.trend import Trend
from checker.report import Report, summarise
from checker.report.audit import Audit

#: Everything that could end an attribute, a script, a style or a comment, reorder text, or be Markdown.
HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'`${7*7}`--><!-- "
    "\u202eevil\u2066 \u2028 & *b* [l](http://x) | </style>"
)
COVERAGE = Coverage(2, 2, (), ())
CODE = "emit('started', path)"


def span(line: int = 3) -> Span:
    return Span(line * 100, line * 100 + 4, line, 1, line, 5)


def rule(name: str = "unclassified-write", phase: int = 3, severity: str = "error") -> Rule:
    return Rule(
        name, "classification", "A write without a class.", phase, severity, "high", "callsite", "", "", "Why so.", "Mend so.", "", "p"
    )


def finding(
    path: str = "src/a.py", message: str = "no class", *, rule: str = "unclassified-write", line: int = 3, fingerprint: str = "f1"
) -> Finding:
    place = Related(Place("src/b.py", span(9)), "a caller")
    return Finding(rule, "error", "high", path, span(line), message, "Mend so.", "started", (place,), (place, place), fingerprint)


def site(
    path: str = "src/a.py", event: str = "started", *, line: int = 3, unit: str = "app", status: str = "registered", level: str = ""
) -> Callsite:
    near = (Annotation(path, span(line - 1), level, level, (), "call", "structured"),) if level else ()
    chain = (Step(path, line, "app.run"), Step("", 0, "events"))
    return Callsite(
        path, span(line), "sink", "emit", "p", "python", unit, "app.run", "production", EventName((event,)), status, None, ("events",),
        Payload("dict", ("path",), True), near, ("if",), chain, True,
    )  # fmt: skip


def event(name: str = "started", *, writes: int = 1, status: str = "shipped", family: str = "app") -> RegisteredEvent:
    row = Event(name, Place("t.yaml", span(12)), "taxonomy", family, status, "S1", "S1", "local_only", owners=("app",))
    return RegisteredEvent(row, (Place("src/a.py", span()),) * writes)


def audit(
    findings: tuple[Finding, ...] = (finding(),),
    callsites: tuple[Callsite, ...] = (site(), site(line=5, level="S1")),
    events: tuple[RegisteredEvent, ...] = (event(), event("gone", writes=0)),
    *,
    coverage: Coverage = COVERAGE,
    rules: tuple[Rule, ...] = (rule(), rule("dead-event", 1)),
    root: str = "work",
    trend: Trend | None = None,
) -> Audit:
    summary = summarise(findings, len(callsites))
    report = Report(("telint", "1"), root, findings, coverage, rules, summary, lambda path, line: CODE, notes=("registry: t.yaml",))
    return Audit(report, callsites, events, {site.path: site.unit for site in callsites}, "2027-01-31 12:00 UTC", trend)
