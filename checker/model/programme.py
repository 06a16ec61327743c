"""How far a telemetry programme has come: the demands of its phases, each with a verdict and the evidence for it."""

from typing import NamedTuple

from checker.model.finding import Finding

#: The verdicts on a demand, best first.
VERDICTS = ("holds", "fails", "cannot tell", "not configured")


class Demand(NamedTuple):
    """A demand as a programme states it. `needs` are settings of which one must be there; `without`: settings, each with the rules that
    judge nothing where it is not there; `unknown` and `because` are CEL by kind."""

    text: str
    rules: tuple[str, ...]
    needs: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()
    because: tuple[tuple[str, str], ...] = ()
    without: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Phase(NamedTuple):
    """A phase with its demands."""

    number: int
    title: str
    demands: tuple[Demand, ...]


class Kind(NamedTuple):
    """How subjects of a kind are counted: what one is called, which count (CEL, `""`: all), and whether each is a defect. `none` is what is
    said where there is none."""

    noun: str
    of: str = ""
    defects: bool = False
    none: str = ""


class Share(NamedTuple):
    """Something that is counted beside the phases: which subjects of a kind count, and which of them are covered (CEL)."""

    what: str
    meaning: str
    kind: str
    of: str = ""
    covered: str = ""


class Programme(NamedTuple):
    """The demands of all phases, and what is counted."""

    kinds: tuple[tuple[str, Kind], ...]
    shares: tuple[Share, ...]
    phases: tuple[Phase, ...]


class Verdict(NamedTuple):
    """What became of a demand. `judged` says what was looked at (`60 writes`), `why` what stands against a clear answer; `open` are the
    findings that speak against it, `accepted` how many more are ignored with a reason."""

    demand: str
    rules: tuple[str, ...]
    verdict: str
    judged: str
    why: str
    open: tuple[Finding, ...]
    accepted: int = 0


class Standing(NamedTuple):
    """A phase with the verdicts on its demands."""

    number: int
    title: str
    verdicts: tuple[Verdict, ...]


class Covered(NamedTuple):
    """A share: `part` of `whole`; `whole` is -1 where there is nothing of the kind to count."""

    what: str
    meaning: str
    part: int
    whole: int
