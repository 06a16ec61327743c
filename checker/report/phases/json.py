"""For programs: version 1 of `contracts/schema/phases.v1.schema.json`. Inner names may change, these may not."""

from checker.model.finding import Finding
from checker.model.programme import Covered, Verdict
from checker.report.phases import Progress
from checker.report.shared.documents import tool
from checker.report.shared.lines import dumps


def render(progress: Progress) -> str:
    demands = [{"phase": s.number, "title": s.title, **_demand(verdict)} for s in progress.standings for verdict in s.verdicts]
    return dumps(
        {
            "version": 1,
            "tool": tool(progress.tool),
            "demands": demands,
            "covered": [_covered(covered) for covered in progress.covered],
            "failed": [{"path": path, "why": why} for path, why in progress.failed],
        }
    )


def _demand(verdict: Verdict) -> dict[str, object]:
    return {
        "demand": verdict.demand,
        "verdict": verdict.verdict,
        "judged": verdict.judged,
        "why": verdict.why,
        "rules": list(verdict.rules),
        "accepted": verdict.accepted,
        "findings": [_finding(finding) for finding in verdict.open],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "path": finding.path,
        "line": finding.span.line,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }


def _covered(covered: Covered) -> dict[str, object]:
    looked = covered.whole >= 0
    return {
        "what": covered.what,
        "meaning": covered.meaning,
        "part": covered.part if looked else None,
        "whole": covered.whole if looked else None,
    }
