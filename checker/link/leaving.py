"""What leaves the machine, as rules see it (`contracts/schema/subjects.v1.schema.json`)."""

from collections.abc import Iterable, Sequence
from typing import Any

from checker.model.finding import Finding, Related, Rule
from checker.model.judged import Subject, subject
from checker.model.place import FILE_START, opening
from checker.model.upload import Credential, Egress, Leaving, Shown

#: The kind of subject that is judged when all others are.
UPLOAD = "upload"
#: The phase of the central sink: what belongs to those before it has to hold first.
_SINK = 5


def as_subjects(leaving: Leaving, configuration: str) -> dict[str, list[Subject]]:
    """The subjects by kind; what is only configured stands in the file `configuration`."""
    return {
        "egress": [*map(_egress, leaving.egress)],
        "credential": [*map(_credential, leaving.credentials)],
        "view": [_view(each, configuration) for each in leaving.views],
    }


def _egress(each: Egress) -> Subject:
    related = [Related(place, f"called by {name}") for name, place in each.way]
    related += [Related(place, f"`{name}` reaches the network") for name, place in each.onwards[-1:]]
    return subject(
        each.place.path,
        each.place.span,
        related,
        name=each.api,
        function=each.function,
        production=each.context == "production",
        operator=each.operator,
        consent=each.consent,
        way=[name for name, _ in each.way],
        handles=each.handles,
        network=each.onwards[-1][0] if each.onwards else each.api,
    )


def _credential(each: Credential) -> Subject:
    told: dict[str, Any] = {"name": each.name, "api": each.api, "vaulted": each.vaulted, "production": each.context == "production"}
    return subject(each.place.path, each.place.span, **told)


def _view(each: Shown, configuration: str) -> Subject:
    view, first = each.view, each.ways[0] if each.ways else ()
    call, at = first[0] if first else ("", each.place and each.place._replace(span=opening(each.place.span)))
    related = [Related(place, f"`{said}` reaches the network") for *_, (said, place) in each.ways]
    return subject(
        at.path if at else configuration,
        at.span if at else FILE_START,
        related,
        name=f"{view.function} ({view.arm})" if view.arm else view.function,
        call=call,
        network=[said for *_, (said, _) in each.ways],
        unknown=each.unknown,
    )


def earlier(rules: Iterable[Rule]) -> set[str]:
    """The names of the rules of the phases that come before an upload."""
    return {rule.name for rule in rules if rule.phase < _SINK}


def uploads(egress: Sequence[Subject], findings: Iterable[Finding], rules: Iterable[Rule]) -> list[Subject]:
    """A subject for each way out, with what is still wrong in the phases before it."""
    phases = {rule.name: rule.phase for rule in rules}
    wrong = [f for f in findings if f.severity == "error" and f.suppressed != "ignore" and phases.get(f.rule, _SINK) < _SINK]
    numbers = sorted({phases[f.rule] for f in wrong})
    out = [each for each in egress if each["production"]]
    return [subject(each["path"], each["_place"].span, name=each["name"], errors=len(wrong), phases=numbers) for each in out]
