"""Rule files -> rules. Found by folder (`<dir>/<group>/<name>.yaml`), checked on arrival, every mistake of every file at once."""

import os
from collections.abc import Iterator, Sequence

from checker.contracts import Document, load
from checker.contracts.noted import noted
from checker.model.errors import Complaint, Unusable
from checker.model.finding import Rule

#: A folder of the shipped rules that holds something else.
NOT_RULES = ("producers",)
MAX_BYTES = 64 * 1024
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def load_rules(shipped: str, root: str = "", rule_dirs: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The shipped rules of the folder `shipped` and those of the workspace `root`, by name.

    Shipped rules are trusted to be well-formed (the test suite loads them with `check_rules`); a workspace's are
    checked in full. Raises `Unusable` with every complaint.
    """
    ours = tuple(rule_of(_document(shipped, path, f"rules/{path}")) for path in _paths(shipped) if path.split("/")[0] not in NOT_RULES)
    theirs = check_rules(root, rule_dirs) if rule_dirs else ()
    complaints = _duplicates(ours + theirs)
    if complaints:
        raise Unusable(*complaints)
    return tuple(sorted(ours + theirs))


def check_rules(root: str, rule_dirs: Sequence[str]) -> tuple[Rule, ...]:
    """The rules in `rule_dirs` (relative to `root`), checked in full: form, names, and expressions against the subjects' schema."""
    complaints: list[Complaint] = []
    documents: list[Document] = []
    for folder in rule_dirs:
        for path in _own_paths(root, folder, complaints):
            try:
                documents.append(_document(root, path, path))
            except Unusable as unusable:
                complaints += unusable.complaints
    complaints += _mistakes(documents)
    if complaints:
        raise Unusable(*sorted(complaints))
    return tuple(rule_of(document) for document in documents)


def rule_of(document: Document) -> Rule:
    """The rule in a valid document; group and name are its folder and stem."""
    group, name = _group_and_name(document.path)
    data = {"confidence": "high", "source": "", **document.data}
    return Rule(name=name, group=group, path=document.path, **data)


def _group_and_name(path: str) -> tuple[str, str]:
    folder, _, file = path.rpartition("/")
    return folder.rpartition("/")[2], file.removesuffix(".yaml")


def _document(root: str, path: str, shown: str) -> Document:
    try:
        with open(os.path.join(root, path), "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Unusable(Complaint(shown, 0, 0, f"cannot be read: {error.strerror}")) from error
    if len(data) > MAX_BYTES:
        raise Unusable(Complaint(shown, 0, 0, f"larger than {MAX_BYTES // 1024} KiB"))
    return load(shown, data)


def _paths(folder: str) -> list[str]:
    """YAML files below `folder`, relative to it, in order. Links to folders are not followed."""
    found = (os.path.relpath(os.path.join(at, name), folder) for at, _, names in os.walk(folder) for name in names)
    return sorted(path.replace(os.sep, "/") for path in found if path.endswith((".yaml", ".yml")))


def _own_paths(root: str, folder: str, complaints: list[Complaint]) -> Iterator[str]:
    """Rule files of a workspace's folder; what cannot be one is a complaint, so that no rule is left out without a word."""
    top = os.path.join(root, folder)
    if not os.path.isdir(noted(top)):
        complaints.append(Complaint(folder, 0, 0, "rule folder not found"))
        return
    paths = _paths(top)
    if not paths:
        complaints.append(Complaint(folder, 0, 0, "no rule in this folder; rules are <group>/<name>.yaml"))
    for path in paths:
        full = f"{folder.rstrip('/')}/{path}"
        wrong = _misplaced(path) or _outside(root, full)
        if wrong:
            complaints.append(Complaint(full, 0, 0, wrong))
        else:
            yield full


def _misplaced(path: str) -> str:
    if path.count("/") != 1 or not path.endswith(".yaml"):
        return "not a place for a rule; rules are <group>/<name>.yaml"
    group, name = _group_and_name(path)
    bad = [word for word in (group, name) if not is_kebab(word)]
    return f'"{bad[0]}" is not kebab-case (lower-case words joined by "-")' if bad else ""


def _outside(root: str, path: str) -> str:
    real, inside = os.path.realpath(noted(os.path.join(root, path))), os.path.realpath(root)
    return "" if os.path.commonpath((real, inside)) == inside else "stands outside the workspace"


def is_kebab(word: str) -> bool:
    """Whether `word` is lower-case words joined by single hyphens."""
    return all(part and _LOWER.issuperset(part) for part in word.split("-"))


def _mistakes(documents: Sequence[Document]) -> Iterator[Complaint]:
    if not documents:
        return
    from checker.contracts import validate
    from checker.contracts.validate import schema_of
    from checker.evaluate.check import check_expressions, checker

    against = checker(schema_of("subjects.v1.schema.json"))
    for document in documents:
        yield from validate(document, "rule.v1.schema.json") or check_expressions(document, against)


def _duplicates(rules: Sequence[Rule]) -> list[Complaint]:
    first = dict[str, Rule]()
    pairs = [(rule, first.setdefault(rule.name, rule)) for rule in rules]
    return [Complaint(rule.path, 1, 1, f'a rule named "{rule.name}" is there already: {of.path}') for rule, of in pairs if rule is not of]
