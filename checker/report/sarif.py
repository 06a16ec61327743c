"""SARIF 2.1.0, for code scanning and viewers: rules with help, findings with places, what was answered for, what was not read."""

from checker.contracts import SHIPPED
from checker.model.finding import Finding, Related, Rule
from checker.model.place import FILE_START, Place, Span
from checker.report import Report
from checker.report.shared.lines import pretty
from checker.report.shared.visible import one_line, visible

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
#: What paths are relative to; a viewer is told where that is, so that the same code gives the same bytes on every machine.
_ROOT = "%SRCROOT%"
#: How code scanning calls the severities of a rule.
_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation"}
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")

_Json = dict[str, object]


def render(report: Report) -> str:
    run: _Json = {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the workspace."}}},
        "columnKind": "unicodeCodePoints",
        "results": _results(report),
    }
    return pretty({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(report: Report) -> _Json:
    name, version = report.tool
    rules = [_rule(rule) for rule in report.rules]
    return {"name": name, "version": version, "semanticVersion": version, "language": "en-US", "rules": rules}


def _rule(rule: Rule) -> _Json:
    return {
        "id": rule.name,
        "shortDescription": {"text": one_line(rule.summary)},
        "fullDescription": {"text": one_line(rule.why)},
        "help": {
            "text": f"{one_line(rule.why)}\n\nHow to mend it: {one_line(rule.mend)}\n\nSource: {one_line(rule.source)}",
            "markdown": f"{one_line(rule.why)}\n\n**How to mend it:** {one_line(rule.mend)}\n\n*Source: {one_line(rule.source)}*",
        },
        "defaultConfiguration": {"level": rule.severity},
        "properties": {
            "tags": ["telemetry", rule.group, f"phase-{rule.phase}"],
            "precision": rule.confidence,
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _invocation(report: Report) -> _Json:
    """How the run ended, with an error for each file that was not read and a note for each that was left out."""
    told = [_notification("error", path, why) for path, why in report.coverage.failed]
    told += [_notification("note", path, why) for path, why in report.coverage.skipped]
    found: _Json = {"executionSuccessful": not report.coverage.failed, "exitCode": report.exit_code}
    return {**found, "toolExecutionNotifications": told} if told else found


def _notification(level: str, path: str, why: str) -> _Json:
    words = {"error": "not read", "note": "left out"}[level]
    message = {"text": f"{words}: {visible(path)}: {one_line(why)}"}
    return {"level": level, "message": message, "locations": [_location(Place(path, FILE_START))]}


def _results(report: Report) -> list[_Json]:
    index = {rule.name: number for number, rule in enumerate(report.rules)}
    return [_result(finding, index, report.baseline) for finding in report.findings]


def _result(finding: Finding, index: dict[str, int], baseline: bool) -> _Json:
    result: _Json = {"ruleId": finding.rule}
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    result["level"] = finding.severity
    result["message"] = {"text": _said(finding.message)}
    result["locations"] = [_location(Place(finding.path, finding.span))]
    if finding.related:
        result["relatedLocations"] = [{"id": number, **_spoken(other)} for number, other in enumerate(finding.related, 1)]
    if finding.flow:
        result["codeFlows"] = [{"threadFlows": [{"locations": [{"location": _spoken(step)} for step in finding.flow]}]}]
    result["partialFingerprints"] = {"telint/v1": finding.fingerprint}
    result["suppressions"] = _suppressions(finding)
    if baseline:
        result["baselineState"] = "unchanged" if finding.suppressed == "baseline" else "new"
    return result


def _suppressions(finding: Finding) -> list[_Json]:
    """An empty list says that a result is not suppressed, where none would leave it open."""
    if not finding.suppressed:
        return []
    kind = "inSource" if finding.suppressed == "ignore" else "external"
    return [{"kind": kind, "status": "accepted", "justification": one_line(finding.reason) or "It was there when telint was adopted."}]


def _spoken(related: Related) -> _Json:
    location = _location(related.place)
    return {**location, "message": {"text": _said(related.message)}} if related.message else location


def _said(text: str) -> str:
    """Text of a message. What looks like a link in it would become one, wherever it leads."""
    return one_line(text).replace("](", "] (")


def _location(place: Place) -> _Json:
    if place.path.startswith(SHIPPED):
        artifact: _Json = {"uri": f"{SHIPPED}{_quoted(place.path.removeprefix(SHIPPED))}"}
    else:
        artifact = {"uri": _quoted(place.path), "uriBaseId": _ROOT}
    # A finding on a file as a whole has no region.
    region: _Json = {} if place.span == FILE_START else {"region": _region(place.span)}
    return {"physicalLocation": {"artifactLocation": artifact, **region}}


def _region(span: Span) -> _Json:
    return {"startLine": span.line, "startColumn": span.column, "endLine": span.end_line, "endColumn": span.end_column}


def _quoted(path: str) -> str:
    """A path as a relative URI, whatever bytes a file name has."""
    return "".join(chr(byte) if byte in _PLAIN else f"%{byte:02X}" for char in path for byte in _bytes(char))


def _bytes(char: str) -> bytes:
    return char.encode("utf-8", "surrogateescape" if "\udc80" <= char <= "\udcff" else "surrogatepass")
