"""What there is to check: files by git and by walking, named paths, links, limits."""

import os
import shutil
import stat
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.discover import discover, git, selected, walk
from checker.git import index as gitindex
from checker.git import process, tree
from checker.model.errors import Unusable
from checker.model.source import Skipped, Workspace

MAX = 1 << 20
GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def run(root: Path, *argv: str) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run([*GIT, "-C", str(root), *argv], check=True, capture_output=True, text=True, env=environment).stdout


def committed(root: Path, files: dict[str, str]) -> Path:
    """A repository with `files`, older than its index, so that their recorded state counts."""
    write(root, files)
    for path in files:
        os.utime(root / path, (1_700_000_000, 1_700_000_000))
    run(root, "init", "-q")
    run(root, "add", "-A")
    return root


def found(root: Path, *paths: str, exclude: tuple[str, ...] = (), max_bytes: int = MAX) -> Workspace:
    return discover(str(root), paths, exclude, max_bytes)


def listed(workspace: Workspace) -> list[str]:
    return [file.path for file in workspace.files]


def why(workspace: Workspace) -> dict[str, str]:
    return {skipped.path: skipped.why for skipped in workspace.skipped}


def failed(workspace: Workspace) -> list[str]:
    return [skipped.path for skipped in workspace.skipped if skipped.failed]


