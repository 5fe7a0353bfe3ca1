"""File changes become bytes on disk: all checked first, each replaced in one step, undone on failure."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tf1to2reuse.repo.read import encode_source
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import FileChange

MANIFEST = "tf1to2reuse.json"


class WriteError(Exception):
    """Nothing was written (or everything was put back); the message is one sentence."""


@dataclass(frozen=True)
class Write:
    """One file to write. ``before`` is None for a file that does not exist yet, which gets no ``mode``."""

    path: Path
    data: bytes
    before: bytes | None
    mode: int | None


def plan_writes(
    root: Path, changes: Iterable[FileChange], sources: Sequence[SourceFile], *, keep_read_only: bool = True
) -> list[Write]:
    """Every write of a run under ``root``, in order. Raises WriteError for the first that cannot be done."""
    by_path = {source.path: source for source in sources}
    return [_plan(root, change, by_path.get(change.path), keep_read_only) for change in changes]


def plan_manifest(root: Path, manifest: Mapping[str, Any]) -> Write:
    """The write of the manifest at the root of the tree; what an earlier run left there is kept."""
    path = root / MANIFEST
    before = path.read_bytes() if path.is_file() else None
    merged = merge_manifests(_earlier(path, before), manifest)
    data = json.dumps(merged, indent=2, sort_keys=True).encode("utf-8") + b"\n"
    write = Write(path, data, before, stat.S_IMODE(path.stat().st_mode) if before is not None else None)
    _check_writable(write)
    return write


def merge_manifests(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """A second run knows only what it converted itself: the first one's entries stay, its own win."""
    merged: dict[str, Any] = {**earlier, **later}
    for key, value in later.items():
        if isinstance(value, dict) and isinstance(earlier.get(key), dict):
            merged[key] = {**earlier[key], **value}
    return merged


def apply_writes(writes: Sequence[Write]) -> None:
    """Writes all files or none: contents go to temporary files first, which then replace the targets."""
    staged: list[tuple[Write, Path]] = []
    folders: list[Path] = []
    done: list[Write] = []
    try:
        for write in writes:
            folders += _make_folders(write.path.parent)
            staged.append((write, _stage(write)))
        for write, temporary in staged:
            os.replace(temporary, write.path)
            done.append(write)
    except BaseException as error:  # also an interrupt must not leave half a tree
        _undo(done, [temporary for _, temporary in staged[len(done) :]], folders)
        if isinstance(error, OSError):
            place = error.filename2 or error.filename or "a file"
            raise WriteError(f"Writing failed at {place} ({error.strerror}); nothing was changed.") from error
        raise


def write_report(path: Path, text: str) -> None:
    """Writes a report file in one step. Raises WriteError."""
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    apply_writes([Write(path, text.encode("utf-8", "backslashreplace"), None, mode)])


def _plan(root: Path, change: FileChange, source: SourceFile | None, keep_read_only: bool) -> Write:
    path = root / change.path
    if not path.resolve().is_relative_to(root.resolve()):
        raise WriteError(f"{change.path} lies outside the tree; nothing was written.")
    try:
        data = encode_source(source or SourceFile(change.path, change.before), change.after)
        before = path.read_bytes() if path.exists() else None
        mode = stat.S_IMODE(path.stat().st_mode) if before is not None else None
    except UnicodeEncodeError as error:
        raise WriteError(
            f"{change.path}: the new text has characters that {error.encoding} lacks."
        ) from error
    except OSError as error:
        raise WriteError(f"{change.path} cannot be read ({error.strerror}); nothing was written.") from error
    write = Write(path, data, before, mode)
    _check_unchanged(change, source, before)
    _check_writable(write, keep_read_only=keep_read_only)
    return write


def _check_unchanged(change: FileChange, source: SourceFile | None, before: bytes | None) -> None:
    if source is None and before is not None:
        raise WriteError(
            f"{change.path} exists but was not read; move it away or include it. Nothing was written."
        )
    if source is not None and before != encode_source(source, change.before):
        raise WriteError(
            f"{change.path} changed while it was being rewritten; run again. Nothing was written."
        )


def _check_writable(write: Write, *, keep_read_only: bool = True) -> None:
    # The mode is asked, not only the system: root may write anything, but the owner said read-only.
    exists = keep_read_only and write.mode is not None
    if exists and not ((write.mode or 0) & 0o222 and os.access(write.path, os.W_OK)):
        raise WriteError(f"{write.path} is read-only; nothing was written.")
    folder = next(parent for parent in write.path.parents if parent.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        raise WriteError(f"The folder {folder} is read-only; nothing was written.")


def _earlier(path: Path, before: bytes | None) -> dict[str, Any]:
    if before is None:
        return {}
    try:
        earlier = json.loads(before)
    except ValueError as error:
        raise WriteError(
            f"{path} is not a manifest of this tool; move it away. Nothing was written."
        ) from error
    if not isinstance(earlier, dict):
        raise WriteError(f"{path} is not a manifest of this tool; move it away. Nothing was written.")
    return earlier


def _make_folders(folder: Path) -> list[Path]:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir()
    return missing


def _stage(write: Write) -> Path:
    """The new contents in a temporary file beside the target, with the target's permissions and owner."""
    handle, name = tempfile.mkstemp(prefix=f".{write.path.name}.", suffix=".tmp", dir=write.path.parent)
    temporary = Path(name)
    try:
        with open(handle, "wb") as stream:
            stream.write(write.data)
        temporary.chmod(0o666 & ~_umask() if write.mode is None else write.mode)
        if write.path.exists() and hasattr(os, "chown"):
            owner = write.path.stat()
            with contextlib.suppress(PermissionError):  # only root can give a file away
                os.chown(temporary, owner.st_uid, owner.st_gid)
    except BaseException:
        temporary.unlink()
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _undo(done: Sequence[Write], temporaries: Sequence[Path], folders: Sequence[Path]) -> None:
    """Puts every file back. Goes on after a failure, so that as much as possible is restored."""
    for temporary in temporaries:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    failures = [write.path for write in done if not _restore(write)]
    for folder in folders:
        with contextlib.suppress(OSError):  # someone else put a file there meanwhile
            folder.rmdir()
    if failures:
        raise WriteError(f"Writing failed and {', '.join(map(str, failures))} could not be put back.")


def _restore(write: Write) -> bool:
    try:
        if write.before is None:
            write.path.unlink(missing_ok=True)
        else:
            os.replace(_stage(Write(write.path, write.before, None, write.mode)), write.path)
    except OSError:
        return False
    return True
