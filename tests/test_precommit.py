"""The hook as users get it: real pre-commit, a scratch repository, the package installed by pre-commit."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORKSPACE = ROOT / "fixtures/workspaces/vox-mini"

#: What pip and pre-commit say when there is no registry to install from; anything else is a fault of the package.
_NO_REGISTRY = ("No matching distribution found", "Could not find a version", "Connection", "Temporary failure", "timed out", "ProxyError")


def run(*argv: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    own = ("GIT_", "PRE_COMMIT", "VIRTUAL_ENV", "PYTHON", "COV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environment = kept | {"PRE_COMMIT_HOME": str(home), "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}
    return subprocess.run(argv, cwd=cwd, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def repository(folder: Path, home: Path) -> str:
    """Makes `folder` a repository with all its files committed; gives the revision."""
    git = ("git", "-c", "user.name=t", "-c", "user.email=t@example.org")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "all")):
        done = run(*git, *words, cwd=folder, home=home)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder, home=home).stdout.strip()


def copy_of_checkout(target: Path, home: Path) -> None:
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT, home=home).stdout
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, target / path)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("pre_commit") is None, reason="pre-commit is not installed")
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_the_hook_judges_the_workspace_and_stays_away_from_other_files(tmp_path: Path) -> None:
    home, hook, work = tmp_path / "home", tmp_path / "hook", tmp_path / "work"
    home.mkdir()
    copy_of_checkout(hook, home)
    revision = repository(hook, home)
    shutil.copytree(WORKSPACE, work)
    (work / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: {hook}\n  rev: {revision}\n  hooks:\n  - id: telint\n")
    repository(work, home)
    pre_commit = (sys.executable, "-m", "pre_commit")

    installed = run(*pre_commit, "install-hooks", cwd=work, home=home)
    said = installed.stdout + installed.stderr
    if installed.returncode and any(word in said for word in _NO_REGISTRY):
        pytest.skip("pip cannot install here: no package registry")
    assert installed.returncode == 0, said

    judged = run(*pre_commit, "run", "--all-files", cwd=work, home=home)
    assert judged.returncode == 1, judged.stdout
    assert "- hook id: telint\n- exit code: 1\n" in judged.stdout
    assert "unregistered-event" in judged.stdout

    elsewhere = run(*pre_commit, "run", "--files", "README.md", cwd=work, home=home)
    assert elsewhere.returncode == 0, elsewhere.stdout
    assert "Skipped" in elsewhere.stdout
