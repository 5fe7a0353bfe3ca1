"""Write the expected files of golden cases anew: ``python tests/golden/rerecord.py [CASE...]``.

``before/`` becomes ``after/`` and ``ledger.json`` through the pipeline. Where the environment variable
TF1_PYTHON names a Python with TensorFlow 1.15, the recordings are made again too. A CASE is a name such as
``idioms/auto_reuse``, or a part of one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cases import Case, all_cases, ledger_text, tree_of

from tf1to2reuse.pipeline import rewrite, scan
from tf1to2reuse.repo.output import write_copy


def rerecord(case: Case) -> str:
    """Write one case's expected files; returns a line that says what came of it."""
    before = tree_of(case.before)
    result = rewrite(before.sources, jobs=1, progress=None)
    shutil.rmtree(case.after, ignore_errors=True)
    write_copy(before, result, case.after)
    case.ledger.write_text(ledger_text(scan(before.sources)), "utf-8")
    kinds = [outcome.kind for outcome in result.outcomes]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("lifted", "compact", "refused"))
    return f"{case.name}: {len(result.changes)} files, {counts}"


def record(case: Case, tf1_python: str) -> None:
    """Run the case's probes in TensorFlow 1.15 and keep what they computed."""
    flags = ["--cpu-nchw"] if case.options.get("cpu_nchw") else []
    if case.options.get("random"):
        flags += ["--random", case.options["random"]]
    for probe in case.probes:
        command = [sys.executable, "-m", "tf1to2reuse", "record", str(case.before), "--probe", probe,
                   "--tf1-python", tf1_python, "--out", str(case.recording(probe)), *flags]  # fmt: skip
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        subprocess.run(command, check=True, env=environment, cwd=Path(__file__).resolve().parents[2])


def main(wanted: list[str]) -> int:
    """Command line."""
    chosen = [case for case in all_cases() if not wanted or any(part in case.name for part in wanted)]
    tf1_python = os.environ.get("TF1_PYTHON")
    for case in chosen:
        print(rerecord(case), flush=True)
        if tf1_python:
            record(case, tf1_python)
    if not tf1_python:
        print("TF1_PYTHON is not set: the recordings stay as they are", file=sys.stderr)
    return 0 if chosen else 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
