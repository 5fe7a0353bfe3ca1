"""Golden cases as data: a folder with ``before/`` becomes source files, probes and expectations.

A case is ``<group>/<name>/`` with ``before/`` (the TensorFlow 1 program and its probe), ``after/`` (what
rewrite makes of it, manifest included), ``ledger.json`` (what scan says) and one recording per probe.
``case.json`` may hold:

``probes``   names of the probe functions, when they are not just ``probe_<case>``
``random``, ``cpu_nchw``  options for record and verify
``hazards``  codes that scan must report
``refused``  codes with which rewrite must refuse something; without this key nothing may be refused
``asked_again``  parts of names of variables that a cell asks for at each step: the ledger counts one request
``verify``   false, with the reason in ``why``, for a program that cannot be compared
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tf1to2reuse.repo.discover import Tree, discover
from tf1to2reuse.report.model import ScanResult

GOLDEN = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Case:
    """One golden case. ``name`` is ``<group>/<folder>``."""

    name: str
    folder: Path
    options: dict[str, Any] = field(compare=False)

    @property
    def before(self) -> Path:
        """The TensorFlow 1 program."""
        return self.folder / "before"

    @property
    def after(self) -> Path:
        """The rewritten program."""
        return self.folder / "after"

    @property
    def ledger(self) -> Path:
        """The file with scan's rows and findings."""
        return self.folder / "ledger.json"

    @property
    def probes(self) -> tuple[str, ...]:
        """``FILE.py:FUNCTION`` for each probe of the case."""
        wanted = self.options.get("probes", [f"probe_{self.folder.name}"])
        return tuple(f"{self._file_of(function)}:{function}" for function in wanted)

    @property
    def verified(self) -> bool:
        """False for a program that cannot be compared; ``case.json`` then says why."""
        return bool(self.options.get("verify", True))

    def recording(self, probe: str) -> Path:
        """Where the recording of one of ``probes`` is kept."""
        function = probe.rpartition(":")[2]
        return self.folder / ("recording.npz" if len(self.probes) == 1 else f"recording_{function}.npz")

    def _file_of(self, function: str) -> str:
        pattern = re.compile(rf"^def {function}\(", re.MULTILINE)
        found = [path for path in self.before.rglob("probe_*.py") if pattern.search(path.read_text("utf-8"))]
        if len(found) != 1:
            raise LookupError(f"{self.name}: {len(found)} files define {function}")
        return found[0].relative_to(self.before).as_posix()


def all_cases() -> tuple[Case, ...]:
    """Every case, sorted by name."""
    folders = sorted(path.parent for path in GOLDEN.glob("*/*/before"))
    return tuple(_case(folder) for folder in folders)


def _case(folder: Path) -> Case:
    options = folder / "case.json"
    name = folder.relative_to(GOLDEN).as_posix()
    return Case(name, folder, json.loads(options.read_text("utf-8")) if options.exists() else {})


def read_tree(folder: Path) -> dict[str, str]:
    """Text of every file below ``folder``, by POSIX path; newlines as they are. The folder must exist."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is missing: run tests/golden/rerecord.py")
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode("utf-8") for path in files}


def tree_of(folder: Path) -> Tree:
    """A case's ``before/`` or ``after/`` as the commands read it."""
    return discover([folder], exclude=())


def ledger_text(result: ScanResult) -> str:
    """Scan's rows and findings as the text of ``ledger.json``."""
    document = {
        "rows": [asdict(row) for row in result.rows],
        "findings": [asdict(finding) for finding in result.findings],
    }
    return json.dumps(document, indent=1) + "\n"
