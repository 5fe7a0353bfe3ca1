"""Every error that a person can do something about becomes one sentence on stderr and an exit status."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import click

from tf1to2reuse.equivalence.errors import ProbeRaisesError, ProbeResultError, VerificationError
from tf1to2reuse.repo.copy import TargetError
from tf1to2reuse.repo.discover import DiscoveryError
from tf1to2reuse.repo.git import GitError
from tf1to2reuse.repo.write import WriteError
from tf1to2reuse.report.html_format import MissingExtraError
from tf1to2reuse.report.render import ReportError
from tf1to2reuse.settings import SettingsError
from tf1to2reuse.tracing.errors import NothingTracedError, TraceCallError

# Looked up in this order: a probe that runs and fails is the program's matter, not the call's.
NEEDS_PERSON = (WriteError, GitError, ProbeRaisesError, ProbeResultError, NothingTracedError)
WRONG_CALL = (
    DiscoveryError,
    SettingsError,
    TargetError,
    MissingExtraError,
    ReportError,
    VerificationError,
    TraceCallError,
)


# What the extra ``verify`` brings.
VERIFY_PACKAGES = ("tensorflow", "keras", "numpy")


class WrongCallError(click.ClickException):
    """The call itself is wrong; the message is one sentence."""

    exit_code = 2


class NeedsPersonError(click.ClickException):
    """Something stands in the way that a person has to decide; the message is one sentence."""

    exit_code = 1


def sentence(message: str) -> str:
    """A message as one sentence on one line: capital letter, full stop."""
    text = " ".join(message.split())
    word = text.partition(" ")[0]
    if word.isalpha() and word.islower():  # not the name of a file
        text = text[0].upper() + text[1:]
    return text + ("" if text.endswith((".", "!", "?")) else ".")


def reported(command: Callable[..., int]) -> Callable[..., None]:
    """Makes a command's return value its exit status, and known errors one sentence each."""

    @functools.wraps(command)
    def run(**arguments: Any) -> None:
        try:
            status = command(**arguments)
        except NEEDS_PERSON as error:
            raise NeedsPersonError(sentence(str(error))) from error
        except WRONG_CALL as error:
            raise WrongCallError(sentence(str(error))) from error
        except BrokenProcessPool as error:  # the system ended it
            reason = "One of the processes was ended, perhaps for want of memory; use fewer: --jobs 1."
            raise NeedsPersonError(reason) from error
        except ModuleNotFoundError as error:
            if error.name not in VERIFY_PACKAGES:
                raise
            advice = "install it with: pip install 'tf1to2reuse[verify]'."
            raise WrongCallError(f"This command needs {error.name}; {advice}") from error
        click.get_current_context().exit(status)

    return run
