"""Registries in the forms of Mozilla Glean and of OpenTelemetry's semantic conventions."""

from pathlib import Path

from tests.registry.world import read, said

GLEAN = """\
---
$schema: moz://mozilla.org/schemas/glean/metrics/2-0-0
$tags: [engine]
no_lint: [COMMON_PREFIX]

core.session:
  started: &defaults
    type: event
    description: |
      A session
      started.
    bugs: [https://bugs.example.com/1]
    data_reviews: [https://reviews.example.com/1]
    notification_emails: [team@example.com]
    data_sensitivity:
      - technical
      - interaction
    expires: 2030-01-31
  ended:
    <<: *defaults
    expires: never
    data_sensitivity: [highly_sensitive]
  gone:
    <<: *defaults
    expires: expired
  off:
    <<: *defaults
    disabled: true
    expires: 120
"""


def test_glean_metrics_are_events_with_category_class_and_expiry(tmp_path: Path) -> None:
    found = read(tmp_path, "glean", {"metrics.yaml": GLEAN})

    assert found.complaints == ()
    assert [(e.name, e.family, e.low, e.high, e.expires, e.status, e.place.span.line) for e in found.events.values()] == [
        ("core.session.started", "core.session", "S1", "S1", "2030-01-31", "", 7),
        ("core.session.ended", "core.session", "S3", "S3", "", "", 19),
        ("core.session.gone", "core.session", "S1", "S1", "", "deprecated", 23),
        ("core.session.off", "core.session", "S1", "S1", "", "deprecated", 26),
    ]
    assert found.events["core.session.started"].description == "A session started."
    assert dict(found.events["core.session.ended"].stated)["sensitivity"].line == 22


def test_what_glean_would_refuse_has_its_place(tmp_path: Path) -> None:
    text = """\
core:
  a:
    type: event
    description: x
    bugs: []
    data_reviews: text
    notification_emails: []
    data_sensitivity: [technicl, 5]
    expires: soon
  b: 5
other: text
"""
    assert said(read(tmp_path, "glean", {"metrics.yaml": text})) == [
        'metrics.yaml:6:19: "data_reviews" must be a list, not text',
        'metrics.yaml:8:24: no data sensitivity is named "technicl", did you mean "technical"?',
        'metrics.yaml:8:34: no data sensitivity is named "5"',
        'metrics.yaml:9:14: "expires" must be a date, a version, never or expired, not "soon"',
        'metrics.yaml:10:6: the metric "b" must be a mapping',
        'metrics.yaml:11:8: the category "other" must be a mapping of metrics',
    ]
    pings = "$schema: moz://mozilla.org/schemas/glean/pings/2-0-0\nbaseline: {description: x}\n"
    assert said(read(tmp_path, "glean", {"pings.yaml": pings})) == [
        'pings.yaml:1:10: "moz://mozilla.org/schemas/glean/pings/2-0-0" is not the schema of Glean metrics'
    ]
    short = said(read(tmp_path, "glean", {"m.yaml": "a: {b: {type: event}}\n"}))
    assert short[-1] == 'm.yaml:1:5: the key "notification_emails" is missing in "b"'
    assert said(read(tmp_path, "glean", {"m.yaml": "[]"})) == ["m.yaml:1:1: the file must be a mapping of categories"]


def test_the_same_metric_in_two_files_is_there_twice(tmp_path: Path) -> None:
    found = read(tmp_path, "glean", {"a/metrics.yaml": GLEAN, "b/metrics.yaml": GLEAN})

    assert [(d.event, d.place.path, d.other.path) for d in found.disagreements][:1] == [
        ("core.session.started", "b/metrics.yaml", "a/metrics.yaml")
    ]
    assert len(found.disagreements) == 4


GROUPS = """\
groups:
  - id: registry.http
    type: attribute_group
    attributes: [{id: http.route, type: string}]
  - id: metric.http.duration
    type: metric
    metric_name: http.duration
    brief: "How long
      it took."
  - id: event.exception
    type: event
    name: exception
    deprecated: {reason: renamed}
  - id: event.old
    type: event
"""


def test_metrics_and_events_of_semantic_conventions_are_events(tmp_path: Path) -> None:
    second = "file_format: definition/2\nevents:\n  - name: session.start\n    brief: It starts.\n"
    second += "metrics: [{name: app.count}]\nspans: [{type: x}]\n"
    manifest = "schema_url: https://example.com/1.0\nname: app\n"
    found = read(tmp_path, "otel-semconv", {"model/a.yaml": GROUPS, "model/b.yaml": second, "model/manifest.yaml": manifest})

    assert found.complaints == ()
    assert [(e.name, e.status, e.description, e.place.path, e.place.span.line) for e in found.events.values()] == [
        ("http.duration", "", "How long it took.", "model/a.yaml", 7),
        ("exception", "deprecated", "", "model/a.yaml", 12),
        ("old", "", "", "model/a.yaml", 14),
        ("app.count", "", "", "model/b.yaml", 5),
        ("session.start", "", "It starts.", "model/b.yaml", 3),
    ]


def test_what_is_malformed_in_semantic_conventions_has_its_place(tmp_path: Path) -> None:
    text = "groups:\n  - {id: m, type: metric}\n  - {type: span}\n  - {id: 5, type: [event]}\nspans: text\n"

    assert said(read(tmp_path, "otel-semconv", {"a.yaml": text})) == [
        'a.yaml:2:5: the key "metric_name" is missing in "m"',
        'a.yaml:3:5: the key "id" is missing',
        'a.yaml:4:10: "id" must be text, not a whole number',
        'a.yaml:4:19: "type" must be text, not a list',
        'a.yaml:5:8: "spans" must be a list',
    ]
    assert said(read(tmp_path, "otel-semconv", {"b.yaml": "x: 1\n"})) == [
        'b.yaml:1:1: the file has neither "groups" nor one of the lists of semantic conventions'
    ]
    assert said(read(tmp_path, "otel-semconv", {"b.yaml": "- x\n"})) == ["b.yaml:1:1: the file must be a mapping"]
