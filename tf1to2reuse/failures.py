"""Every error that a person can do something about becomes one sentence on stderr and an exit status."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from tf1to2reuse.report.html_format import MissingExtraError
from tf1to2reuse.report.render import ReportError
from tf1to2reuse.repo.copy import TargetError
from tf1to2reuse.repo.discover import DiscoveryError
from tf1to2reuse.repo.git import GitError
from tf1to2reuse.repo.write import WriteError
from tf1to2reuse.settings import SettingsError

WRONG_CALL = (DiscoveryError, SettingsError, TargetError, MissingExtraError, ReportError)
NEEDS_PERSON = (WriteError, GitError)


class Failure(click.ClickException):
    """One sentence, and the exit status: 1 something needs a person, 2 the call itself is wrong."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def reported(command: Callable[..., int]) -> Callable[..., None]:
    """Makes a command's return value its exit status, and known errors one sentence each."""

    @functools.wraps(command)
    def run(**arguments: Any) -> None:
        try:
            status = command(**arguments)
        except WRONG_CALL as error:
            raise Failure(str(error), 2) from error
        except NEEDS_PERSON as error:
            raise Failure(str(error), 1) from error
        click.get_current_context().exit(status)

    return run
