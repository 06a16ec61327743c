"""Which package a file belongs to and what its module is called, for crates and Python packages with and without a manifest."""

import os
from pathlib import Path
from typing import cast

import pytest

from checker.discover import discover, units
from checker.languages.home import Malformed, Paths, toml_string
from checker.languages.python import paths as python
from checker.languages.rust import paths as rust
from checker.model.source import Unit, Workspace

CRATE = '[package]\nname = "big-store"\nversion = "0.1.0"\n'


def workspace(root: Path, files: dict[str, str]) -> Workspace:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return discover(str(root), (), (), 1 << 20)


def modules(found: Workspace) -> dict[str, tuple[str, str]]:
    return {file.path: (file.unit, file.module) for file in found.files}


class TestRust:
    @pytest.mark.parametrize(
        ("relative", "module"),
        [
            ("lib.rs", ""),
            ("main.rs", ""),
            ("store/mod.rs", "store"),
            ("store/ops.rs", "store.ops"),
            ("bin/x.rs", "bin.x"),
            ("bin/x/main.rs", "bin.x"),
            ("my-tool.rs", "my_tool"),
            ("store/lib.rs", "store.lib"),
        ],
    )
    def test_module_of_a_path_below_src(self, relative: str, module: str) -> None:
        assert rust.module(relative) == module

    @pytest.mark.parametrize(
        ("path", "context"),
        [
            ("src/lib.rs", "production"),
            ("src/attests/x.rs", "production"),
            ("a/tests/it.rs", "test"),
            ("benches/b.rs", "test"),
            ("src/store/tests.rs", "test"),
            ("src/store_test.rs", "test"),
            ("src/store_tests.rs", "test"),
            ("src/test_store.rs", "test"),
            ("src/contest.rs", "production"),
            ("examples/e.rs", "example"),
        ],
    )
    def test_context_by_path(self, path: str, context: str) -> None:
        assert rust.context(path) == context

    def test_a_crate_maps_its_folders_to_modules(self, tmp_path: Path) -> None:
        found = workspace(
            tmp_path,
            {
                "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n[workspace.package]\nversion = "1.0.0"\n',
                "crates/s/Cargo.toml": CRATE,
                "crates/s/build.rs": "",
                "crates/s/src/lib.rs": "",
                "crates/s/src/ops/mod.rs": "",
                "crates/s/tests/it.rs": "",
                "crates/s/benches/b.rs": "",
                "crates/s/examples/e.rs": "",
            },
        )

        assert modules(found) == {
            "crates/s/build.rs": ("big-store", "big_store.build"),
            "crates/s/src/lib.rs": ("big-store", "big_store"),
            "crates/s/src/ops/mod.rs": ("big-store", "big_store.ops"),
            "crates/s/tests/it.rs": ("big-store", "big_store.tests.it"),
            "crates/s/benches/b.rs": ("big-store", "big_store.benches.b"),
            "crates/s/examples/e.rs": ("big-store", "big_store.examples.e"),
        }
        assert found.units == (
            Unit(
                "big-store",
                "crates/s",
                "rust",
                (
                    ("crates/s", "big_store"),
                    ("crates/s/benches", "big_store.benches"),
                    ("crates/s/examples", "big_store.examples"),
                    ("crates/s/src", "big_store"),
                    ("crates/s/tests", "big_store.tests"),
                ),
            ),
        )
        assert found.skipped == ()

    def test_a_crate_at_the_root_of_the_workspace(self, tmp_path: Path) -> None:
        found = workspace(tmp_path, {"Cargo.toml": CRATE, "src/main.rs": "", "src/a/b.rs": "", "tests/t.rs": ""})

        assert modules(found) == {
            "src/main.rs": ("big-store", "big_store"),
            "src/a/b.rs": ("big-store", "big_store.a.b"),
            "tests/t.rs": ("big-store", "big_store.tests.t"),
        }

    def test_a_library_with_a_name_and_place_of_its_own(self, tmp_path: Path) -> None:
        manifest = CRATE + "[lib]\nname = 'store'\npath = \"rust/entry.rs\"\n"

        found = workspace(tmp_path, {"c/Cargo.toml": manifest, "c/rust/entry.rs": "", "c/rust/x.rs": "", "c/src/y.rs": ""})

        assert modules(found) == {
            "c/rust/entry.rs": ("big-store", "store"),
            "c/rust/x.rs": ("big-store", "store.x"),
            "c/src/y.rs": ("big-store", "store.y"),
        }

    def test_a_crate_without_a_manifest_still_has_modules(self, tmp_path: Path) -> None:
        found = workspace(tmp_path / "my-ws", {"src/lib.rs": "", "src/a.rs": "", "in/src/b.rs": "", "loose/c.rs": ""})

        assert modules(found) == {
            "src/lib.rs": ("my-ws", "my_ws"),
            "src/a.rs": ("my-ws", "my_ws.a"),
            "in/src/b.rs": ("in", "in.b"),
            "loose/c.rs": ("loose", "loose.c"),
        }

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ('[package]\nname = "x\n', "line 2"),
            ("[package\nname = 'x'\n", "line 1"),
            ("[package]\nversion = '1'\n", "states no name"),
            ("package.name = 3\n", "not a string"),
        ],
    )
    def test_a_malformed_manifest_is_a_failure_that_says_where(self, tmp_path: Path, text: str, why: str) -> None:
        found = workspace(tmp_path, {"c/Cargo.toml": text, "c/src/lib.rs": ""})

        assert [(s.path, s.failed) for s in found.skipped] == [("c/Cargo.toml", True)]
        assert why in found.skipped[0].why
        assert modules(found) == {"c/src/lib.rs": ("c", "c")}

    def test_a_manifest_that_is_no_text_or_too_large_is_a_failure(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "a/Cargo.toml").write_bytes(b"[package]\nname = '\xff'")

        found = workspace(tmp_path, {"a/x.rs": "", "b/Cargo.toml": "#" * (1 << 20) + "#", "b/x.rs": ""})

        assert [(s.path, s.failed) for s in found.skipped] == [("a/Cargo.toml", True), ("b/Cargo.toml", True)]
        assert found.skipped[1].why == "unreadable: larger than 1 MiB"

    def test_a_manifest_that_became_something_else_is_not_read(self, tmp_path: Path) -> None:
        (tmp_path / "Cargo.toml").write_text(CRATE)
        for name, target in (("out", "../../Cargo.toml"), ("in", "../x/Cargo.toml")):
            (tmp_path / "w" / name).mkdir(parents=True)
            (tmp_path / "w" / name / "Cargo.toml").symlink_to(target)
        (tmp_path / "w/fifo").mkdir()
        os.mkfifo(tmp_path / "w/fifo/Cargo.toml")

        found = workspace(tmp_path / "w", {"x/Cargo.toml": CRATE, "x/a.rs": "", "out/a.rs": "", "in/a.rs": "", "fifo/a.rs": ""})

        assert modules(found)["out/a.rs"] == ("out", "out.a")
        assert [s.path for s in found.skipped if s.failed] == ["fifo/Cargo.toml"]

    def test_a_manifest_that_is_gone_is_no_failure(self, tmp_path: Path) -> None:
        known = units.manifests(str(tmp_path), cast(Paths, rust), ["gone/Cargo.toml"])

        assert known == ({}, [])


