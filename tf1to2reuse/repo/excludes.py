"""Which paths are left out: .gitignore files, --exclude, settings, version control, virtual environments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

ALWAYS_SKIPPED = frozenset(
    {".git", ".hg", ".svn", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache"}
)


@dataclass(frozen=True)
class PatternFile:
    """Gitignore patterns and the folder that they are relative to."""

    folder: Path
    spec: GitIgnoreSpec

    def verdict(self, path: Path, is_folder: bool) -> bool | None:
        """True: ignored; False: a later ``!pattern`` takes it back; None: no pattern speaks of it."""
        if not path.is_relative_to(self.folder):
            return None
        relative = path.relative_to(self.folder).as_posix()
        return self.spec.check_file(relative + "/" if is_folder else relative).include


def patterns(folder: Path, lines: Sequence[str]) -> PatternFile:
    """Patterns given on the command line or in the settings. Raises ValueError for one that is no pattern."""
    return PatternFile(folder, GitIgnoreSpec.from_lines(lines))


def gitignore_of(folder: Path) -> tuple[PatternFile, ...]:
    """The patterns of one folder's .gitignore; none when it has no readable one."""
    file = folder / ".gitignore"
    if not file.is_file():
        return ()
    # Git reads the file as bytes; a pattern in another encoding must not stop the run.
    lines = file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return (patterns(folder, lines),)


def gitignores_above(root: Path) -> tuple[PatternFile, ...]:
    """The .gitignore files from the top of the work tree down to the folder above ``root``."""
    found: tuple[PatternFile, ...] = ()
    for folder in root.parents if not (root / ".git").exists() else ():
        found = gitignore_of(folder) + found
        if (folder / ".git").exists():
            return found
    return ()  # no work tree: files above the tree say nothing about it


def is_ignored(path: Path, is_folder: bool, ignores: Sequence[PatternFile]) -> bool:
    """Git's rule: the last pattern that speaks of the path decides, deeper files after higher ones."""
    verdicts = (ignore.verdict(path, is_folder) for ignore in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def is_never_source(folder: Path) -> bool:
    """Version control, caches and virtual environments: never read, never copied."""
    if folder.name in ALWAYS_SKIPPED:
        return True
    return (folder / "pyvenv.cfg").is_file() or (folder / "conda-meta").is_dir()
