"""What a command asks for goes in, what was found comes out. The stages come in while the files are looked for: both take as long."""

from checker import config as configuration
from checker.model.finding import Rule
from checker.model.run import Changes, Drafted, Judgement, Outcome, Request
from checker.pipeline.start import started


def check(request: Request) -> Outcome:
    """Judge the workspace by all selected rules. Raises `Unusable` for what the user has to mend first."""
    return judge(request).outcome


def judge(request: Request) -> Judgement:
    """As `check`, with what was judged beside what was found."""
    with started(request) as run:
        from checker.pipeline import stages

        return stages.judge(run)


def inventory(request: Request) -> Outcome:
    """Every callsite, without judging it; works without a registry."""
    with started(request) as run:
        from checker.pipeline import stages

        return stages.inventory(run)


def draft(request: Request) -> Drafted:
    """The classification comments that are missing on the named paths, and what they would say."""
    with started(request) as run:
        from checker.pipeline import stages

        return stages.draft(run)


def changes(request: Request, since: str) -> Changes:
    """What changed in the registry since a revision. Raises `Unusable` where either cannot be read."""
    with started(request) as run:
        from checker.pipeline import stages

        return stages.changes(run, since)


def rules(request: Request) -> tuple[Rule, ...]:
    """All rules that a run would know, the workspace's own included."""
    from checker import loading

    return loading.rules(*configuration.load(request.start, request.config, request.profile))
