"""``[tool.tf1to2reuse]`` of the nearest pyproject.toml becomes Settings; anything odd in it is an error."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class SettingsError(Exception):
    """The settings cannot be used; the message is one sentence for the person who wrote them."""


@dataclass(frozen=True)
class Settings:
    """``exclude``: gitignore patterns relative to ``folder``; ``jobs``: processes, None for one per core."""

    exclude: tuple[str, ...] = ()
    jobs: int | None = None
    folder: Path | None = None


def load_settings(root: Path) -> Settings:
    """The settings that hold for a tree: those of the pyproject.toml in it or nearest above it."""
    for folder in (root, *root.parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            return _from_table(_read_table(file), file)
        if (folder / ".git").exists():
            break
    return Settings()


def _read_table(file: Path) -> dict[str, Any]:
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{file} cannot be read as TOML: {error}.") from error
    tools = data.get("tool", {})
    table = tools.get("tf1to2reuse", {}) if isinstance(tools, dict) else tools
    if not isinstance(table, dict):
        raise SettingsError(f"{file}: tool.tf1to2reuse must be a table.")
    return table


def _from_table(table: dict[str, Any], file: Path) -> Settings:
    unknown = sorted(set(table) - {"exclude", "jobs"})
    if unknown:
        raise SettingsError(
            f"{file}: [tool.tf1to2reuse] has no setting {unknown[0]!r}; it has exclude and jobs."
        )
    exclude, jobs = table.get("exclude", []), table.get("jobs")
    if not isinstance(exclude, list) or not all(isinstance(pattern, str) for pattern in exclude):
        raise SettingsError(f"{file}: exclude in [tool.tf1to2reuse] must be a list of strings.")
    # bool is an int in Python, and `jobs = true` means nothing.
    if jobs is not None and (not isinstance(jobs, int) or isinstance(jobs, bool) or jobs < 1):
        raise SettingsError(f"{file}: jobs in [tool.tf1to2reuse] must be a whole number above 0.")
    return Settings(tuple(exclude), jobs, file.parent)
