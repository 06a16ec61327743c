"""A producer file drafted from what bore out, with its evidence; what is in doubt stands in it as a comment that can be taken in."""

from collections.abc import Iterable, Mapping, Sequence

from checker.edit.judge import Verdict, written
from checker.edit.shapes import Proposal
from checker.edit.words import listed, remark, scalar
from checker.model.producer import Api, Argument, TableApi
from checker.model.subject import Callsite

#: Names and places shown as evidence.
_MOST = 4


def producers(
    found: Verdict, tables: Sequence[TableApi], languages: Iterable[str], sites: Mapping[str, Sequence[Callsite]], title: str
) -> str:
    """The text of a producer file. `sites` are the writes of each API by its path."""
    lines = [
        "# Drafted by `telint init` from the calls in this workspace: functions that are handed one event name after another.",
        "# Read it, mend it, keep it. What only leads to one of these calls need not be listed: such functions are found on their own.",
        f"description: {scalar(f'The telemetry of {title}.')}",
        f"languages: [{', '.join(sorted(languages))}]",
    ]
    if found.taken:
        lines += ["apis:", *(line for proposal in found.taken for line in _entry(proposal, sites.get(proposal.api.names[0], ())))]
    if tables:
        lines += ["tables:", *(line for table in tables for line in _table(table))]
    if found.doubted:
        lines += ["", "# In doubt, because shape and words do not both say so. What is telemetry, take into `apis`."]
        for proposal in found.doubted:
            lines += [f"#{line}" for line in _entry(proposal, sites.get(proposal.api.names[0], ()))]
    return "\n".join(lines) + "\n"


def _entry(proposal: Proposal, sites: Sequence[Callsite]) -> list[str]:
    api = proposal.api
    names = written(sites) or [*proposal.names, *proposal.classes]
    where = f"{remark(proposal.place.path)}:{proposal.place.span.line}"
    called = "defined" if proposal.function else "first called"
    counts = f"{_count(len(proposal.calls), 'call')} in production code, {_count(len(names), 'name')}"
    return [
        f"  # {called} at {where}; {counts}: {listed(names, _MOST)}",
        f"  - kind: {api.kind}",
        f"    names: [{', '.join(map(scalar, api.names))}]",
        f"    role: {api.role}",
        *_places(api),
    ]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _places(api: Api) -> list[str]:
    places = (("event", api.event), ("session", api.session), ("payload", api.payload), ("value", api.value))
    lines = [f"    {role}: {_argument(argument)}" for role, argument in places if argument]
    return [*lines, f"    attribute: {scalar(api.attribute)}"] if api.attribute else lines


def _argument(argument: Argument) -> str:
    parts = [f"position: {argument.position}"] if argument.position >= 0 else []
    parts += [f"keyword: {scalar(argument.keyword)}"] if argument.keyword else []
    return "{" + ", ".join(parts) + "}"


def _table(table: TableApi) -> list[str]:
    columns = (("event", table.event), ("session", table.session), ("payload", table.payload))
    return [f"  - name: {scalar(table.name)}", *(f"    {role}: {scalar(column)}" for role, column in columns if column)]
