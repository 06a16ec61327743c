"""For spreadsheets: a row a callsite, lists with semicolons between."""

import csv
import io

from checker.model.subject import Callsite, Step
from checker.report.inventory import Inventory, shown
from checker.report.shared.sites import class_of, classification
from checker.report.shared.visible import visible

COLUMNS = (
    "path", "line", "column", "kind", "api", "language", "unit", "function", "context", "events", "event_status", "event_pattern",
    "event_reason", "session_prefix", "tables", "payload_type", "payload_fields", "class", "class_level", "class_source", "guards", "chain",
)  # fmt: skip


def render(inventory: Inventory) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(tuple(map(_cell, _row(site))) for site in shown(inventory))
    return text.getvalue()


def _row(site: Callsite) -> tuple[object, ...]:
    nearest = classification(site)
    # fmt: off
    return (
        site.path, site.span.line, site.span.column, site.kind, site.api, site.language, site.unit, site.function, site.context,
        "; ".join(site.event.names), site.status, site.event.pattern, site.event.reason, site.session_prefix or "", "; ".join(site.tables),
        site.payload.type, "; ".join(site.payload.fields), class_of(nearest) if nearest else "", nearest.level if nearest else "",
        nearest.source if nearest else "", "; ".join(site.guards), " > ".join(map(_step, site.chain)),
    )
    # fmt: on


def _step(step: Step) -> str:
    return f"{step.path}:{step.line} {step.name}" if step.path else step.name


def _cell(value: object) -> str:
    """Safe text: a spreadsheet takes a cell that starts with one of these for a formula."""
    text = visible(str(value))
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
