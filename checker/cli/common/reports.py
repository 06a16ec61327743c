"""What a run found, in the form that reports take."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from checker.model.run import Outcome
    from checker.report import Report
    from checker.report.inventory import Inventory


def report_of(outcome: Outcome, exit_code: int = 0) -> Report:
    import checker
    from checker.cli.common.files import line_reader
    from checker.report import Report, summarise

    return Report(
        tool=checker.TOOL,
        root=os.path.basename(outcome.root),
        findings=outcome.findings,
        coverage=outcome.coverage,
        rules=outcome.rules,
        summary=summarise(outcome.findings, len(outcome.callsites)),
        line_of=line_reader(outcome.root),
        notes=outcome.notes,
        fail_on=outcome.fail_on,
        exit_code=exit_code,
        baseline=outcome.baseline,
    )


def inventory_of(outcome: Outcome) -> Inventory:
    import checker
    from checker.report.inventory import Inventory

    units = tuple(sorted({site.unit for site in outcome.callsites}))
    return Inventory(tool=checker.TOOL, callsites=outcome.callsites, units=units, coverage=outcome.coverage)
