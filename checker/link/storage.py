"""Tables, rules of retention and what is written, as the plain values that rules see (`contracts/schema/subjects.v1.schema.json`)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from checker.contracts.nearest import nearest
from checker.link.stated import classification
from checker.link.tables import PRUNING
from checker.model.config import RegistrySource
from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.registry import Retention
from checker.model.subject import Insertion, Promise, StoredTable, Subjects

Data = dict[str, Any]
#: The format of a retention policy in the registry.
_POLICIES = "retention-policy"


def as_data(subjects: Subjects, sources: Iterable[RegistrySource]) -> dict[str, list[Data]]:
    """The subjects of storage by kind. A policy among the `sources` that has no rule is one, too."""
    named = next((path for source in sources if source.format == _POLICIES for path in source.paths), "")
    policy = next((t.rule.place.path for t in subjects.tables if t.rule is not None), named)
    return {
        "table": [_table(t, policy) for t in subjects.tables if t.defined or t.writes],
        "retention_rule": list(_rules(subjects.tables)),
        "insertion": [_insertion(i) for i in subjects.insertions],
        "promise": [_promise(p) for p in subjects.promises],
    }


def _table(table: StoredTable, policy: str) -> Data:
    return {
        **subject(*table.place, [Related(p, "rows are written here") for p in table.writes[:8] if p != table.place]),
        "name": table.name,
        "telemetry": table.telemetry,
        "content": table.content,
        "defined": bool(table.defined),
        "whole": table.whole,
        "columns": [c.name for c in table.columns],
        "coverage": table.coverage,
        "via": list(table.via),
        "policy": table.rule.place.path if table.rule else policy,
        "classified": bool(table.classes),
        "classification": classification(table.classes[0] if table.classes else None),
        "events": list(table.events),
        "written": len(table.writes),
    }


def _rules(tables: Sequence[StoredTable]) -> Iterator[Data]:
    made = tuple(t.name for t in tables if t.defined)
    for table in tables:
        if table.rule is not None:
            yield _rule(table, table.rule, made)


def _rule(table: StoredTable, rule: Retention, made: tuple[str, ...]) -> Data:
    names = tuple(c.name for c in table.columns)
    column = next((c for c in table.columns if c.name == rule.column.lower()), None)
    return {
        # A table that nothing makes is mended at its name, else the time column where that is stated.
        **subject(
            *(rule.column_place if table.defined else rule.place), [Related(p, f"`{table.name}` is made here") for p in table.defined[:4]]
        ),
        "table": table.name,
        "kind": rule.kind,
        "days": rule.days,
        "prunes": rule.kind in PRUNING,
        "time_column": rule.column,
        "defined": bool(table.defined),
        "whole": table.whole,
        "others_defined": bool(made),
        "column_known": column is not None,
        "column_type": column.type if column else "",
        "nearest_table": "" if table.defined else nearest(table.name, made),
        "nearest_column": "" if column or not rule.column else nearest(rule.column, names),
    }


def _insertion(found: Insertion) -> Data:
    return {
        **subject(*found.place, [Related(p, f"`{found.table}` is made here") for p in found.defined[:4]]),
        "table": found.table,
        "columns": list(found.columns),
        "unknown": list(found.unknown),
        "missing": list(found.missing),
        "uneven": list(found.uneven),
        "expected": len(found.columns or found.known),
        "nearest": nearest(found.unknown[0], found.known) if found.unknown else "",
    }


def _promise(found: Promise) -> Data:
    rule = found.rule
    return {
        **subject(*found.place, [Related(rule.place, f"the rule of `{rule.table}`")]),
        "events": list(found.events),
        "source": found.source,
        "days": found.days,
        "table": found.table,
        "via": list(found.via),
        "kind": rule.kind,
        "rule_table": rule.table,
        "rule_days": rule.days,
        "rule_path": rule.place.path,
        "rule_line": rule.days_place.span.line,
    }
