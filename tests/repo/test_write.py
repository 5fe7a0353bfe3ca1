"""All files are written or none, and each keeps its encoding, BOM, newlines and permissions."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tf1to2reuse.repo import write as write_module
from tf1to2reuse.repo.newlines import keep_newlines
from tf1to2reuse.repo.read import read_source
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.repo.write import (
    WriteError,
    apply_writes,
    merge_manifests,
    plan_manifest,
    plan_writes,
)
from tf1to2reuse.report.model import FileChange


def source_of(root: Path, name: str) -> SourceFile:
    source = read_source(root / name, name)
    assert isinstance(source, SourceFile)
    return source


def change_of(source: SourceFile, old: str, new: str) -> FileChange:
    return keep_newlines(FileChange(source.path, source.text, source.text.replace(old, new)))


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def two_changes(root: Path) -> tuple[list[FileChange], list[SourceFile]]:
    (root / "a.py").write_text("x = 1\n")
    (root / "b.py").write_text("x = 1\n")
    sources = [source_of(root, "a.py"), source_of(root, "b.py")]
    changes = [change_of(source, "1", "2") for source in sources]
    return [*changes, FileChange("new/base.py", "", "y = 3\n")], sources


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"\xef\xbb\xbfx = 1\n", b"\xef\xbb\xbfx = 2\n", id="bom"),
        pytest.param(
            b"# coding: latin-1\nx = 1 # \xe4\n", b"# coding: latin-1\nx = 2 # \xe4\n", id="latin-1"
        ),
        pytest.param(b"x = 1\r\ny = 0\r\n", b"x = 2\r\ny = 0\r\n", id="crlf"),
        pytest.param(b"x = 1\ry = 0", b"x = 2\ry = 0", id="cr-no-final-newline"),
        pytest.param(b"x = 1\r\ny = 0\n", b"x = 2\r\ny = 0\n", id="mixed"),
    ],
)
def test_bytes_that_nobody_meant_to_change(tmp_path: Path, before: bytes, after: bytes) -> None:
    (tmp_path / "m.py").write_bytes(before)
    source = source_of(tmp_path, "m.py")
    apply_writes(plan_writes(tmp_path, [change_of(source, "x = 1", "x = 2")], [source]))
    assert snapshot(tmp_path) == {"m.py": after}


def test_new_lines_get_the_newlines_of_the_file() -> None:
    change = FileChange("m.py", "a\r\nb\r\n", "a\r\nnew\nb\r\n")
    assert keep_newlines(change).after == "a\r\nnew\r\nb\r\n"


@pytest.mark.parametrize("mode", [0o755, 0o640, 0o600])
def test_permissions_stay(tmp_path: Path, mode: int) -> None:
    changes, sources = two_changes(tmp_path)
    (tmp_path / "a.py").chmod(mode)
    apply_writes(plan_writes(tmp_path, changes, sources))
    assert (tmp_path / "a.py").stat().st_mode & 0o777 == mode
    assert snapshot(tmp_path) == {"a.py": b"x = 2\n", "b.py": b"x = 2\n", "new/base.py": b"y = 3\n"}


def test_a_read_only_file_stops_everything(tmp_path: Path) -> None:
    changes, sources = two_changes(tmp_path)
    (tmp_path / "b.py").chmod(0o444)
    with pytest.raises(WriteError, match=r"b\.py is read-only"):
        plan_writes(tmp_path, changes, sources)
    assert len(plan_writes(tmp_path, changes, sources, keep_read_only=False)) == 3


@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_a_failing_replace_puts_all_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    changes, sources = two_changes(tmp_path)
    before, calls, real = snapshot(tmp_path), 0, os.replace

    def replace(old: Path, new: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(28, "No space left on device", str(old))
        real(old, new)

    monkeypatch.setattr(write_module.os, "replace", replace)
    with pytest.raises(WriteError, match="No space left on device"):
        apply_writes(plan_writes(tmp_path, changes, sources))
    assert snapshot(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_an_interrupt_puts_all_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes, sources = two_changes(tmp_path)
    before, real = snapshot(tmp_path), os.replace

    def replace(old: Path, new: Path) -> None:
        if str(new).endswith("b.py"):
            raise KeyboardInterrupt
        real(old, new)

    monkeypatch.setattr(write_module.os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        apply_writes(plan_writes(tmp_path, changes, sources))
    assert snapshot(tmp_path) == before


def test_a_failing_temporary_file_touches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes, sources = two_changes(tmp_path)
    before, real, calls = snapshot(tmp_path), write_module._stage, 0

    def stage(write: write_module.Write) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise OSError(122, "Disk quota exceeded", str(write.path))
        return real(write)

    writes = plan_writes(tmp_path, changes, sources)
    monkeypatch.setattr(write_module, "_stage", stage)
    with pytest.raises(WriteError, match="Disk quota exceeded"):
        apply_writes(writes)
    assert snapshot(tmp_path) == before


def test_a_file_that_changed_meanwhile(tmp_path: Path) -> None:
    changes, sources = two_changes(tmp_path)
    (tmp_path / "a.py").write_text("x = 99\n")
    with pytest.raises(WriteError, match=r"a\.py changed while"):
        plan_writes(tmp_path, changes, sources)


def test_a_new_file_never_overwrites(tmp_path: Path) -> None:
    changes, sources = two_changes(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new/base.py").write_text("mine\n")
    with pytest.raises(WriteError, match=r"new/base\.py exists"):
        plan_writes(tmp_path, changes, sources)


def test_a_path_out_of_the_tree(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="outside the tree"):
        plan_writes(tmp_path, [FileChange("../evil.py", "", "x\n")], [])


def test_text_that_the_encoding_lacks(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_bytes(b"# coding: latin-1\nx = 1\n")
    source = source_of(tmp_path, "m.py")
    with pytest.raises(WriteError, match="characters that"):
        plan_writes(tmp_path, [change_of(source, "1", "'\u4f60'")], [source])


def test_manifest_is_sorted_and_keeps_what_an_earlier_run_left(tmp_path: Path) -> None:
    apply_writes([plan_manifest(tmp_path, {"version": 1, "classes": {"m.py:B": {"kind": "layer"}}})])
    apply_writes([plan_manifest(tmp_path, {"version": 1, "classes": {"m.py:A": {"kind": "layer"}}})])
    text = (tmp_path / "tf1to2reuse.json").read_text()
    assert list(json.loads(text)["classes"]) == ["m.py:A", "m.py:B"]
    assert text.startswith('{\n  "classes"')
    assert text.endswith("}\n")


@pytest.mark.parametrize("text", ["not json", "[]", "\xff"])
def test_a_manifest_that_is_not_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "tf1to2reuse.json").write_text(text, encoding="latin-1")
    with pytest.raises(WriteError, match="not a manifest"):
        plan_manifest(tmp_path, {"version": 1})


def test_later_entries_win() -> None:
    merged = merge_manifests({"version": 1, "probes": {"a": "x"}}, {"version": 2, "probes": {"a": "y"}})
    assert merged == {"version": 2, "probes": {"a": "y"}}
