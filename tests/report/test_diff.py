"""The diff is one that other tools apply, byte for byte."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tf1to2reuse.report.diff import unified_diff
from tf1to2reuse.report.model import FileChange

LINES = st.lists(st.sampled_from(["a", "b", "\tc", "d\r", "e\x0cf", "\u2028", ""])).map("\n".join)


def apply_with_git(folder: Path, change: FileChange) -> bytes:
    file = folder / change.path
    if change.before:
        file.write_bytes(change.before.encode())
    patch = unified_diff(change).encode() + b"\n1 file read, changes in 1 (0 new)\n"
    git = ["git", "-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"]
    subprocess.run(git, input=patch, cwd=folder, check=True)
    return file.read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a\nb\n", "a\nc\n", id="plain"),
        pytest.param("a\r\nb\r\n", "a\r\nc\r\n", id="crlf"),
        pytest.param("a\nb", "a\nc", id="no-final-newline"),
        pytest.param("a\nb", "a\nb\n", id="final-newline-added"),
        pytest.param("", "a\nb\n", id="new-file"),
        pytest.param("x\x0cy\n\u2028z\n", "x\x0cy\n\u2028w\n", id="odd-line-ends"),
        pytest.param(
            "\n".join(map(str, range(90))), "\n".join(map(str, [*range(40), 99, *range(41, 90)])), id="long"
        ),
    ],
)
def test_git_applies_it(tmp_path: Path, before: str, after: str) -> None:
    assert apply_with_git(tmp_path, FileChange("m.py", before, after)) == after.encode()


@given(LINES, LINES)
def test_no_line_is_lost(before: str, after: str) -> None:
    diff = unified_diff(FileChange("m.py", before, after))
    assert bool(diff) == (before != after)
    removed = sum(line.startswith("-") and not line.startswith("---") for line in diff.split("\n"))
    added = sum(line.startswith("+") and not line.startswith("+++") for line in diff.split("\n"))
    count = lambda text: text.count("\n") + (not text.endswith("\n") and text != "")  # noqa: E731
    assert added - removed == count(after) - count(before)
