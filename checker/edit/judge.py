"""Which proposals bear out, once the linker has followed them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from checker.edit.shapes import Proposal
from checker.edit.vocabulary import certain, plain
from checker.model.place import Place
from checker.model.producer import Producer, TableApi
from checker.model.subject import Callsite

#: Names that an API has to write, and the share of its writes of which the name is known.
_NAMES, _KNOWN = 2, 0.5


class Verdict(NamedTuple):
    """`taken`: telemetry by word and by shape. `doubted`: the shape is right, but the words are also used for other things, or the
    words are right, but one name makes no shape."""

    taken: tuple[Proposal, ...]
    doubted: tuple[Proposal, ...]


def producer(name: str, proposal: Proposal) -> Producer:
    """A proposal as a producer of its own, so that its writes can be told from those of others."""
    return Producer(name, "", (proposal.language,), (proposal.api,), (), "")


def table_producer(name: str, table: TableApi) -> Producer:
    return Producer(name, "", (), (), (table,), "")


def uncovered(proposed: Iterable[Proposal], sites: Iterable[Callsite]) -> tuple[Proposal, ...]:
    """Proposals whose calls are not known as writes already: those of a shipped producer, and what leads to it."""
    known = {Place(site.path, site.span) for site in sites}
    return tuple(p for p in proposed if 2 * sum(call.place in known for call in p.calls) < len(p.calls))


def verdict(proposed: Mapping[str, Proposal], sites: Sequence[Callsite]) -> Verdict:
    """What to think of the proposals, by the name of the producer that stood for each in the run that found `sites`."""
    writes = {name: [s for s in sites if s.producer == name and s.context == "production"] for name in proposed}
    seen = {name: _narrowed(proposal, writes[name]) for name, proposal in proposed.items() if writes[name]}
    # What hands its own parameter on to another one is a wrapper of that, and found by it.
    inner = {function for proposal in seen.values() for function in proposal.inside}
    kept = {name: proposal for name, proposal in seen.items() if proposal.function not in inner}
    shaped = {name for name in kept if _named(writes[name]) or len(kept[name].classes) >= _NAMES}
    taken = {name for name in shaped if certain(kept[name].api.names[0])}
    worded = {name for name, proposal in kept.items() if plain(proposal.api.names[0]) and (proposal.names or proposal.classes)}
    doubted = (shaped | worded) - taken
    return Verdict(tuple(kept[name] for name in sorted(taken)), tuple(kept[name] for name in sorted(doubted)))


def _narrowed(proposal: Proposal, writes: Sequence[Callsite]) -> Proposal:
    """With only those calls that are its own."""
    own = {Place(site.path, site.span) for site in writes}
    return proposal._replace(calls=tuple(call for call in proposal.calls if call.place in own))


def _named(writes: Sequence[Callsite]) -> bool:
    """Whether the names of most of these writes are known, and there are several."""
    known = sum(bool(written([site])) for site in writes)
    return len(written(writes)) >= _NAMES and known >= _KNOWN * len(writes)


def written(sites: Iterable[Callsite]) -> list[str]:
    """The names that writes can have, as far as they are known. What has no letter is a value that was taken for one."""
    names = {name for site in sites for name in (*site.event.names, site.event.pattern)}
    return sorted(name for name in names if any(map(str.isalpha, name)))
