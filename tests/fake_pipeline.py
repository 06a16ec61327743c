"""A stand-in for `checker.pipeline`: hand it to `main(words, FakePipeline(...))`; keyword arguments change the outcome it gives."""

from typing import Any

from checker.model.edit import Draft
from checker.model.finding import Coverage, Finding, Rule
from checker.model.place import Span
from checker.model.run import Changes, Drafted, Outcome, Request
from checker.model.subject import Callsite, EventName, Payload

FINDING = Finding("dead-event", "error", "high", "src/a.py", Span(0, 4, 1, 1, 1, 5), "nothing writes it", "", "e", (), (), "f")
SITE = Callsite(
    "src/a.py", Span(0, 4, 1, 1, 1, 5), "sink", "write", "p", "python", "app", "app.f", "production", EventName(("e",)), "registered",
    None, (), Payload(), (), (), (), True,
)  # fmt: skip
LOST = SITE._replace(event=EventName((), "", "computed"), status="unresolved")


def rule(name: str, group: str = "registration") -> Rule:
    return Rule(name, group, "An event\nthat nothing writes.", 1, "error", "high", "event", "", "", "Why so.", "Mend so.", "a source", "p")


class FakePipeline:
    """Gives a fixed outcome, or raises `error`, and keeps the requests it got."""

    def __init__(self, outcome: Outcome | None = None, error: BaseException | None = None, **changes: Any) -> None:
        coverage = Coverage(3, 1, (), ())
        plain = outcome or Outcome("", (), coverage, (), ("registry: taxonomy.yaml (1 events)",), False, True, (SITE, LOST))
        self.outcome, self.error = plain._replace(**changes), error
        self.requests: list[Request] = []

    def check(self, request: Request) -> Outcome:
        self.requests.append(request)
        if self.error:
            raise self.error
        return self.outcome

    inventory = check

    def draft(self, request: Request) -> Drafted:
        return Drafted(self.check(request), Draft((), ()))

    def changes(self, request: Request, since: str) -> Changes:
        return Changes(since, ())

    def rules(self, request: Request) -> tuple[Rule, ...]:
        return rule("dead-event"), rule("unregistered-event"), rule("unclassified-write", "classification")
