"""Only what git cannot bring back counts as uncommitted."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tf1to2reuse.repo.git import GitError, uncommitted


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, capture_output=True)


@pytest.fixture
def work_tree(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    (root / "sub").mkdir(parents=True)
    for name in ("a.py", "sub/ü b.py", "staged.py", "removed.py"):
        (root / name).write_text("x = 1\n")
    git(tmp_path, "init", "-q", str(root))
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    return root


def test_clean(work_tree: Path) -> None:
    assert uncommitted([work_tree / "a.py", work_tree / "sub/ü b.py"]) == []


def test_changed_staged_untracked_ignored(work_tree: Path) -> None:
    for name in ("sub/ü b.py", "staged.py", "untracked.py", "ignored.py"):
        (work_tree / name).write_text("x = 2\n")
    (work_tree / ".gitignore").write_text("ignored.py\n")
    git(work_tree, "add", "staged.py")
    asked = [work_tree / name for name in ("a.py", "sub/ü b.py", "staged.py", "untracked.py", "ignored.py")]
    assert uncommitted(asked) == sorted(asked[1:])


def test_outside_a_work_tree(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x\n")
    assert uncommitted([tmp_path / "a.py"]) == []


def test_before_the_first_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", ".")
    assert uncommitted([tmp_path / "a.py"]) == [tmp_path / "a.py"]


def test_a_work_tree_inside_another(work_tree: Path) -> None:
    inner = work_tree / "vendored"
    inner.mkdir()
    (inner / "c.py").write_text("x = 1\n")
    git(inner, "init", "-q", ".")
    git(inner, "add", ".")
    git(inner, "commit", "-qm", "inner")
    assert uncommitted([work_tree / "a.py", inner / "c.py"]) == []


def test_git_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere/at/all\n")
    with pytest.raises(GitError, match="cannot tell"):
        uncommitted([tmp_path / "a.py"])
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="cannot be run"):
        uncommitted([tmp_path / "a.py"])
