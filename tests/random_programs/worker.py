"""A TF1 process that answers programs, restarted every thousand: its memory grows with each graph."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tf1to2reuse.equivalence.record import environment

SCRIPT = Path(__file__).with_name("tf1_worker.py")
RESTART = 1000


class Worker:
    """``ask`` sends a program, ``answer`` waits for what TF1 did."""

    def __init__(self, python: str) -> None:
        self.python = python
        self.process: subprocess.Popen[str] | None = None
        self.count = 0

    def ask(self, modules: Mapping[str, str], calls: Sequence[str] = ("probe()",)) -> None:
        """Starts one program."""
        if self.process is None or self.count >= RESTART:
            self.close()
            self.process = subprocess.Popen(
                [self.python, "-W", "ignore", str(SCRIPT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=environment(),
            )
            self.count = 0
        self.count += 1
        assert self.process.stdin is not None
        self.process.stdin.write(
            json.dumps({"id": self.count, "modules": dict(modules), "calls": list(calls)}) + "\n"
        )
        self.process.stdin.flush()

    def answer(self) -> list[dict[str, Any]]:
        """What the program that was asked last did, call by call."""
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the TF1 worker ended with status {self.process.wait()}")
        return list(json.loads(line)["runs"])

    def close(self) -> None:
        """Ends the process."""
        if self.process is not None:
            assert self.process.stdin is not None
            self.process.stdin.close()
            self.process.wait()
            self.process = None
