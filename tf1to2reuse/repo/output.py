"""A rewrite's result goes to disk, into the tree or into a changed copy of it, with the manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tf1to2reuse.repo.copy import TargetError, check_target, copy_changed
from tf1to2reuse.repo.discover import Tree
from tf1to2reuse.repo.git import uncommitted
from tf1to2reuse.repo.write import Write, WriteError, apply_writes, plan_manifest, plan_writes
from tf1to2reuse.report.model import RewriteResult


def check_out(tree: Tree, paths: Sequence[Path], out: Path) -> None:
    """Raises TargetError when ``--out`` cannot work: it copies one whole folder to a new or empty one."""
    if len(paths) != 1 or not paths[0].is_dir():
        raise TargetError("--out copies a whole tree: give exactly one PATH, a folder.")
    check_target(tree.root, out, tree.ignores)


def write_in_place(tree: Tree, result: RewriteResult, *, allow_dirty: bool) -> Sequence[Path]:
    """Writes the changes into the tree and returns the paths written. Raises WriteError or GitError."""
    if not result.changes:
        return ()
    writes = plan_writes(tree.root, result.changes, tree.sources)
    if not allow_dirty:
        _refuse_dirty([write.path for write in writes if write.before is not None])
    return _apply([*writes, plan_manifest(tree.root, result.manifest)])


def write_copy(tree: Tree, result: RewriteResult, out: Path) -> Sequence[Path]:
    """Makes ``out`` a copy of the tree with the changes; returns the paths written. Raises WriteError."""
    written: list[Path] = []

    def change(copy: Path) -> None:
        # A read-only original stays read-only in the copy, which is ours to write while it is being made.
        writes = plan_writes(copy, result.changes, tree.sources, keep_read_only=False)
        manifest = [plan_manifest(copy, result.manifest)] if result.changes else []
        written.extend(out / path.relative_to(copy) for path in _apply([*writes, *manifest]))

    copy_changed(tree.root, out, change)
    return written


def _apply(writes: Sequence[Write]) -> list[Path]:
    apply_writes(writes)
    return [write.path for write in writes]


def _refuse_dirty(paths: Sequence[Path]) -> None:
    dirty = uncommitted(paths)
    if dirty:
        more = f" and {len(dirty) - 1} more" if len(dirty) > 1 else ""
        message = f"{dirty[0]}{more} would be overwritten but has changes that are not committed"
        raise WriteError(f"{message}; commit them or pass --allow-dirty. Nothing was written.")
