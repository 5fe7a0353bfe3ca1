"""Paths of the command line become a Tree: root, decoded Python files, and what could not be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tf1to2reuse.garbage import no_collections
from tf1to2reuse.repo import excludes
from tf1to2reuse.repo.excludes import PatternFile
from tf1to2reuse.repo.read import read_source
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import Finding, Place
from tf1to2reuse.settings import Settings


class DiscoveryError(Exception):
    """The paths given cannot be used; the message is one sentence."""


@dataclass(frozen=True)
class Tree:
    """The files of one run. ``sources`` are sorted by path; ``ignores`` are the patterns at the root."""

    root: Path
    sources: tuple[SourceFile, ...]
    findings: tuple[Finding, ...]
    ignores: tuple[PatternFile, ...]


@no_collections()
def discover(paths: Sequence[Path], exclude: Sequence[str], settings: Settings | None = None) -> Tree:
    """Reads every Python file under ``paths``. Raises DiscoveryError if there is none."""
    for path in paths:
        if not os.path.exists(path):  # False, not an error, where a folder above is closed
            raise DiscoveryError(f"There is no such file or folder: {path}.")
    resolved = [path.resolve() for path in paths]
    root = tree_root(resolved)
    walk = _Walk(root, _base_ignores(root, exclude, settings or Settings()))
    files = {file for path in resolved for file in walk.python_files(path)}
    if not files and not walk.findings:
        excluded = ", apart from excluded ones" if walk.excluded else ""
        raise DiscoveryError(f"There is no Python file in {', '.join(map(str, paths))}{excluded}.")
    answers = [read_source(file, file.relative_to(root).as_posix()) for file in sorted(files)]
    unreadable = [answer for answer in answers if isinstance(answer, Finding)]
    sources = [answer for answer in answers if isinstance(answer, SourceFile)]
    findings = sorted({*walk.findings, *unreadable}, key=lambda finding: finding.place)
    return Tree(root, tuple(sources), tuple(findings), walk.base)


def tree_root(paths: Sequence[Path]) -> Path:
    """The folder that file names are relative to: the folder given, or the nearest one above all paths."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError as error:
        raise DiscoveryError("The paths lie on different drives; run the tool once for each.") from error


def _base_ignores(root: Path, exclude: Sequence[str], settings: Settings) -> tuple[PatternFile, ...]:
    """Settings and --exclude: last in git's order, so the walk adds them after every .gitignore."""
    try:
        own = (excludes.patterns(settings.folder or root, settings.exclude), excludes.patterns(root, exclude))
    except ValueError as error:
        raise DiscoveryError(f"An exclude pattern cannot be used: {error}.") from error
    return own


class _Walk:
    """Finds files; collects one finding for every symbolic link that leads out of the tree."""

    def __init__(self, root: Path, own: tuple[PatternFile, ...]) -> None:
        self.root, self.own = root, own
        self.base = (*excludes.gitignores_above(root), *excludes.gitignore_of(root), *own)
        self.findings: list[Finding] = []
        self.excluded = False

    def python_files(self, path: Path) -> Iterator[Path]:
        """All Python files at or under a path. A file that is named outright is taken, ignored or not."""
        if path.is_file():
            if path.suffix not in (".py", ".pyw"):
                raise DiscoveryError(f"{path} is not a Python file.")
            yield path
        else:
            yield from self._in_folder(path, self._gitignores_down_to(path))

    def _gitignores_down_to(self, folder: Path) -> tuple[PatternFile, ...]:
        found = excludes.gitignores_above(self.root)
        for above in [parent for parent in reversed(folder.parents) if parent.is_relative_to(self.root)]:
            found += excludes.gitignore_of(above)
        return found

    def _in_folder(self, folder: Path, ignores: tuple[PatternFile, ...]) -> Iterator[Path]:
        ignores = ignores + excludes.gitignore_of(folder)
        for entry in self._entries(folder):
            path, is_folder = Path(entry.path), entry.is_dir(follow_symlinks=False)
            if excludes.is_ignored(path, is_folder, ignores + self.own):
                self.excluded = True
                continue
            if entry.is_symlink():
                self._check_link(path)
            elif is_folder and not excludes.is_never_source(path):
                yield from self._in_folder(path, ignores)
            elif entry.is_file() and path.suffix == ".py":
                yield path

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            return sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            place = Place(folder.relative_to(self.root).as_posix())
            message = f"The folder cannot be read: {error.strerror}."
            self.findings.append(Finding("file-not-readable", message, place, "error", needs_person=True))
            return []

    def _check_link(self, link: Path) -> None:
        """A link to a place inside the tree needs nothing: its target is read where it lies."""
        target = Path(os.path.realpath(link))
        is_python = link.suffix == ".py"
        if target.is_relative_to(self.root) or not (is_python or target.is_dir()):
            return
        message = f"This symbolic link to {target} leads out of the tree and was not followed."
        place = Place(link.relative_to(self.root).as_posix())
        self.findings.append(Finding("file-link-outside", message, place, needs_person=is_python))
