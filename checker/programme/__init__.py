"""How far a workspace's telemetry programme has come: every demand of every phase, judged by a whole run."""

from typing import NamedTuple

from checker import pipeline
from checker.model.config import Config
from checker.model.programme import Covered, Kind, Standing
from checker.model.run import Judgement, Outcome, Request
from checker.programme.demands import programme
from checker.programme.subjects import Census
from checker.programme.verdicts import Evidence, shares, standings


class Progress(NamedTuple):
    """The phases with their verdicts, what is covered, and the run that it rests on."""

    standings: tuple[Standing, ...]
    covered: tuple[Covered, ...]
    outcome: Outcome


def progress(request: Request) -> Progress:
    """The state of the programme. Raises `Unusable` for what the user has to mend first."""
    judged = pipeline.judge(request)
    stated = programme()
    evidence = _evidence(judged, dict(stated.kinds))
    return Progress(standings(stated, evidence), shares(stated, evidence), judged.outcome)


def _evidence(judged: Judgement, kinds: dict[str, Kind]) -> Evidence:
    outcome = judged.outcome
    census = Census(judged.subjects, kinds)
    chosen = frozenset(rule.name for rule in outcome.rules)
    return Evidence(judged.rules, chosen, outcome.findings, census, lambda setting: _configured(judged.config, setting), _unread(judged))


def _unread(judged: Judgement) -> int:
    """How many files could not be read. A contract that cannot be is a defect, of which a demand of its own speaks."""
    defects = {rule.name for rule in judged.rules if rule.subject == "contract"}
    told = {finding.path for finding in judged.outcome.findings if finding.rule in defects}
    return len({path for path, _ in judged.outcome.coverage.failed} - told)


def _configured(config: Config, setting: str) -> bool:
    """Whether a setting such as `documents.trust-page` is there, or a source of the registry (`registry.FORMAT`)."""
    table, _, name = setting.partition(".")
    if table == "registry":
        return any(source.format == name for source in config.registry)
    value: object = config
    # What stands in the table of annotations has no table in the model.
    for name in setting.removeprefix("annotations.").split("."):
        value = getattr(value, name.replace("-", "_"), None)
    return bool(value)
