"""For programs: version 1 of `contracts/schema/backlog.v1.schema.json`. Inner names may change, these may not."""

from checker.model.backlog import Check, Claim
from checker.report.backlog import Verified
from checker.report.shared.documents import tool
from checker.report.shared.lines import dumps


def render(verified: Verified) -> str:
    backlog = verified.backlog
    lines = [_claim(claim) for claim in backlog.claims]
    return dumps({"version": 1, "tool": tool(verified.tool), "path": backlog.path, "lines": lines, "open": backlog.open})


def _claim(claim: Claim) -> dict[str, object]:
    return {"line": claim.span.line, "text": claim.text, "verdict": claim.verdict, "checks": [_check(check) for check in claim.checks]}


def _check(check: Check) -> dict[str, object]:
    return {"said": check.said, "holds": check.holds, "path": check.path, "line": check.line}