class TestPython:
    @pytest.mark.parametrize(
        ("relative", "module"), [("pkg/__init__.py", "pkg"), ("pkg/a.py", "pkg.a"), ("pkg/a.pyi", "pkg.a"), ("__init__.py", "")]
    )
    def test_module_of_a_path_below_an_import_root(self, relative: str, module: str) -> None:
        assert python.module(relative) == module

    @pytest.mark.parametrize(
        ("path", "context"),
        [
            ("pkg/a.py", "production"),
            ("pkg/latest/a.py", "production"),
            ("tests/a.py", "test"),
            ("pkg/test/a.py", "test"),
            ("pkg/test_a.py", "test"),
            ("pkg/a_test.py", "test"),
            ("conftest.py", "test"),
            ("examples/a.py", "example"),
        ],
    )
    def test_context_by_path(self, path: str, context: str) -> None:
        assert python.context(path) == context

    def test_a_project_with_a_src_folder_imports_from_there(self, tmp_path: Path) -> None:
        found = workspace(
            tmp_path,
            {
                "py/pyproject.toml": '[project]\nname = "my-app"\n',
                "py/src/app/__init__.py": "",
                "py/src/app/deep/a.py": "",
                "py/src/ns/only/__init__.py": "",
                "py/tests/test_a.py": "",
                "py/setup.py": "",
            },
        )

        assert modules(found) == {
            "py/src/app/__init__.py": ("my-app", "app"),
            "py/src/app/deep/a.py": ("my-app", "app.deep.a"),
            "py/src/ns/only/__init__.py": ("my-app", "ns.only"),
            "py/tests/test_a.py": ("my-app", "tests.test_a"),
            "py/setup.py": ("my-app", "setup"),
        }
        assert found.units == (Unit("my-app", "py", "python", (("py", ""), ("py/src", ""))),)

    def test_a_flat_project_imports_from_above_its_outermost_package(self, tmp_path: Path) -> None:
        found = workspace(
            tmp_path,
            {
                "pyproject.toml": '[tool.poetry]\nname = "flat"\n',
                "app/__init__.py": "",
                "app/sub/__init__.py": "",
                "app/sub/a.py": "",
                "app/plain/b.py": "",
                "backend/core/__init__.py": "",
                "backend/core/c.py": "",
            },
        )

        assert {path: module for path, (unit, module) in modules(found).items() if unit == "flat"} == {
            "app/__init__.py": "app",
            "app/sub/__init__.py": "app.sub",
            "app/sub/a.py": "app.sub.a",
            "app/plain/b.py": "app.plain.b",
            "backend/core/__init__.py": "core",
            "backend/core/c.py": "core.c",
        }

    def test_without_a_project_a_package_is_the_unit_and_a_script_belongs_to_its_folder(self, tmp_path: Path) -> None:
        found = workspace(
            tmp_path / "ws",
            {
                "pyproject.toml": "[tool.ruff]\nline-length = 100\n",
                "lib/app/__init__.py": "",
                "lib/app/x/__init__.py": "",
                "lib/app/x/y.py": "",
                "tools/run.py": "",
                "top.py": "",
            },
        )

        assert modules(found) == {
            "lib/app/__init__.py": ("app", "app"),
            "lib/app/x/__init__.py": ("app", "app.x"),
            "lib/app/x/y.py": ("app", "app.x.y"),
            "tools/run.py": ("tools", "run"),
            "top.py": ("ws", "top"),
        }
        assert Unit("app", "lib/app", "python", (("lib", ""),)) in found.units

    def test_a_workspace_that_is_a_package_itself(self, tmp_path: Path) -> None:
        found = workspace(tmp_path / "app", {"__init__.py": "", "a.py": "", "sub/__init__.py": ""})

        assert modules(found) == {"__init__.py": ("app", "app"), "a.py": ("app", "app.a"), "sub/__init__.py": ("app", "app.sub")}

    def test_a_gap_in_the_chain_of_packages_is_a_namespace_inside_but_not_at_the_top(self, tmp_path: Path) -> None:
        files = {"__init__.py": "", "app/__init__.py": "", "app/gap/sub/__init__.py": "", "tools/x/run.py": ""}

        found = workspace(tmp_path / "ws", files)

        assert modules(found)["app/gap/sub/__init__.py"] == ("app", "app.gap.sub")
        assert modules(found)["tools/x/run.py"] == ("x", "run")


class TestTomlString:
    @pytest.mark.parametrize(
        "text",
        [
            '[package]\nname = "x"',
            "  [ package ] # c\r\nversion = '1'\r\nname='x' # c\r\n[lib]\nname = 'y'\n",
            "package = { name = 'x' }",
            '[package]\n"name" = "x"\n',
            "package.name = 'x'",
            '[package]\nname = "\\u0078"\n',
            '[workspace.package]\nname = "y"\n[package]\nname = "x"\n',
        ],
    )
    def test_finds_the_string_however_it_is_written(self, text: str) -> None:
        assert toml_string(text, "package", "name") == "x"

    @pytest.mark.parametrize("text", ["", "[other]\nname = 'x'", "[package]\nversion = '1'", "[package]\n[lib]\nname = 'x'"])
    def test_what_is_not_stated_is_none(self, text: str) -> None:
        assert toml_string(text, "package", "name") is None

    def test_deep_nesting_is_malformed_and_no_crash(self) -> None:
        with pytest.raises(Malformed):
            toml_string("package = " + "[" * 100_000, "package", "name")
