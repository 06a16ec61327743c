"""Variables that switch telemetry, as the plain values that rules see (`contracts/schema/subjects.v1.schema.json`)."""

import re
from typing import Any

from checker.model.finding import Related
from checker.model.judged import subject
from checker.model.subject import Toggle

#: What stands where a description is still to come.
_TO_COME = re.compile(r"\W*(?:(?:todo|tbd|fixme|xxx|n/?a|none|unknown)\b)?\W*", re.IGNORECASE)


def as_data(toggle: Toggle) -> dict[str, Any]:
    """One variable."""
    listed = [v for v in toggle.declared if v.source == "registry"]
    paged = [v for v in toggle.declared if v.source == "page"]
    related = [Related(p, "read here") for p in toggle.reads[:8] if p != toggle.place]
    related += [Related(v.place, "declared here") for v in toggle.declared if v.place != toggle.place]
    return subject(
        *toggle.place,
        tuple(related),
        name=toggle.name,
        declared=bool(toggle.declared),
        listed=bool(listed),
        paged=bool(paged),
        lists=toggle.lists,
        pages=toggle.pages,
        described=any(not _TO_COME.fullmatch(v.description) for v in listed or paged),
        description=next((v.description for v in listed or paged), ""),
        read=len(toggle.reads),
        mentioned=len(toggle.mentions),
        events=[e.name for e in toggle.events],
        nearest=toggle.nearest,
    )
