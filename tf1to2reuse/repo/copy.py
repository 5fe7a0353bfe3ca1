"""``--out``: a whole tree, other files too, is copied, changed in the copy, and put in place at once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from tf1to2reuse.repo import excludes
from tf1to2reuse.repo.excludes import PatternFile
from tf1to2reuse.repo.write import WriteError


class TargetError(Exception):
    """``--out`` names a folder that cannot be used; the message is one sentence."""


def check_target(root: Path, out: Path, ignores: Sequence[PatternFile]) -> None:
    """Raises TargetError when ``out`` holds something, or would lie inside the tree that is copied."""
    if out.exists() and not out.is_dir():
        raise TargetError(f"{out} exists and is no folder; --out needs a new or empty folder.")
    if out.is_dir() and any(out.iterdir()):
        raise TargetError(f"{out} is not empty; --out needs a new or empty folder.")
    target = out.resolve()
    inside = target.is_relative_to(root)
    between = [target, *target.parents][: len(target.parts) - len(root.parts)] if inside else []
    if inside and not any(excludes.is_ignored(folder, True, ignores) for folder in between):
        raise TargetError(
            f"{out} lies inside {root}, so the next run would read it; choose a folder outside or exclude it."
        )


def copy_changed(root: Path, out: Path, change: Callable[[Path], None]) -> None:
    """Copies ``root`` to ``out`` and lets ``change`` write into the copy before anyone sees it at ``out``."""
    target = out.resolve()
    staging: Path | None = None
    try:
        parent = target if target.exists() else _first_existing(target)
        staging = Path(tempfile.mkdtemp(prefix=".tf1to2reuse-", dir=parent))
        _copy_folder(root, staging, _Links(root, (target, staging)))
        change(staging)
        _put_in_place(staging, target)
    except OSError as error:
        place = error.filename2 or error.filename or str(out)
        raise WriteError(
            f"Copying to {out} failed at {place} ({error.strerror}); nothing was left there."
        ) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def _first_existing(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.exists())


def _put_in_place(staging: Path, target: Path) -> None:
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        os.rename(staging, target)
        return
    moved: list[Path] = []
    try:
        for child in sorted(staging.iterdir()):
            moved.append(child.rename(target / child.name))
    except BaseException:
        for child in moved:
            child.rename(staging / child.name)
        raise


class _Links:
    """What the copy leaves out, and where its symbolic links point."""

    def __init__(self, root: Path, skipped: tuple[Path, ...]) -> None:
        self.root, self.skipped = root, skipped

    def leaves_out(self, path: Path) -> bool:
        return path in self.skipped or excludes.is_never_source(path)

    def target_for(self, link: Path) -> str:
        """A link inside the tree points to the copy; one that leads out keeps its target."""
        written = os.readlink(link)
        target = Path(os.path.normpath(link.parent / written))
        if target.is_relative_to(self.root):
            return os.path.relpath(target, link.parent)
        return str(target)


def _copy_folder(source: Path, target: Path, links: _Links) -> None:
    for entry in sorted(os.scandir(source), key=lambda entry: entry.name):
        path, copy = Path(entry.path), target / entry.name
        if entry.is_symlink():
            copy.symlink_to(links.target_for(path))
        elif entry.is_dir():
            if not links.leaves_out(path):
                copy.mkdir()
                _copy_folder(path, copy, links)
        elif entry.is_file():  # sockets and pipes have no contents to copy
            shutil.copy2(path, copy)
    shutil.copystat(source, target)
