"""What a run has to say, as frozen data: findings, outcomes, the ledger's rows and file changes.

Every step collects these; only the renderers in this package turn them into text, JSON, SARIF or HTML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
OutcomeKind = Literal["lifted", "compact", "refused"]


@dataclass(frozen=True, order=True)
class Place:
    """A place in the source tree: POSIX path relative to the tree's root, 1-based line and column."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Finding:
    """One thing a person should know: a refusal, a hazard, an unreadable file, a renamed attribute.

    ``code`` is stable and has a section in docs/ (``refused-*``, ``hazard-*``, ``file-*``, ``note-*``).
    ``needs_person`` findings make the exit status 1.
    """

    code: str
    message: str
    place: Place
    severity: Severity = "warning"
    related: tuple[Place, ...] = ()
    needs_person: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one scoped function."""

    function: str
    place: Place
    kind: OutcomeKind
    became: str = ""
    code: str = ""
    reason: str = ""
    old_usage: str = ""
    new_usage: str = ""


@dataclass(frozen=True)
class LedgerSite:
    """One line that asks for a variable. ``how``: created, reused, created-or-reused, error, unresolved."""

    place: Place
    how: str
    condition: str = ""


@dataclass(frozen=True)
class LedgerRow:
    """One variable path (``{...}`` marks a part known at run time only) of one root, with all its sites."""

    path: str
    root: str
    shape: tuple[int | str | None, ...] | None
    trainable: bool
    sites: tuple[LedgerSite, ...]
    requests: int = 1
    reason: str = ""


@dataclass(frozen=True)
class FileChange:
    """One file's text before and after. ``before`` is empty for a file that the rewrite adds."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class ScanResult:
    """The answer of ``scan``."""

    rows: tuple[LedgerRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: int = 0


@dataclass(frozen=True)
class RewriteResult:
    """The answer of ``rewrite``. ``instances`` counts the layer objects (or families of them) that the
    new code creates, ``sharing_sites`` the call sites that reuse one created elsewhere."""

    changes: tuple[FileChange, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    instances: int = 0
    sharing_sites: int = 0
    files: int = 0
    manifest: dict[str, Any] = field(default_factory=dict)
