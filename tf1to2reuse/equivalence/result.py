"""The answer of ``verify`` as frozen data: every comparison, the five points, the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["pass", "fail", "not run"]
Verdict = Literal["equivalent", "different", "not proven"]


@dataclass(frozen=True)
class VariableResult:
    """One TF1 variable: where its weight was found and on what evidence, or why there is none.

    ``status``: matched, missing, or skipped (no weight of the model; ``note`` says what it is). ``sites``:
    lines of the original that ask for it; ``lines``: lines of the rewrite that call the layer that holds it.
    """

    name: str
    shape: tuple[int, ...]
    trainable: bool
    requests: int
    status: str
    places: tuple[str, ...] = ()
    evidence: str = ""
    transform: str = ""
    note: str = ""
    sites: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutputResult:
    """One output in one mode (eager, function, graph): the largest absolute error, and what is allowed.

    ``updates``: whether the assignments that the original made while computing it were live.
    """

    name: str
    mode: str
    error: float
    tolerance: float
    passed: bool
    updates: bool = False
    note: str = ""


@dataclass(frozen=True)
class GradientResult:
    """One output's gradient with respect to one variable. ``below_noise``: too small to prove anything."""

    output: str
    variable: str
    error: float
    tolerance: float
    passed: bool
    below_noise: bool = False
    note: str = ""


@dataclass(frozen=True)
class EffectResult:
    """How far perturbing one variable moves one output, in the original and in the rewritten program."""

    variable: str
    output: str
    recorded: float
    measured: float
    tolerance: float
    passed: bool
    note: str = ""

    @property
    def error(self) -> float:
        """How much the two effects differ."""
        return abs(self.recorded - self.measured)


@dataclass(frozen=True)
class StepResult:
    """One variable after one training step. ``note`` names what explains the error."""

    variable: str
    error: float
    tolerance: float
    passed: bool
    note: str = ""


@dataclass(frozen=True)
class PointResult:
    """One of the five requirements."""

    number: int
    title: str
    status: Status
    reason: str = ""


@dataclass(frozen=True)
class VerifyResult:
    """The whole answer.

    ``unproven``: variables that move no output and have no gradient: nothing depends on how they are shared.
    ``tolerances``: what is not the usual tolerance, in a sentence each.
    ``first_difference``: the first call in program order that differs, where that was found."""

    probe: str
    mode: str
    tensorflow: str
    variables: tuple[VariableResult, ...]
    problems: tuple[str, ...]
    outputs: tuple[OutputResult, ...]
    gradients: tuple[GradientResult, ...]
    effects: tuple[EffectResult, ...]
    steps: tuple[StepResult, ...]
    points: tuple[PointResult, ...]
    unproven: tuple[str, ...]
    verdict: Verdict
    first_difference: str = ""
    tolerances: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the rewritten program was proven equivalent."""
        return self.verdict == "equivalent"
