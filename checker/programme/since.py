"""What a change does: the workspace judged as it is and as it was, and only what differs told."""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from checker import pipeline
from checker.contracts.text import read_text
from checker.discover.history import base_of, lay_out
from checker.evaluate.run import evaluate
from checker.model.errors import Unusable
from checker.model.finding import Finding, counts, in_order
from checker.model.run import Judgement, Outcome, Request
from checker.programme.changes import changes

#: Lines from which two versions of a file are no longer compared line by line: all between their common ends counts as changed.
_MOST_LINES = 4000


def check(request: Request, revision: str) -> Outcome:
    """As `pipeline.check`, with the findings alone that the work since the merge base with `revision` introduced or touched.

    What merely moved, within a file, to another or with a renamed one, was there before. Where the state before cannot be judged (it had
    no registry, say), everything counts as new. Raises `Unusable`.
    """
    now = pipeline.judge(request)
    base = base_of(now.outcome.root, revision)
    with tempfile.TemporaryDirectory(prefix="telint-since-") as scratch:
        # Where nothing else names a unit, its folder does.
        folder = os.path.join(scratch, os.path.basename(now.outcome.root))
        os.mkdir(folder)
        lay_out(base, folder)
        before, why = _before(request, now, folder)
        found = _introduced(now, before, folder)
        found += evaluate(now.outcome.rules, {"change": changes(now, before, _added(now.outcome.root, folder))})
    judged = f"could not be judged, so that all counts as new: {why}" if why else "was judged, too"
    notes = (*now.outcome.notes, f"since {base.commit[:12]}, which {judged}")
    findings = tuple(sorted(found, key=in_order))
    failing = any(counts(f, now.outcome.fail_on) for f in findings)
    return now.outcome._replace(findings=findings, failing=failing, notes=notes)


def _before(request: Request, now: Judgement, folder: str) -> tuple[Judgement | None, str]:
    """The same run over the workspace as it was; None with the reason where that cannot be done."""
    config = request.config and os.path.join(folder, os.path.relpath(os.path.realpath(request.config), now.outcome.root))
    asked = request._replace(start=folder, paths=(), config=config if config and os.path.isfile(config) else None, baseline=False)
    try:
        return pipeline.judge(asked), ""
    except Unusable as unusable:
        return None, unusable.complaints[0].message


def _introduced(now: Judgement, before: Judgement | None, folder: str) -> tuple[Finding, ...]:
    """The findings that were not there before, and those on lines that the change touched."""
    was = before.outcome.findings if before else ()
    same = {(f.path, f.fingerprint) for f in was}
    # What is left of the old ones may have moved with its code: one for one, by what they say.
    left = Counter(_words(f) for f in was) - Counter(_words(f) for f in now.outcome.findings if (f.path, f.fingerprint) in same)
    touched = _toucher(now.outcome.root, folder)
    found = []
    for finding in now.outcome.findings:
        if (finding.path, finding.fingerprint) in same:
            found += [finding] if touched(finding) else []
        elif left[_words(finding)] > 0:
            left[_words(finding)] -= 1
        else:
            found.append(finding)
    return tuple(found)


def _words(finding: Finding) -> tuple[str, str, str]:
    """What a finding says, without the places that move with the code."""
    message = "".join(c for c in finding.message if not c.isdigit())
    return finding.rule, finding.subject.replace(finding.path, ""), message.replace(finding.path, "")


def _toucher(root: str, folder: str) -> Callable[[Finding], bool]:
    """Whether a finding stands on a line that is not as it was."""
    known: dict[str, frozenset[int]] = {}

    def touched(finding: Finding) -> bool:
        if finding.path not in known:
            known[finding.path] = _changed(_lines(folder, finding.path), _lines(root, finding.path))
        span = finding.span
        return any(span.line <= line <= span.end_line for line in known[finding.path])

    return touched


def _lines(root: str, path: str) -> list[str]:
    return read_text(root, path).text.split("\n")


def _changed(old: Sequence[str], new: Sequence[str]) -> frozenset[int]:
    """The lines (1-based) of `new` that are not in `old`."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = next((n for n, (a, b) in enumerate(zip(old[:start:-1], new[:start:-1], strict=False)) if a != b), 0)
    middle = range(start + 1, len(new) - end + 1)
    if len(old) - start > _MOST_LINES or len(middle) > _MOST_LINES:
        return frozenset(middle)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return frozenset(line + 1 for tag, _, _, first, last in matcher.get_opcodes() if tag != "equal" for line in range(first, last))


def _added(root: str, folder: str) -> Callable[[str], list[str]]:
    """The lines that a file gained."""

    def added(path: str) -> list[str]:
        new = _lines(root, path)
        return [new[line - 1] for line in sorted(_changed(_lines(folder, path), new))]

    return added
