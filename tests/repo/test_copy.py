"""``--out`` copies the whole tree, changes the copy, and shows nothing when something fails."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tf1to2reuse.repo.copy import TargetError, check_target, copy_changed
from tf1to2reuse.repo.excludes import patterns
from tf1to2reuse.repo.write import WriteError


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    for name in (
        "m.py",
        "data/model.ckpt.index",
        ".git/HEAD",
        "env/pyvenv.cfg",
        "__pycache__/m.pyc",
        "sub/run.sh",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "sub/run.sh").chmod(0o755)
    (root / "empty").mkdir()
    return root


def nothing(copy: Path) -> None:
    """Changes nothing."""


def names(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


@pytest.mark.parametrize("exists", [False, True])
def test_everything_but_history_and_environments(tree: Path, tmp_path: Path, exists: bool) -> None:
    out = tmp_path / "deep/er/out"
    if exists:
        out.mkdir(parents=True)
    copy_changed(tree, out, lambda copy: (copy / "m.py").write_text("changed") and None)
    assert names(out) == {"m.py", "data", "data/model.ckpt.index", "sub", "sub/run.sh", "empty"}
    assert (out / "m.py").read_text() == "changed"
    assert (tree / "m.py").read_text() == "m.py"
    assert (out / "sub/run.sh").stat().st_mode & 0o777 == 0o755
    assert out.stat().st_mode == tree.stat().st_mode or exists


@pytest.mark.parametrize("exists", [False, True])
def test_a_failure_leaves_nothing(tree: Path, tmp_path: Path, exists: bool) -> None:
    out = tmp_path / "out"
    if exists:
        out.mkdir()

    def fail(copy: Path) -> None:
        raise OSError(28, "No space left on device", "m.py")

    with pytest.raises(WriteError, match="No space left"):
        copy_changed(tree, out, fail)
    assert out.exists() == exists
    assert not exists or not any(out.iterdir())
    assert names(tmp_path) == {
        "tree",
        *(f"tree/{name}" for name in names(tree)),
        *(["out"] if exists else []),
    }


def test_links_inside_point_into_the_copy(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "big.bin").write_text("big")
    (tree / "abs").symlink_to(tree / "m.py")
    (tree / "sub/rel").symlink_to("../data")
    (tree / "sub/out").symlink_to("../../big.bin")
    (tree / "broken").symlink_to("gone")
    out = tmp_path / "a/b/out"
    copy_changed(tree, out, nothing)
    assert os.readlink(out / "abs") == "m.py"
    assert (out / "sub/rel").resolve() == out / "data"
    assert (out / "sub/out").read_text() == "big"
    assert os.readlink(out / "broken") == "gone"


def test_sockets_and_pipes_are_left_out(tree: Path, tmp_path: Path) -> None:
    os.mkfifo(tree / "pipe")
    copy_changed(tree, tmp_path / "out", nothing)
    assert "pipe" not in names(tmp_path / "out")


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        pytest.param("tree", "not empty", id="itself"),
        pytest.param("tree/sub", "not empty", id="full"),
        pytest.param("tree/m.py", "no folder", id="file"),
        pytest.param("tree/new/deep", "lies inside", id="inside"),
        pytest.param("tree/empty", "lies inside", id="inside-empty"),
        pytest.param(".", "not empty", id="above"),
    ],
)
def test_targets_that_are_refused(tree: Path, tmp_path: Path, out: str, sentence: str) -> None:
    with pytest.raises(TargetError, match=sentence):
        check_target(tree, tmp_path / out, ())


def test_an_excluded_folder_inside_is_fine(tree: Path) -> None:
    check_target(tree, tree / "build/out", [patterns(tree, ["build/"])])
    copy_changed(tree, tree / "build/out", nothing)
    assert "m.py" in names(tree / "build/out")
    assert not any("out" in name.split("/") for name in names(tree / "build/out"))
