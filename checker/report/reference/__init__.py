"""The reference of rules in Markdown: a page a group, and an index. Not a report format."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from checker.model.finding import PHASES, Rule
from checker.report.shared.markup import code, plain, table
from checker.report.shared.visible import visible

_MADE = "<!-- Written by `telint rules --output`; change the rule or its page instead. -->"


def documents(rules: Iterable[Rule], cases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The pages by file name. `cases` are those to show of each rule, as they stand on its page: a title, a sentence, fenced blocks."""
    ordered = sorted(rules, key=lambda rule: (rule.group, rule.name))
    groups = {group: list(members) for group, members in groupby(ordered, lambda rule: rule.group)}
    return {"README.md": _index(groups), **{f"{group}.md": _page(group, members, cases) for group, members in groups.items()}}


def _index(groups: Mapping[str, Sequence[Rule]]) -> str:
    parts = ["# Rules", _MADE, "What each finds, why that matters, how it is mended, and examples; `telint explain RULE` says the same."]
    for group, members in groups.items():
        rows = ((f"[{plain(r.name)}]({group}.md#{r.name})", r.severity, str(r.phase), plain(r.summary)) for r in members)
        parts += [f"## {plain(group)}", table(("rule", "severity", "phase", "finds"), rows)]
    return "\n\n".join(parts) + "\n"


def _page(group: str, members: Sequence[Rule], cases: Mapping[str, Sequence[str]]) -> str:
    return "\n\n".join([f"# {plain(group)}", _MADE, *(_rule(rule, cases.get(rule.name, ())) for rule in members)]) + "\n"


def _rule(rule: Rule, cases: Sequence[str]) -> str:
    phase = f"phase {rule.phase} ({PHASES[rule.phase]})" if rule.phase < len(PHASES) else f"phase {rule.phase}"
    parts = [
        f"## {plain(rule.name)}",
        plain(rule.summary),
        f"*{rule.severity}, {rule.confidence} confidence, {phase}, judges each {rule.subject}*",
        f"**Why.** {plain(rule.why)}",
        f"**How to mend it.** {plain(rule.mend)}",
        f"**Source.** {plain(rule.source)}",
        *map(_case, cases),
    ]
    return "\n\n".join(parts)


def _case(case: str) -> str:
    """A case one heading deeper; a fence names its language, and its file in a line above."""
    title, *lines = case.split("\n")
    shown: list[str] = []
    for line in lines:
        mark, titled, path = line.partition(" title=")
        shown += [f"{code(path)}:", "", mark] if titled and mark.startswith("```") else [line]
    return "\n".join([f"### {visible(title)}", *map(visible, shown)])
