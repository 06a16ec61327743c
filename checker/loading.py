"""What the configuration names, loaded and checked: rules, producers, and the words and switches that rules ask for."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from checker import config as configuration
from checker import data
from checker.contracts import read, validate
from checker.evaluate.load import load_rules
from checker.link.lexicon import Lexicon, lexicon
from checker.link.producers import producer
from checker.model.config import Config, Control
from checker.model.errors import Unusable
from checker.model.finding import Rule
from checker.model.producer import Producer
from checker.model.upload import LEAVING, Sending

#: The kinds of subject that are answers to findings: comments that ignore them, entries of the baseline.
ANSWERS = ("ignore", "entry")
#: The shipped producer that says how variables are read; toggles cannot do without it.
_READERS = "environment"


class Asked(NamedTuple):
    """What rules ask of the linker that takes work of its own: the lexicon to follow flows by, the switches to look for,
    whether types and constants need a class, the ways out of the machine."""

    lexicon: Lexicon | None = None
    control: Control | None = None
    types: bool = False
    sending: Sending | None = None


def producers(root: str, config: Config) -> tuple[Producer, ...]:
    """The shipped producers that the configuration names (all if it names none), and the workspace's own, checked."""
    shipped = data.folder("rules/producers")
    there = sorted(n.removesuffix(".yaml") for n in os.listdir(shipped) if n.endswith(".yaml"))
    wrong = configuration.check_producer_names(config, there, root)
    if wrong:
        raise Unusable(*wrong)
    names = dict.fromkeys((*(config.producers or there), *((_READERS,) if config.toggles else ())))
    ours = [producer(n, read(shipped, f"{n}.yaml"), f"rules/producers/{n}.yaml") for n in names]
    return (*ours, *(_own_producer(root, path) for path in config.producer_files))


def _own_producer(root: str, path: str) -> Producer:
    document = read(root, path)
    complaints = validate(document, "producer.v1")
    if complaints:
        raise Unusable(*complaints)
    return producer(path.rpartition("/")[2].removesuffix(".yaml"), document, path, own=True)


def rules(root: str, config: Config) -> tuple[Rule, ...]:
    """All rules there are, the workspace's own included; the configuration names no other."""
    known = load_rules(data.folder("rules"), root, config.rule_dirs)
    wrong = configuration.check_rule_names(config, [r.name for r in known], root)
    if wrong:
        raise Unusable(*wrong)
    return known


def chosen(known: tuple[Rule, ...], config: Config) -> tuple[Rule, ...]:
    """Those of them that run."""
    return tuple(r for r in known if (not config.select or r.name in config.select) and r.name not in config.ignore)


def asked(root: str, config: Config, chosen: Sequence[Rule]) -> Asked:
    """What the rules that were chosen need."""
    # Whether an ignore of such a rule is idle can only be told by asking.
    answers = any(rule.subject in ANSWERS for rule in chosen)
    spoken = words(root, config) if answers or any(rule.subject in ("flow", "sink") for rule in chosen) else None
    switched = config.control.toggles and (answers or any("site.control" in rule.when for rule in chosen))
    leaves = answers or any(rule.subject in LEAVING for rule in chosen)
    return Asked(spoken, config.control if switched else None, config.types, _sending(config) if leaves else None)


def _sending(config: Config) -> Sending | None:
    """What the configuration says of ways out of the machine, with the calls that lead there; `None` where it says nothing."""
    if not (config.upload.known() or config.upload.vault or config.clients.doctor):
        return None
    from checker.link.network import apis

    return Sending(apis(read(data.folder("contracts"), "upload/egress.v1.yaml").data), config.upload, config.clients.doctor)


def words(root: str, config: Config) -> Lexicon:
    """The shipped lexicon with the workspace's own words, checked."""
    own = [read(root, path) for path in config.lexicon_files]
    wrong = [complaint for document in own for complaint in validate(document, "lexicon.v1")]
    if wrong:
        raise Unusable(*wrong)
    return lexicon(read(data.folder("contracts"), "classification/lexicon.v1.yaml").data, *(document.data for document in own))
