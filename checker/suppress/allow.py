"""What a directive says: `telint: allow RULE, RULE until=DATE -- reason`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from checker.contracts import suggestion
from checker.model.directive import ALLOW, Directive

_KEYS = ("until",)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_REASON = re.compile(r"(?:^|\s)--(?:\s|$)")


class Allow(NamedTuple):
    """A directive read. `until` is the last day on which it holds (`2027-01-31`, `""`: for good); one with a mistake has no effect."""

    directive: Directive
    rules: tuple[str, ...]
    reason: str
    until: str
    mistake: str

    def covers(self, line: int) -> bool:
        """Whether a finding on this line is what the directive is about."""
        return line == self.directive.span.line or self.directive.first <= line <= self.directive.last


def allow(directive: Directive) -> Allow:
    """What the directive says; its first mistake, if it has one."""
    head, *told = _REASON.split(directive.text[len(ALLOW) :], maxsplit=1)
    listed, words = _listed(head)
    pairs = [word.partition("=") for word in words]
    until = next((value for key, _, value in pairs if key == "until"), "")
    reason = " ".join(told).strip()
    return Allow(directive, listed, reason, until, next(_mistakes(listed, pairs), ""))


def _listed(head: str) -> tuple[tuple[str, ...], list[str]]:
    """The rules, with commas between, and the words behind them."""
    first, *words = re.sub(r"\s*,\s*", ",", head.strip()).split() or [""]
    if "=" in first:
        return (), [first, *words]
    return tuple(dict.fromkeys(filter(None, first.split(",")))), words


def _mistakes(rules: tuple[str, ...], pairs: list[tuple[str, str, str]]) -> Iterator[str]:
    if not rules:
        yield "it names no rule"
    for key, equals, value in pairs:
        if not equals:
            yield f'"{key}" is neither a rule behind a comma nor behind the "--" that starts a reason'
        elif key not in _KEYS:
            yield f'unknown key "{key}"{suggestion(key, _KEYS)}'
        elif not _is_date(value):
            yield f'"{value}" is not a day, such as 2027-01-31'


def _is_date(text: str) -> bool:
    from datetime import date  # only where a directive has one

    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False
