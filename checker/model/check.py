"""What code asks of the value of a variable of the environment, where that is known in full."""

from typing import NamedTuple


class Check(NamedTuple):
    """A question with yes or no for an answer. `op`: `is` (one of `texts`), `like` (the same, whatever the case; `texts` are lower case),
    `set`, `always`, `not`, `any`, `all` (of `parts`), `else` (the first part where the variable is set, the second where it is not), or
    `unsettled` (what a helper answers that can also answer neither, and then the part): only with that helper's answer is it a question.
    """

    op: str
    texts: tuple[str, ...] = ()
    parts: "tuple[Check, ...]" = ()


SET = Check("set")
ALWAYS = Check("always")


def negated(check: Check) -> Check:
    """The opposite question."""
    return check.parts[0] if check.op == "not" else Check("not", parts=(check,))


def constant(answer: bool) -> Check:
    """A question with one answer."""
    return ALWAYS if answer else negated(ALWAYS)


def either(check: Check, unset: Check) -> Check:
    """What is asked where the variable is set, and where it is not."""
    return Check("else", parts=(check, unset))


def both(*checks: Check) -> Check:
    """Whether all of it holds."""
    return Check("all", parts=checks)


def unsettled(default: bool) -> Check:
    """What a helper answers, or `default` where it answers neither yes nor no."""
    return Check("unsettled", parts=(constant(default),))


def is_unsettled(check: Check) -> bool:
    """Whether a question has to be put together with the answer of a helper."""
    return check.op == "unsettled" or any(is_unsettled(part) for part in check.parts)


def settled(check: Check, yes: Check, no: Check) -> Check:
    """A question about the answer of a helper, which is yes, no or neither, as one about the value."""
    if check.op == "unsettled":
        return Check("any", parts=(yes, both(negated(no), *check.parts)))
    return check._replace(parts=tuple(settled(part, yes, no) for part in check.parts))


def answer(check: Check, value: str | None) -> bool:
    """The answer for a value, `None` where the variable is not set."""
    match check.op:
        case "is":
            return value in check.texts
        case "like":
            return value is not None and value.lower() in check.texts
        case "set":
            return value is not None
        case "not":
            return not answer(check.parts[0], value)
        case "any":
            return any(answer(part, value) for part in check.parts)
        case "all":
            return all(answer(part, value) for part in check.parts)
        case "else":
            return answer(check.parts[value is None], value)
    return True


def texts(check: Check) -> frozenset[str]:
    """All texts that a question names."""
    return frozenset(check.texts).union(*(texts(part) for part in check.parts))


class Asked(NamedTuple):
    """A value on its way from where a variable is read to the question. `kind`: `maybe` (it may not be there), `text`, `flag` (the question
    is asked), `maybe-flag` (it may not be there), or `choice` (`check` says yes, `off` says no, and otherwise neither is said).

    `fold` is the case it was brought to (`lower`, `upper`, `""`); `default` the text in its place where the variable is not set (None:
    nothing is known of that case), also where it is empty with `empty`; `check` what was asked; `through` are methods on the way that only
    a producer file can know to change nothing.
    """

    kind: str
    fold: str = ""
    default: str | None = None
    empty: bool = False
    check: Check | None = None
    through: tuple[str, ...] = ()
    off: Check | None = None


READ = Asked("maybe")


def compared(asked: Asked, listed: tuple[str, ...], folded: bool = False) -> Check:
    """Whether a text is one of some; whatever its case where it was brought to one, or the comparison does that (`folded`)."""
    if asked.fold:
        listed = tuple(t.lower() for t in listed if t == (t.lower() if asked.fold == "lower" else t.upper()))
    if asked.fold or folded:
        return Check("like", tuple(sorted({t.lower() for t in listed})))
    return Check("is", tuple(sorted(set(listed))))


def asked_of(asked: Asked, check: Check) -> Asked | None:
    """A text once a question is asked of it, with the answer for where the variable is not set; None where that is not known."""
    if asked.kind == "maybe":
        return asked._replace(kind="flag", check=both(SET, check))
    if asked.kind != "text" or asked.default is None:
        return None
    default = asked.default
    if asked.fold:
        default = default.lower() if asked.fold == "lower" else default.upper()
    unset = constant(answer(check, default))
    if asked.empty:
        check = Check("any", parts=(both(negated(Check("is", ("",))), check), both(Check("is", ("",)), unset)))
    return asked._replace(kind="flag", check=either(check, unset))


def chosen(asked: Asked, arms: "list[tuple[Check, str]]") -> Asked | None:
    """What the first of some questions that holds says, each `yes`, `no` or `neither`; None where none says neither, or all do."""
    if asked.kind == "text":
        unset = "neither" if asked.default is None else next((said for check, said in arms if answer(check, asked.default)), "neither")
        arms = [(negated(SET), unset), *arms]
    found: dict[str, list[Check]] = {"yes": [], "no": [], "neither": []}
    for at, (check, said) in enumerate(arms):
        found[said].append(both(*(negated(before) for before, _ in arms[:at]), check))
    if not found["neither"] or not (found["yes"] or found["no"]):
        return None
    yes, no = (Check("any", parts=tuple(found[said])) for said in ("yes", "no"))
    return asked._replace(kind="choice", check=yes, off=no)
