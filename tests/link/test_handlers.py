"""Which functions handle telemetry where no configuration says so, and what they do with it."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from checker.discover import discover
from checker.extract import extracting
from checker.link import fixpoint
from checker.link.handlers import handlers
from checker.link.program import Program
from checker.link.reach import Calls
from checker.model.producer import Producer, TableApi

STORE = "class Store:\n    def job_rows(self):\n        return self.db.execute({sql})\n"


def handled(root: Path, files: Mapping[str, str], exporters: tuple[str, ...] = (), queues: tuple[str, ...] = ()) -> dict[str, str]:
    for path, text in files.items():
        (root / path).write_text(text, "utf-8")
    workspace = discover(str(root), (), (), 1 << 22)
    producer = Producer("app", "", ("python",), (), (TableApi("job_metrics"),), "app.yaml", exporters=exporters, queues=queues)
    with extracting(lambda: workspace, 1) as begun:
        program = Program(begun()[1])
        writes = fixpoint.find(program, (producer,), ())
        return {h.function.name: h.does for h in handlers(program, Calls(program), writes, (producer,))}


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ('"SELECT a FROM job_metrics"', True),
        ('"select a from other join job_metrics on b"', True),
        ("'SELECT a FROM \"job_metrics\"'", False),  # its place is looked for without quotes
        ('"DELETE FROM job_metrics"', False),
        ('"SELECT a FROM job_metrics_old"', False),
        ('"SELECT job_metrics FROM other"', False),
    ],
)
def test_a_query_on_a_telemetry_table(tmp_path: Path, sql: str, found: bool) -> None:
    assert ("store.Store.job_rows" in handled(tmp_path, {"store.py": STORE.format(sql=sql)})) == found


def test_who_asks_for_its_rows(tmp_path: Path) -> None:
    other = """\
    from store import Store

    def report(store: Store):
        return store.job_rows()

    def no(thing: dict):
        return thing.job_rows()
    """

    assert handled(tmp_path, {"store.py": STORE.format(sql='"SELECT a FROM job_metrics"'), "other.py": dedent(other)}) == {
        "store.Store.job_rows": "reads the table `job_metrics`",
        "other.report": "reads the table `job_metrics` by `store.job_rows`",
    }


def test_exporters_by_their_base_and_whoever_empties_a_queue(tmp_path: Path) -> None:
    app = """\
    from vendor.out import Exporter

    class Mine(Exporter):
        def export(self, batch):
            pass

    class No:
        def export(self):
            pass
    """
    queue = "def take():\n    return []\n\ndef drain():\n    return take()\n"

    found = handled(
        tmp_path, {"app.py": dedent(app), "queue_.py": queue}, exporters=("vendor.out.Exporter.export",), queues=("queue_.take",)
    )
    assert found == {"app.Mine.export": "exports events", "queue_.drain": "empties the queue (`take`)"}


def test_a_text_made_to_take_long_is_read_in_bounded_time(tmp_path: Path) -> None:
    assert handled(tmp_path, {"store.py": STORE.format(sql='"' + "select " * 100_000 + 'from job_metricsx from job_metrics_"')}) == {}
