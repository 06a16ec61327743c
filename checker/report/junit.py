"""JUnit XML: each rule is a suite, each finding a case, for whatever shows test results."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from checker.model.finding import Finding, counts
from checker.report import Report
from checker.report.shared.visible import one_line, visible


def render(report: Report) -> str:
    suites = Element("testsuites", name=report.tool[0])
    names = dict.fromkeys([*(rule.name for rule in report.rules), *(finding.rule for finding in report.findings)])
    for name in names:
        _suite(suites, name, [finding for finding in report.findings if finding.rule == name], report)
    if report.coverage.failed:
        _unread(suites, report)
    for total in ("tests", "failures", "errors"):
        suites.set(total, str(sum(int(suite.get(total, "0")) for suite in suites)))
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, encoding="unicode")}\n'


def _suite(suites: Element, name: str, findings: list[Finding], report: Report) -> None:
    """A rule without a finding is a test that passes, so that a clean run is not one without tests."""
    suite = SubElement(suites, "testsuite", name=visible(name))
    for finding in findings:
        _case(suite, finding, report)
    if not findings:
        SubElement(suite, "testcase", name=visible(name), classname=report.tool[0])
    _count(suite)


def _case(suite: Element, finding: Finding, report: Report) -> None:
    place = f"{visible(finding.path)}:{finding.span.line}:{finding.span.column}"
    case = SubElement(suite, "testcase", name=place, classname=f"{report.tool[0]}.{visible(finding.rule)}")
    message = one_line(finding.message)
    if finding.suppressed:
        SubElement(case, "skipped", message=one_line(finding.reason) or "in the baseline").text = message
    elif counts(finding, report.fail_on):
        SubElement(case, "failure", message=message, type=finding.severity).text = f"{place}: {message}\n{one_line(finding.mend)}"
    else:
        # It does not fail the gate, so it fails no test.
        SubElement(case, "system-out").text = f"{finding.severity}: {place}: {message}"


def _unread(suites: Element, report: Report) -> None:
    suite = SubElement(suites, "testsuite", name="not read")
    for path, why in report.coverage.failed:
        case = SubElement(suite, "testcase", name=visible(path), classname=f"{report.tool[0]}.not-read")
        SubElement(case, "error", message=one_line(why), type="not-read")
    _count(suite)


def _count(suite: Element) -> None:
    for total, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(total, str(sum(1 for _ in suite.iter(tag))))
