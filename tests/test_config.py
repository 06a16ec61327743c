"""Configuration: where it is looked for, what it extends, and that every mistake in it is said at once, with its line."""

import os
from pathlib import Path

import pytest

from checker.config import check_rule_names, load
from checker.contracts.validate import schema_of
from checker.model.config import Config, RegistrySource
from checker.model.errors import Unusable


def written(root: Path, path: str, text: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def mistakes(root: Path, text: str, name: str = "telint.toml") -> list[str]:
    written(root, name, text)
    with pytest.raises(Unusable) as caught:
        load(str(root), None, None)
    return [str(c) for c in caught.value.complaints]


FULL = """\
producers = ["segment"]
producer-files = ["lint/ours.yaml"]
rule-dirs = ["lint/rules"]
exclude = ["vendor/**"]
select = ["dead-event"]
ignore = ["stale-annotation"]
fail-on = "warning"
max-file-bytes = 4096

[annotations]
require = "call"
prose = false

[[registry]]
format = "constants"
paths = ["src/**/names.py"]
pattern = "EVENT_*"
"""


def test_every_key_reaches_the_configuration(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", FULL)

    assert load(str(tmp_path), None, None) == (
        str(tmp_path),
        Config(
            path="telint.toml",
            producers=("segment",),
            producer_files=("lint/ours.yaml",),
            rule_dirs=("lint/rules",),
            registry=(RegistrySource("constants", ("src/**/names.py",), (("pattern", "EVENT_*"),)),),
            exclude=("vendor/**",),
            require="call",
            prose=False,
            select=("dead-event",),
            ignore=("stale-annotation",),
            fail_on="warning",
            max_file_bytes=4096,
        ),
    )


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", "")

    assert load(str(tmp_path), None, None)[1] == Config(path="telint.toml")


def test_the_file_is_looked_for_upwards(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", "")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)

    assert load(str(inner), None, None) == (str(tmp_path), Config(path="telint.toml"))


def test_the_search_stops_at_the_top_of_the_work_tree(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", "")
    inner = tmp_path / "repo" / "src"
    inner.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()

    assert load(str(inner), None, None) == (str(tmp_path / "repo"), Config())


def test_the_table_of_a_pyproject_counts_and_one_without_it_is_passed_by(tmp_path: Path) -> None:
    written(tmp_path, "pyproject.toml", '[project]\nname = "x"\n[tool.telint]\nfail-on = "note"\n')
    written(tmp_path, "pkg/pyproject.toml", '[project]\nname = "about-telint"\n')
    written(tmp_path, "pkg/sub/pyproject.toml", '[project]\nname = "y"\n')

    assert load(str(tmp_path / "pkg" / "sub"), None, None) == (str(tmp_path), Config(path="pyproject.toml", fail_on="note"))


def test_our_own_file_goes_before_a_pyproject(tmp_path: Path) -> None:
    written(tmp_path, "pyproject.toml", '[tool.telint]\nfail-on = "note"\n')
    written(tmp_path, "telint.toml", "")

    assert load(str(tmp_path), None, None)[1].path == "telint.toml"


def test_without_a_file_everything_is_default_and_the_root_is_where_the_search_began(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    inner = tmp_path / "src"
    inner.mkdir()

    assert load(str(inner), None, None) == (str(tmp_path), Config())


def test_a_file_named_on_the_command_line_wins(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", "")
    file = written(tmp_path, "ci/strict.toml", 'fail-on = "note"\n')
    (tmp_path / ".git").mkdir()

    assert load(str(tmp_path), str(file), None) == (str(tmp_path), Config(path="ci/strict.toml", fail_on="note"))


def test_a_named_file_outside_the_workspace_leaves_the_root_alone(tmp_path: Path) -> None:
    file = written(tmp_path, "elsewhere/telint.toml", "")
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / ".git").mkdir()

    assert load(str(tmp_path / "work"), str(file), None) == (str(tmp_path / "work"), Config(path=str(file)))


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"gone\.toml: cannot be read"):
        load(str(tmp_path), str(tmp_path / "gone.toml"), None)


def test_a_named_pyproject_without_our_table_is_an_error(tmp_path: Path) -> None:
    file = written(tmp_path, "pyproject.toml", "[tool.other]\n")

    with pytest.raises(Unusable, match=r"has no table \[tool\.telint\]"):
        load(str(tmp_path), str(file), None)


def test_all_mistakes_are_said_at_once_with_line_and_nearest_name(tmp_path: Path) -> None:
    text = """\
profile = "vxo"
fail-on = "eror"
selct = ["dead-event"]
exclude = "vendor"
max-file-bytes = 1
rule-dirs = ["../rules", "/abs", 'c:\\x', 5]

[annotations]
reqire = "call"
prose = "yes"

[[registry]]
format = "taxonomie"
paths = ["ok.yaml", "a/../../b.yaml"]

[[registry]]
format = "constants"
paths = []
"""
    formats = ", ".join(schema_of("config.v1")["$defs"]["source"]["properties"]["format"]["enum"])
    assert mistakes(tmp_path, text) == [
        'telint.toml:1:11: no profile is named "vxo", did you mean "vox"?',
        'telint.toml:2:11: "fail-on" is "eror", not one of: error, warning, note, did you mean "error"?',
        'telint.toml:3:1: unknown key "selct", did you mean "select"?',
        'telint.toml:4:11: "exclude" must be a list, not text',
        'telint.toml:5:18: "max-file-bytes": 1 is less than the minimum of 1024',
        'telint.toml:6:13: item 4 of "rule-dirs" must be text, not a whole number',
        'telint.toml:6:14: "../rules" is not a path within the workspace',
        'telint.toml:6:26: "/abs" is not a path within the workspace',
        'telint.toml:6:34: "c:\\x" is not a path within the workspace',
        'telint.toml:9:1: unknown key "reqire", did you mean "require"?',
        'telint.toml:10:9: "prose" must be true or false, not text',
        f'telint.toml:13:10: "format" is "taxonomie", not one of: {formats}, did you mean "taxonomy"?',
        'telint.toml:14:21: "a/../../b.yaml" is not a path within the workspace',
        'telint.toml:16:3: the key "pattern" is missing in item 2 of "registry"',
        'telint.toml:18:9: "paths": [] has less than 1 item',
    ]


def test_mistakes_in_a_pyproject_have_the_lines_of_that_file(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n\n[tool.telint]\nfail-onn = "note"\n'

    assert mistakes(tmp_path, text, "pyproject.toml") == ['pyproject.toml:5:1: unknown key "fail-onn", did you mean "fail-on"?']


@pytest.mark.parametrize("text", ["registry = 5\n", "registry = [5]\n", "annotations = 5\nprofile = 'vox'\n", "profile = 5\n"])
def test_wrong_types_are_mistakes_and_not_crashes(tmp_path: Path, text: str) -> None:
    assert mistakes(tmp_path, text)


def test_a_table_that_is_no_table_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "[tool]\ntelint = 5\n", "pyproject.toml") == [
        "pyproject.toml:2:10: the file must be a mapping, not a whole number"
    ]


def test_broken_toml_is_refused_with_its_place(tmp_path: Path) -> None:
    assert mistakes(tmp_path, "a = \n") == ["telint.toml:1:5: not TOML: Invalid value"]


def test_a_profile_stands_in_where_there_is_no_file(tmp_path: Path) -> None:
    config = load(str(tmp_path), None, "vox")[1]

    assert config.profile == "vox" and config.producers == ("vox",)
    assert [source.format for source in config.registry][:2] == ["taxonomy", "constants"]


def test_an_unknown_profile_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match='no profile is named "voxx", did you mean "vox"'):
        load(str(tmp_path), None, "voxx")


def test_a_file_extends_a_profile_and_its_own_keys_win(tmp_path: Path) -> None:
    written(
        tmp_path,
        "telint.toml",
        'profile = "vox"\nproducers = ["segment"]\n[annotations]\nrequire = "call"\n'
        '[[registry]]\nformat = "taxonomy"\npaths = ["own.yaml"]\n',
    )
    config = load(str(tmp_path), None, "other")[1]

    assert (config.profile, config.producers, config.require, config.prose) == ("vox", ("segment",), "call", True)
    assert [source.paths[0] for source in config.registry][:3] == [
        "own.yaml", "telint:telemetry/taxonomy.v1.yaml", "crates/vox-telemetry/src/types.rs",
    ]  # fmt: skip


def test_rule_names_that_do_not_exist_are_complained_about_with_their_place(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", 'select = [\n  "dead-event",\n  "ded-event",\n]\nignore = ["zzz"]\n')
    config = load(str(tmp_path), None, None)[1]

    found = check_rule_names(config, ["dead-event", "raw-insert"], str(tmp_path))

    assert [str(c) for c in found] == [
        'telint.toml:3:3: select: no rule is named "ded-event", did you mean "dead-event"?',
        'telint.toml:5:11: ignore: no rule is named "zzz"',
    ]
    assert str(check_rule_names(config, ["dead-event"])[0]).startswith("telint.toml: select: no rule")


def test_rule_names_from_the_command_line_have_no_place(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", "")
    config = load(str(tmp_path), None, None)[1]._replace(select=("ded-event",))

    assert [str(c) for c in check_rule_names(config, ["dead-event"], str(tmp_path))] == [
        'select: no rule is named "ded-event", did you mean "dead-event"?'
    ]


def test_known_rule_names_are_fine_and_read_nothing(tmp_path: Path) -> None:
    config = Config(path="gone.toml", select=("dead-event",))

    assert check_rule_names(config, ["dead-event"], str(tmp_path)) == ()


def test_an_unreadable_pyproject_on_the_way_is_passed_by(tmp_path: Path) -> None:
    os.symlink(tmp_path / "nowhere", tmp_path / "pyproject.toml")
    written(tmp_path, ".git/HEAD", "")

    assert load(str(tmp_path), None, None) == (str(tmp_path), Config())


def test_a_pipe_on_the_way_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pyproject.toml")
    os.mkfifo(tmp_path / "strict.toml")
    written(tmp_path, ".git/HEAD", "")

    assert load(str(tmp_path), None, None) == (str(tmp_path), Config())
    with pytest.raises(Unusable, match=r"strict\.toml: cannot be read: not a file"):
        load(str(tmp_path), str(tmp_path / "strict.toml"), None)


@pytest.mark.parametrize("target", ["/etc/hostname", "nowhere"])
def test_a_configuration_that_is_a_link_out_or_to_nothing_is_an_error_and_not_passed_over(tmp_path: Path, target: str) -> None:
    (tmp_path / "telint.toml").symlink_to(target)

    with pytest.raises(Unusable, match=r"telint\.toml: (is a link that leads out of the workspace|cannot be read)"):
        load(str(tmp_path), None, None)


def test_an_unknown_producer_is_a_mistake_with_its_line_and_the_nearest_name(tmp_path: Path) -> None:
    (said,) = mistakes(tmp_path, 'fail-on = "note"\nproducers = ["segment", "posthogg"]\n')

    assert said.startswith('telint.toml:2:25: no producer is named "posthogg", did you mean "posthog"? (there are ')


def test_an_unknown_profile_of_the_command_line_is_not_blamed_on_the_file(tmp_path: Path) -> None:
    written(tmp_path, "telint.toml", 'fail-on = "note"\n')

    with pytest.raises(Unusable) as caught:
        load(str(tmp_path), None, "voxx")
    assert str(caught.value) == '--profile: no profile is named "voxx", did you mean "vox"?'


def test_a_pyproject_that_cannot_be_read_is_an_error_and_not_a_missing_configuration(tmp_path: Path) -> None:
    file = written(tmp_path, "pyproject.toml", "[tool.telint]\n")
    file.chmod(0)
    if os.access(file, os.R_OK):
        pytest.skip("whoever runs this may read everything")

    with pytest.raises(Unusable, match=r"pyproject\.toml: cannot be read"):
        load(str(tmp_path), None, None)
