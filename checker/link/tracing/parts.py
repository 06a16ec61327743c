"""Records, and the fields of types: what is in a payload, field by field."""

from collections.abc import Iterator

from checker.link.fields import with_bases
from checker.link.frame import Frame
from checker.link.levels import Reader
from checker.link.lexicon import PLAIN, meaning, words
from checker.link.naming import Said, field_of, named
from checker.link.paths import last, parent
from checker.link.tracing.words import MAX_PARTS, Found, Tracer, Way, below, meant, origin, via
from checker.model.facts import Field, Type
from checker.model.place import Place
from checker.model.value import LITERALS, SEQUENCES, Item, Record


def traced_record(tracer: Tracer, written: Record, frame: Frame, way: Way) -> Iterator[Found]:
    """What the fields of a record start as."""
    type_ = "" if written.type in LITERALS else tracer.program.resolve(written.type, frame.scope)
    for each in written.items[:MAX_PARTS]:
        if written.type in SEQUENCES:
            yield from tracer.follow(tracer, each.value, frame, way)
        else:
            yield from traced_part(tracer, type_, each, frame, way)
    for more in written.rest[:MAX_PARTS]:
        yield from tracer.follow(tracer, more, frame, way)


def traced_part(tracer: Tracer, type_: str, item: Item, frame: Frame, way: Way) -> Iterator[Found]:
    """What a field of a type, or a key of a literal (`type_` empty), starts as; nothing for what is not serialised."""
    found = field_of(tracer.program, type_, item.name) if type_ else None
    if found is None:
        yield from traced_item(tracer, item, frame, below(way, item.name))
        return
    holder, field = found
    inside = below(way, field.wire)._replace(own=_own(tracer, holder, field))
    if named(tracer.program, tracer.lexicon, item.name, field.type, parent(holder.name)) == Said(PLAIN, True):
        yield origin("", True, "", inside)
    elif field.wire:
        yield from traced_item(tracer, item, frame, inside)


def _own(tracer: Tracer, holder: Type, field: Field) -> str:
    """The class that a comment on a field states, `""` for none."""
    path = tracer.program.path_of.get(holder.name, "")
    found = Reader(tracer.program, tracer.prose, ()).read(path, field.comments, "field") if field.comments else ()
    return next((annotation.high for annotation in found if annotation.high), "")


def traced_item(tracer: Tracer, item: Item, frame: Frame, way: Way) -> Iterator[Found]:
    """What an item starts as; where that cannot be told its own name says."""
    for found in tracer.follow(tracer, item.value, frame, way):
        if found.kind is None:
            yield by_name(tracer, found, item.name)
        else:
            yield found


def by_name(tracer: Tracer, found: Found, name: str) -> Found:
    """What the name of a field says of what is in it, where nothing nearer does; what is in `token_count.prompt` is a count."""
    measured = any(not tracer.lexicon.measures.isdisjoint(words(part)) for part in name.split(".")[:-1])
    said = PLAIN if measured else meaning(tracer.lexicon, name)
    return found._replace(kind=said.kind, sure=said.sure and found.sure, what=f"the field `{name}`") if said else found


def expanded(tracer: Tracer, path: str, way: Way) -> Iterator[Found]:
    """What the fields of a struct or class of the workspace say, by their types and names."""
    type_ = tracer.program.type(path.rstrip("."))
    for holder in with_bases(tracer.program, type_) if type_ and way.left > 0 else ():
        for field in holder.fields[:MAX_PARTS]:
            if field.wire:
                place = Place(tracer.program.path_of.get(holder.name, ""), field.span)
                what = f"the field `{field.name}` of `{last(holder.name)}`"
                said = named(tracer.program, tracer.lexicon, field.name, field.type, parent(holder.name))
                inside = below(way, field.wire)._replace(own=_own(tracer, holder, field))
                found = meant(said.meaning, what, via(inside, place, what), said.typed)
                yield found._replace(by_type=True)
