"""The command-line options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
PATH = click.Path(path_type=Path)

paths_argument = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=PATH)
exclude_option = click.option(
    "--exclude", multiple=True, metavar="PATTERN", help="Leave out what this .gitignore pattern matches."
)
jobs_option = click.option(
    "--jobs", metavar="N", type=click.IntRange(min=1), help="Processes to use (default: one per core)."
)


def report_options(formats: Iterable[str]) -> Callable[[Command], Command]:
    """``--report FILE`` and ``--format``, the same for every command that has a report."""
    file = click.option("--report", metavar="FILE", type=PATH, help="Write the report to FILE as well.")
    choice = click.Choice(list(formats))
    form = click.option("--format", "form", type=choice, default="text", help="Form of the report.")
    return lambda command: file(form(command))


def probe_options(command: Command) -> Command:
    """The options of ``record``: which probe to run, and how."""
    for option in reversed(_PROBE_OPTIONS):
        command = option(command)
    return command


def many_probe_options(command: Command) -> Command:
    """The same for ``verify``, where several probes may be named, or none."""
    for option in reversed((_PROBES, *_PROBE_OPTIONS[1:])):
        command = option(command)
    return command


def moving_options(command: Command) -> Command:
    """The options that ``checkpoint convert`` and ``checkpoint export`` share."""
    for option in reversed(_MOVING_OPTIONS):
        command = option(command)
    return command


def tracing_options(command: Command) -> Command:
    """The options of ``trace``."""
    for option in reversed(_TRACING_OPTIONS):
        command = option(command)
    return command


_PROBE = click.option(
    "--probe", required=True, metavar="FILE.py:FUNC", help="The function that builds the model."
)
_PROBES = click.option(
    "--probe", "probes", multiple=True, metavar="FILE.py:FUNC",
    help="The function that builds the model; may be repeated (default: all that are known).",
)  # fmt: skip
_TF1_PYTHON = click.option("--tf1-python", metavar="EXE", help="A Python that has TensorFlow 1.15.")
_PATHS = click.option("--path", "paths", multiple=True, metavar="DIR", help="Add DIR to the import path.")
_MOVING_OPTIONS = (
    _PROBE,
    click.option("--layer", default="", metavar="NAME", help="Only this layer of the probe's (a.b)."),
    click.option("--recording", metavar="FILE", type=PATH, help="Take the inputs to build with from it."),
    _PATHS,
)
_PROBE_OPTIONS = (
    _PROBE,
    _TF1_PYTHON,
    click.option("--checkpoint", metavar="CKPT", type=PATH, help="TF1 checkpoint (default: seeded values)."),
    _PATHS,
    click.option("--random", type=click.Choice(["replace"]), help="Give random ops equal numbers."),
    click.option("--cpu-nchw", is_flag=True, help="Let a CPU run channels-first code."),
    click.option("--weight-scale", type=float, default=1.0, help="Scale the seeded values."),
)
_TRACING_OPTIONS = (
    click.option(
        "--tree", type=PATH, default=Path(), metavar="DIR", help="The program's root (default: here)."
    ),
    _TF1_PYTHON,
    _PATHS,
    click.option(
        "--out", type=PATH, metavar="FILE.py", help="The probe (default: probe_SCRIPT.py beside it)."
    ),
    click.option("--overwrite", is_flag=True, help="Replace the probe file if there is one."),
)