class TestGit:
    def test_lists_tracked_and_untracked_but_not_ignored_files_in_path_order(self, tmp_path: Path) -> None:
        committed(tmp_path, {"b.py": "", "a/x.rs": "", ".gitignore": "gen/\n", "gen/y.py": "", "README.md": ""})
        write(tmp_path, {"a/new.py": "", "gen/z.py": ""})

        workspace = found(tmp_path)

        assert listed(workspace) == ["a/new.py", "a/x.rs", "b.py"]
        assert workspace.others == (".gitignore", "README.md")
        assert workspace.skipped == ()

    def test_a_clean_file_has_gits_blob_id_with_its_size_and_a_changed_or_untracked_one_has_none(self, tmp_path: Path) -> None:
        committed(tmp_path, {"clean.py": "a = 1\n", "changed.py": "b = 1\n", "same_size.py": "c = 1\n"})
        write(tmp_path, {"changed.py": "b = 22\n", "same_size.py": "c = 2\n", "new.py": ""})

        blobs = {file.path: file.blob for file in found(tmp_path).files}

        expected = run(tmp_path, "hash-object", "clean.py").strip() + "-6"
        assert blobs == {"clean.py": expected, "changed.py": "", "same_size.py": "", "new.py": ""}

    def test_a_file_changed_in_the_same_instant_as_the_index_has_no_blob(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "a = 1\n"})
        os.utime(tmp_path / ".git/index", (1_700_000_000, 1_700_000_000))

        assert [file.blob for file in found(tmp_path).files] == [""]

    def test_a_file_in_conflict_is_listed_once_and_has_no_blob(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "x = 0\n"})
        run(tmp_path, "commit", "-qm", "base")
        run(tmp_path, "checkout", "-qb", "other")
        write(tmp_path, {"a.py": "x = 1\n"})
        run(tmp_path, "commit", "-qam", "other")
        run(tmp_path, "checkout", "-q", "main")
        write(tmp_path, {"a.py": "x = 2\n"})
        run(tmp_path, "commit", "-qam", "main")
        with pytest.raises(subprocess.CalledProcessError):
            run(tmp_path, "merge", "-q", "other")

        assert [(file.path, file.blob) for file in found(tmp_path).files] == [("a.py", "")]

    def test_a_tracked_file_that_was_deleted_is_said_to_be_gone_but_is_no_failure(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "", "b.py": "", "gone/c.py": ""})
        (tmp_path / "b.py").unlink()
        shutil.rmtree(tmp_path / "gone")
        write(tmp_path, {"gone": "now a file"})

        workspace = found(tmp_path)

        assert listed(workspace) == ["a.py"]
        assert workspace.skipped == (
            Skipped("b.py", "not in the work tree", failed=False),
            Skipped("gone/c.py", "not in the work tree", failed=False),
        )

    def test_a_folder_inside_a_work_tree_is_a_workspace_with_paths_of_its_own(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "", "in/b.py": "b\n", "in/deep/c.rs": ""})
        write(tmp_path, {"in/new.py": "", "new.py": ""})

        workspace = found(tmp_path / "in")

        assert listed(workspace) == ["b.py", "deep/c.rs", "new.py"]
        assert workspace.files[0].blob

    def test_other_repositories_inside_are_named_and_left_alone(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": ""})
        committed(tmp_path / "nested", {"x.py": ""})
        committed(tmp_path / "sub", {"y.py": ""})
        run(tmp_path / "sub", "commit", "-qm", "x")
        run(tmp_path, "-c", "advice.addEmbeddedRepo=false", "add", "sub")

        workspace = found(tmp_path)

        assert listed(workspace) == ["a.py"]
        assert why(workspace) == {"nested": "a git repository of its own", "sub": "a git repository of its own"}

    def test_a_linked_work_tree_is_read_by_its_own_index(self, tmp_path: Path) -> None:
        committed(tmp_path / "main", {"a.py": ""})
        run(tmp_path / "main", "commit", "-qm", "x")
        run(tmp_path / "main", "worktree", "add", "-q", "../linked")
        write(tmp_path / "linked", {"only_here.py": ""})
        run(tmp_path / "linked", "add", "-A")

        assert listed(found(tmp_path / "linked")) == ["a.py", "only_here.py"]

    @pytest.mark.parametrize("settings", [("update-index", "--index-version=4"), ("update-index", "--split-index")])
    def test_every_form_of_index_gives_the_same_files(self, tmp_path: Path, settings: tuple[str, ...]) -> None:
        committed(tmp_path, {"a/long/way/x.py": "", "a/long/way/y.py": "", "a/z.rs": "", "é.py": ""})
        run(tmp_path, "update-index", "--index-version=3")
        run(tmp_path, *settings)
        write(tmp_path, {"later.py": ""})
        run(tmp_path, "add", "--intent-to-add", "later.py")

        workspace = found(tmp_path)

        assert listed(workspace) == ["a/long/way/x.py", "a/long/way/y.py", "a/z.rs", "later.py", "é.py"]
        assert workspace.skipped == ()

    def test_a_repository_with_sha256_is_listed_too(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": "", "b.rs": ""})
        run(tmp_path, "init", "-q", "--object-format=sha256")
        run(tmp_path, "add", "-A")

        assert [(file.path, file.blob) for file in found(tmp_path).files] == [("a.py", ""), ("b.rs", "")]

    def test_links_and_repositories_are_known_without_the_index_too(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": ""})
        committed(tmp_path / "sub", {"y.py": ""})
        run(tmp_path / "sub", "commit", "-qm", "x")
        os.symlink("/etc/hostname", tmp_path / "out.py")
        run(tmp_path, "-c", "advice.addEmbeddedRepo=false", "add", "-A")
        run(tmp_path, "update-index", "--split-index")

        assert why(found(tmp_path)) == {"out.py": "link out of the workspace", "sub": "a git repository of its own"}

    def test_nothing_that_a_repository_configures_is_run(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "", "b.py": "", ".gitattributes": "*.py filter=evil diff=evil\n"})
        evil = tmp_path / "evil.sh"
        evil.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\ncat\n")
        evil.chmod(0o755)
        for key in ("core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "core.pager"):
            run(tmp_path, "config", key, str(evil))
        run(tmp_path, "config", "pager.ls-files", str(evil))
        run(tmp_path, "config", "core.hooksPath", str(tmp_path))
        write(tmp_path, {"b.py": "changed"})

        assert listed(found(tmp_path)) == ["a.py", "b.py"]
        assert not (tmp_path / "was-run").exists()

    def test_git_variables_of_a_calling_hook_do_not_lead_elsewhere(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        committed(tmp_path / "here", {"a.py": ""})
        write(tmp_path / "here", {".git/info/exclude": "local.py\n", "local.py": ""})
        committed(tmp_path / "there", {"b.py": ""})
        monkeypatch.setenv("GIT_DIR", str(tmp_path / "there/.git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "there/.git/index"))

        assert listed(found(tmp_path / "here")) == ["a.py"]

    def test_a_work_tree_configured_elsewhere_is_not_followed(self, tmp_path: Path) -> None:
        committed(tmp_path / "here", {"a.py": ""})
        write(tmp_path / "there", {"secret.py": ""})
        run(tmp_path / "here", "config", "core.worktree", str(tmp_path / "there"))

        workspace = found(tmp_path / "here")

        assert listed(workspace) == ["a.py"]
        assert workspace.skipped == ()

    def test_a_forged_index_cannot_name_files_outside(self, tmp_path: Path) -> None:
        committed(tmp_path / "here", {"ab/secret.py": "", "b.py": ""})
        write(tmp_path, {"secret.py": ""})
        index = tmp_path / "here/.git/index"
        index.write_bytes(index.read_bytes().replace(b"ab/secret.py", b"../secret.py"))

        assert "../secret.py" not in listed(found(tmp_path / "here"))

    @pytest.mark.parametrize("damage", [b"", b"DIRC", b"DIRC\0\0\0\x09\0\0\0\x01"])
    def test_where_git_fails_the_folder_is_walked_and_that_is_said(self, tmp_path: Path, damage: bytes) -> None:
        committed(tmp_path, {"a.py": "", ".gitignore": "b.py\n", "b.py": ""})
        (tmp_path / ".git/index").write_bytes(damage or b"garbage")

        workspace = found(tmp_path)

        assert listed(workspace) == ["a.py"]
        assert why(workspace)[".git"].startswith("not used, the folder was walked instead: git failed")
        assert failed(workspace) == []

    def test_without_git_the_folder_is_walked_and_that_is_said(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        committed(tmp_path, {"a.py": ""})
        monkeypatch.setenv("PATH", str(tmp_path / "empty"))

        assert "git cannot be started" in why(found(tmp_path))[".git"]

    def test_an_ignored_folder_that_is_named_as_the_workspace_is_walked(self, tmp_path: Path) -> None:
        committed(tmp_path, {".gitignore": "build/\n", "build/gen.py": "", "build/Cargo.lock": ""})

        workspace = found(tmp_path / "build")

        assert listed(workspace) == ["gen.py"]
        assert "git lists no file here" in why(workspace)[".git"]

    def test_a_folder_that_git_could_not_open_is_a_failure(self) -> None:
        ended = (0, b"a.py\0", b"warning: could not open directory 'p/q/': Permission denied\nwarning: else\n")

        assert list(git._untracked("", ended))[1:] == [Skipped("p/q", "unreadable: Permission denied", failed=True)]

    def test_paths_outside_that_git_lists_are_not_believed(self) -> None:
        with pytest.raises(tree.NotListed, match="outside"):
            list(git._untracked("", (0, b"../a.py\0", b"")))

    def test_a_name_that_is_no_utf8_survives(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": ""})
        name = os.path.join(os.fsencode(tmp_path), b"caf\xe9.py")
        with open(name, "wb"):
            pass

        assert listed(found(tmp_path)) == ["a.py", "caf\udce9.py"]
        run(tmp_path, "add", "-A")
        assert listed(found(tmp_path, exclude=("x",))) == ["a.py", "caf\udce9.py"]


class TestWalk:
    def test_lists_what_no_gitignore_excludes_and_the_closest_one_decides(self, tmp_path: Path) -> None:
        write(
            tmp_path,
            {
                ".gitignore": "*.gen.py\n/top.py\nout/\n!keep.gen.py\n",
                "a.gen.py": "",
                "keep.gen.py": "",
                "top.py": "",
                "in/top.py": "",
                "out/x.py": "",
                "in/out/y.py": "",
                "in/.gitignore": "!*.gen.py\nz.py\n",
                "in/b.gen.py": "",
                "in/z.py": "",
                "z.py": "",
            },
        )

        assert listed(found(tmp_path)) == ["in/b.gen.py", "in/top.py", "keep.gen.py", "z.py"]

    def test_a_line_that_is_no_pattern_ignores_nothing(self, tmp_path: Path) -> None:
        write(tmp_path, {".gitignore": "!\na.py\n", "a.py": "", "b.py": ""})

        assert listed(found(tmp_path)) == ["b.py"]

    def test_folders_that_tools_made_are_left_out_and_named(self, tmp_path: Path) -> None:
        write(tmp_path, {"venv/pyvenv.cfg": "", "venv/x.py": "", "target/CACHEDIR.TAG": "", "target/y.rs": "", ".hg/z.py": "", "a.py": ""})

        workspace = found(tmp_path)

        assert listed(workspace) == ["a.py"]
        assert why(workspace) == {"target": "a cache folder (CACHEDIR.TAG)", "venv": "a virtual environment (pyvenv.cfg)"}

    def test_a_folder_that_cannot_be_listed_is_a_failure(self, tmp_path: Path) -> None:
        assert list(walk.listing(str(tmp_path / "missing"))) == [Skipped("", "unreadable: No such file or directory", failed=True)]

    def test_an_ignore_file_that_cannot_be_read_ignores_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, {".gitignore": "a.py\n", "a.py": ""})

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(walk, "open", refuse, raising=False)
        assert listed(found(tmp_path)) == ["a.py"]

    def test_a_pattern_of_many_stars_takes_no_time(self, tmp_path: Path) -> None:
        write(tmp_path, {".gitignore": "*a" * 40 + "b\n", "a" * 200 + ".py": ""})

        start = time.monotonic()
        assert len(listed(found(tmp_path, exclude=("*a" * 40 + "b",)))) == 1
        assert time.monotonic() - start < 5


class TestLinks:
    @pytest.fixture(params=["git", "walk"])
    def make(self, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Path]:
        def made() -> Path:
            if request.param == "git":
                run(tmp_path / "w", "init", "-q")
                run(tmp_path / "w", "add", "-A")
            return tmp_path / "w"

        write(tmp_path, {"outside/secret.py": "", "w/a.py": "", "w/d/b.py": ""})
        return made

    def test_links_are_not_followed_out_of_the_workspace(self, tmp_path: Path, make: Callable[[], Path]) -> None:
        os.symlink("../outside/secret.py", tmp_path / "w/s.py")
        os.symlink("../outside", tmp_path / "w/o")
        os.symlink("../outside/secret.py", tmp_path / "w/contract.yaml")
        root = make()
        os.symlink("../outside/secret.py", tmp_path / "w/later.yaml")

        workspace = found(root)

        assert listed(workspace) == ["a.py", "d/b.py"]
        assert workspace.others == ()
        assert set(why(workspace).values()) == {"link out of the workspace"}
        assert failed(workspace) == []

    def test_a_file_inside_is_listed_once_and_loops_end(self, tmp_path: Path, make: Callable[[], Path]) -> None:
        os.symlink("a.py", tmp_path / "w/link.py")
        os.symlink(".", tmp_path / "w/loop")
        os.symlink("self.py", tmp_path / "w/self.py")
        os.symlink("nothing.py", tmp_path / "w/broken.py")

        workspace = found(make())

        assert listed(workspace) == ["a.py", "d/b.py"]
        assert why(workspace)["link.py"] == "link to a.py"
        assert why(workspace)["loop"] == "link to the folder ."
        assert why(workspace)["broken.py"] == "link to nothing.py: No such file or directory"

    def test_a_link_to_a_file_that_is_not_listed_itself_counts_as_the_file(self, tmp_path: Path, make: Callable[[], Path]) -> None:
        write(tmp_path / "w", {".gitignore": "gen/\n", "gen/g.py": "", "gen/t.yaml": ""})
        os.symlink("gen/g.py", tmp_path / "w/g.py")
        os.symlink("gen/g.py", tmp_path / "w/h.py")
        os.symlink("gen/t.yaml", tmp_path / "w/t.yaml")

        workspace = found(make())

        assert listed(workspace) == ["a.py", "d/b.py", "g.py"]
        assert workspace.others == (".gitignore", "t.yaml")
        assert why(workspace) == {"h.py": "link to gen/g.py"}

    def test_a_tracked_folder_that_became_a_link_is_not_followed(self, tmp_path: Path) -> None:
        committed(tmp_path / "w", {"d/secret.py": "", "d/notes.md": "", "a.py": ""})
        write(tmp_path, {"outside/secret.py": "", "outside/notes.md": ""})
        shutil.rmtree(tmp_path / "w/d")
        os.symlink("../outside", tmp_path / "w/d")

        workspace = found(tmp_path / "w")

        assert listed(workspace) == ["a.py"]
        assert workspace.others == ()
        assert why(workspace) == {"d": "link out of the workspace", "d/notes.md": "behind a link", "d/secret.py": "behind a link"}

    def test_a_tracked_file_that_became_a_link_is_not_followed(self, tmp_path: Path) -> None:
        committed(tmp_path / "w", {"a.py": ""})
        write(tmp_path, {"secret.py": ""})
        (tmp_path / "w/a.py").unlink()
        os.symlink("../secret.py", tmp_path / "w/a.py")

        assert why(found(tmp_path / "w")) == {"a.py": "link out of the workspace"}


class TestLimits:
    def test_a_file_over_the_limit_is_a_failure_and_one_at_it_is_read(self, tmp_path: Path) -> None:
        write(tmp_path, {"big.py": "x" * (1 << 19 | 1), "fits.py": "x" * (1 << 19), "big.md": "x" * (1 << 20)})

        workspace = found(tmp_path, max_bytes=1 << 19)

        assert listed(workspace) == ["fits.py"]
        assert workspace.skipped == (Skipped("big.py", "larger than 0.5 MiB", failed=True),)

    def test_a_pipe_is_not_read(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "p.py")

        assert found(tmp_path).skipped == (Skipped("p.py", "not a regular file", failed=True),)

    def test_a_file_that_cannot_be_looked_at_is_a_failure(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(tmp_path, {"a.py": ""})
        real = os.lstat

        def refuse(path: str) -> os.stat_result:
            if path.endswith("a.py"):
                raise PermissionError(13, "Permission denied")
            return real(path)

        monkeypatch.setattr("os.lstat", refuse)
        assert found(tmp_path).skipped == (Skipped("a.py", "unreadable: Permission denied", failed=True),)

    def test_a_path_of_endless_depth_in_an_index_is_passed_over(self) -> None:
        deep = ("d/" * 100_000 + "x.py", (0, 0, 0, 0, 0, 0, stat.S_IFREG, 0, 0, 0, b"", 0))

        assert list(git._tracked([deep], "", 0)) == []


class TestExclude:
    @pytest.mark.parametrize(
        ("globs", "left"),
        [
            (("a.py",), ["in/b.py", "in/deep/c.py", "in/deep/d.rs"]),
            (("c.py",), ["a.py", "in/b.py", "in/deep/d.rs"]),
            (("deep/",), ["a.py", "in/b.py"]),
            (("in/*.py",), ["a.py", "in/deep/c.py", "in/deep/d.rs"]),
            (("in/**/*.py",), ["a.py", "in/deep/d.rs"]),
            (("/in",), ["a.py"]),
            (("**/deep/?.rs", "/a.py"), ["in/b.py", "in/deep/c.py"]),
            (("in/**",), ["a.py"]),
            (("**",), []),
            (("eep", "n/b.py", "b.pyx"), ["a.py", "in/b.py", "in/deep/c.py", "in/deep/d.rs"]),
        ],
    )
    def test_globs_leave_out_files_and_folders_by_name_and_say_so(self, tmp_path: Path, globs: tuple[str, ...], left: list[str]) -> None:
        write(tmp_path, {"a.py": "", "in/b.py": "", "in/deep/c.py": "", "in/deep/d.rs": ""})

        workspace = found(tmp_path, exclude=globs)

        assert listed(workspace) == left
        assert len(workspace.skipped) == 4 - len(left)
        assert {why for _, why, _ in workspace.skipped} <= {"excluded by configuration"}


class TestNamed:
    def test_all_files_are_listed_and_the_named_ones_selected(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": "", "in/b.py": "", "in/c.rs": "", "inn/d.py": ""})

        workspace = found(tmp_path, "in", str(tmp_path / "a.py"))

        assert listed(workspace) == ["a.py", "in/b.py", "in/c.rs", "inn/d.py"]
        assert selected(workspace, ["in", str(tmp_path / "a.py")]) == {"in/b.py", "in/c.rs", "a.py"}
        assert selected(workspace, ["in/./../in/b.py"]) == {"in/b.py"}
        assert selected(workspace, ["."]) == selected(workspace, []) == set(listed(workspace))

    def test_every_missing_or_outside_path_is_named_at_once(self, tmp_path: Path) -> None:
        write(tmp_path, {"w/a.py": "", "other/b.py": ""})
        os.symlink("../other", tmp_path / "w/link")

        with pytest.raises(Unusable) as caught:
            found(tmp_path / "w", "a.py", "missing.py", "../other/b.py", "link/b.py", "nul\0")

        assert [c.path for c in caught.value.complaints] == ["missing.py", "../other/b.py", "link/b.py", "nul\0"]
        assert "no such file or folder" in str(caught.value)
        assert "outside the workspace" in str(caught.value)

    def test_a_named_path_where_nothing_is_listed_is_a_failure(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "", ".gitignore": "gen.py\n", "gen.py": "", "notes.md": ""})
        (tmp_path / "empty").mkdir()

        assert failed(found(tmp_path, "gen.py", "a.py", "empty", "notes.md")) == ["empty", "gen.py"]

    def test_a_named_path_that_configuration_excludes_is_none(self, tmp_path: Path) -> None:
        write(tmp_path, {"a.py": "", "gen/b.py": ""})

        assert failed(found(tmp_path, "gen/b.py", "gen", exclude=("gen",))) == []

    def test_an_empty_workspace_has_no_files_and_a_missing_one_is_an_error(self, tmp_path: Path) -> None:
        assert found(tmp_path) == Workspace(os.path.realpath(tmp_path), (), (), (), ())
        with pytest.raises(Unusable, match="no such folder"):
            found(tmp_path / "missing")

    def test_a_root_that_is_a_link_is_the_folder_it_leads_to(self, tmp_path: Path) -> None:
        write(tmp_path, {"real/a.py": ""})
        os.symlink("real", tmp_path / "w")

        workspace = found(tmp_path / "w", str(tmp_path / "w/a.py"))

        assert workspace.root == os.path.realpath(tmp_path / "real")
        assert selected(workspace, [str(tmp_path / "w/a.py")]) == {"a.py"}


class TestIndex:
    def test_a_path_in_conflict_has_no_blob(self) -> None:
        record = (0, 0, 0, 0, 0, 0, stat.S_IFREG, 0, 0, 0, b"\x01\xff")

        assert gitindex.blob((*record, 0)) == "01ff"
        assert gitindex.blob((*record, 0x2000)) == ""

    def test_any_damage_is_noticed_or_harmless(self, tmp_path: Path) -> None:
        committed(tmp_path, {"a.py": "", "b/c.py": "", "b/d.py": ""})
        for version in ("2", "4"):
            run(tmp_path, "update-index", f"--index-version={version}")
            data = (tmp_path / ".git/index").read_bytes()

            for cut in range(len(data)):
                with pytest.raises(gitindex.Unreadable):
                    gitindex.read(data[:cut])

    def test_a_compressed_path_that_does_not_begin_is_noticed(self) -> None:
        head = b"DIRC\0\0\0\x04\0\0\0\x01" + bytes(62)

        with pytest.raises(gitindex.Unreadable, match="does not begin"):
            gitindex.read(head + b"\xff" * 40)


class TestProcess:
    def test_what_takes_too_long_is_ended(self) -> None:
        ended = process.finish(process.start(["sh", "-c", "echo early; exec sleep 30"], {}), 0.2)

        assert ended == (-9, b"early\n", b"took too long")

    def test_both_outputs_and_the_exit_code_arrive_whatever_their_size(self) -> None:
        script = "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; exit 3"

        code, out, complaints = process.finish(process.start(["sh", "-c", script], {}), 30)

        assert (code, len(out), len(complaints)) == (3, 300_000, 300_000)
