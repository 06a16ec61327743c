"""For a page or a pull request: a table of the ticked lines."""

from checker.model.backlog import Claim
from checker.report.backlog import Verified, spoken, totals
from checker.report.shared.markup import plain


def render(verified: Verified) -> str:
    head = f"# {plain(verified.backlog.path)}\n\n{totals(verified.backlog)}.\n"
    table = ("| line | verdict | claim | evidence |", "| --- | --- | --- | --- |")
    return "\n".join([head, *table, *map(_row, verified.backlog.claims), ""])


def _row(claim: Claim) -> str:
    evidence = "; ".join(map(spoken, claim.checks))
    return f"| {claim.span.line} | {claim.verdict} | {plain(claim.text)} | {plain(evidence)} |"
