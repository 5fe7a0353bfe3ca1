"""Which files a run reads, which it leaves out, and what it says when there is nothing."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tf1to2reuse.repo.discover import DiscoveryError, discover
from tf1to2reuse.repo.excludes import is_ignored
from tf1to2reuse.settings import Settings, SettingsError, load_settings


def make(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x = 1\n")


def found(paths: Sequence[Path], exclude: Sequence[str] = (), settings: Settings | None = None) -> list[str]:
    return [source.path for source in discover(paths, exclude, settings).sources]


def test_python_files_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.py", "a/c.py", "a/notes.txt", "run", "A.py")
    assert found([tmp_path]) == ["A.py", "a/c.py", "b.py"]


def test_never_source(tmp_path: Path) -> None:
    make(
        tmp_path, "m.py", ".git/hooks.py", "env/pyvenv.cfg", "env/lib/x.py", "__pycache__/y.py", "conda/z.py"
    )
    (tmp_path / "conda/conda-meta").mkdir()
    assert found([tmp_path]) == ["m.py"]


def test_gitignore_at_every_level(tmp_path: Path) -> None:
    make(tmp_path, "build/x.py", "a/gen.py", "a/keep_gen.py", "a/b/gen.py", "a/b/only_here.py", "m.py")
    (tmp_path / ".gitignore").write_text("build/\n*gen.py\n!keep_gen.py\n")
    (tmp_path / "a/b/.gitignore").write_text("!gen.py\n/only_here.py\n")
    assert found([tmp_path]) == ["a/b/gen.py", "a/keep_gen.py", "m.py"]


def test_gitignore_above_the_tree_counts_inside_a_work_tree(tmp_path: Path) -> None:
    make(tmp_path, "src/a.py", "src/skip.py")
    (tmp_path / ".gitignore").write_text("skip.py\n")
    assert found([tmp_path / "src"]) == ["a.py", "skip.py"]
    (tmp_path / ".git").mkdir()
    assert found([tmp_path / "src"]) == ["a.py"]


def test_exclude_and_settings(tmp_path: Path) -> None:
    make(tmp_path, "old/a.py", "gen/b.py", "m.py", "pyproject.toml", "gen/keep.py")
    (tmp_path / "pyproject.toml").write_text("[tool.tf1to2reuse]\nexclude = ['/gen']\n")
    settings = load_settings(tmp_path)
    assert found([tmp_path], ["old/"], settings) == ["m.py"]
    with pytest.raises(DiscoveryError, match="apart from excluded ones"):
        found([tmp_path / "gen"], [], load_settings(tmp_path / "gen"))


def test_a_file_named_outright_is_read(tmp_path: Path) -> None:
    make(tmp_path, "a.py", "b.py")
    (tmp_path / ".gitignore").write_text("a.py\n")
    assert found([tmp_path / "a.py"]) == ["a.py"]


def test_several_paths_share_the_nearest_root(tmp_path: Path) -> None:
    make(tmp_path, "p/a.py", "p/q/b.py", "p/r/c.py", "d.py")
    tree = discover([tmp_path / "p/q", tmp_path / "p/r", tmp_path / "p/q/b.py"], [])
    assert tree.root == tmp_path / "p"
    assert [source.path for source in tree.sources] == ["q/b.py", "r/c.py"]


@pytest.mark.parametrize(
    ("make_names", "given", "sentence"),
    [
        pytest.param([], "missing", "There is no such file or folder", id="missing"),
        pytest.param(["t/readme.md"], "t", "There is no Python file in", id="no-python"),
        pytest.param(["t/readme.md"], "t/readme.md", "is not a Python file", id="other-file"),
    ],
)
def test_nothing_to_do(tmp_path: Path, make_names: list[str], given: str, sentence: str) -> None:
    make(tmp_path, *make_names)
    with pytest.raises(DiscoveryError, match=sentence):
        discover([tmp_path / given], [])


def test_unreadable_files_leave_the_others(tmp_path: Path) -> None:
    make(tmp_path, "good.py")
    (tmp_path / "latin.py").write_bytes(b"x = '\xe4'\n")
    (tmp_path / "two.py").write_text("print 'two'\n")
    tree = discover([tmp_path], [])
    assert [source.path for source in tree.sources] == ["good.py"]
    assert [(f.code, f.place.file) for f in tree.findings] == [
        ("file-not-decodable", "latin.py"),
        ("file-not-parsed", "two.py"),
    ]


def test_links(tmp_path: Path) -> None:
    make(tmp_path, "tree/a/x.py", "tree/m.py", "outside/y.py", "outside/data.txt")
    tree = tmp_path / "tree"
    (tree / "inner").symlink_to(tree / "a")
    (tree / "loop").symlink_to(tree)
    (tree / "same.py").symlink_to("m.py")
    (tree / "out.py").symlink_to(tmp_path / "outside/y.py")
    (tree / "outdir").symlink_to("../outside")
    (tree / "data.txt").symlink_to("../outside/data.txt")
    got = discover([tree], [])
    assert [source.path for source in got.sources] == ["a/x.py", "m.py"]
    assert [(f.code, f.place.file, f.needs_person) for f in got.findings] == [
        ("file-link-outside", "out.py", True),
        ("file-link-outside", "outdir", False),
    ]


def test_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.py", "closed/b.py")
    real = os.scandir

    def scandir(folder: Path) -> object:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied", str(folder))
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    tree = discover([tmp_path], [])
    assert [source.path for source in tree.sources] == ["a.py"]
    assert [(f.code, f.place.file, f.needs_person) for f in tree.findings] == [
        ("file-not-readable", "closed", True)
    ]


def test_the_patterns_at_the_root_come_with_the_tree(tmp_path: Path) -> None:
    make(tmp_path, "a.py")
    (tmp_path / ".gitignore").write_text("out/\n")
    assert is_ignored(tmp_path / "out", True, discover([tmp_path], []).ignores)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("[tool.tf1to2reuse]\nexlude = []\n", "no setting 'exlude'", id="unknown"),
        pytest.param("[tool.tf1to2reuse]\nexclude = 'a'\n", "list of strings", id="not-a-list"),
        pytest.param("[tool.tf1to2reuse]\njobs = true\n", "whole number", id="bool"),
        pytest.param("[tool]\ntf1to2reuse = 3\n", "must be a table", id="not-a-table"),
        pytest.param("[tool.tf1to2reuse\n", "cannot be read as TOML", id="broken"),
        pytest.param("tool = 3\n", "must be a table", id="tool-not-a-table"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(SettingsError, match=sentence):
        load_settings(tmp_path)


def test_settings_of_the_nearest_pyproject(tmp_path: Path) -> None:
    make(tmp_path, "a/b/m.py")
    (tmp_path / "pyproject.toml").write_text("[tool.tf1to2reuse]\njobs = 3\n")
    assert load_settings(tmp_path / "a/b").jobs == 3
    (tmp_path / "a/.git").mkdir()
    assert load_settings(tmp_path / "a/b") == Settings()
