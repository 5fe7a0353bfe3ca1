"""Which of some files git could not bring back: changed since the last commit, or never committed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path


class GitError(Exception):
    """Git did not answer; the message is one sentence."""


def uncommitted(files: Iterable[Path]) -> list[Path]:
    """Those of the files that differ from HEAD or that HEAD does not have; none outside a git work tree.

    Raises GitError when a file lies in a work tree and git cannot be asked about it.
    """
    by_top: dict[Path, list[Path]] = {}
    for file in files:
        top = _work_tree(file)
        if top is not None:
            by_top.setdefault(top, []).append(file)
    return sorted(file for top, group in by_top.items() for file in _uncommitted_in(top, group))


def _work_tree(file: Path) -> Path | None:
    return next((folder for folder in file.parents if (folder / ".git").exists()), None)


def _uncommitted_in(top: Path, files: list[Path]) -> list[Path]:
    # Without a first commit there is no HEAD to compare with, and nothing to go back to.
    if _git(top, "rev-parse", "--verify", "--quiet", "HEAD", may_fail=True) is None:
        return files
    committed = _names(_git(top, "ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD"))
    changed = _names(_git(top, "diff", "--no-ext-diff", "-z", "--name-only", "HEAD"))
    relative = {file: file.relative_to(top).as_posix() for file in files}
    return [file for file, name in relative.items() if name not in committed or name in changed]


def _names(output: bytes | None) -> set[str]:
    return {os.fsdecode(name) for name in (output or b"").split(b"\0") if name}


def _git(top: Path, *arguments: str, may_fail: bool = False) -> bytes | None:
    # fsmonitor would start a program that the repository names; reading never executes.
    command = ["git", "-c", "core.fsmonitor=false", "-C", str(top), *arguments]
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0"}
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        environment.pop(name, None)
    try:
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
    except OSError as error:
        raise GitError(
            f"Git cannot be run to look for uncommitted changes in {top}: {error.strerror}."
        ) from error
    if done.returncode == 0:
        return done.stdout
    if may_fail and done.returncode == 1:
        return None
    reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    raise GitError(f"Git cannot tell the uncommitted changes in {top}: {reason[0]}.")
