"""Prediction against what TF1 did: agreed, refused or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from tests.random_programs.predict import Prediction

Verdict = Literal["agreed", "refused", "raised", "rounded", "wrong"]


@dataclass(frozen=True)
class Outcome:
    """The verdict on one program, and its grounds. ``raised``: the program's own error left the probe."""

    verdict: Verdict
    detail: str = ""
    raised: bool = False


def compare(prediction: Prediction, run: Mapping[str, Any]) -> Outcome:
    """The verdict. What is refused is not compared."""
    error = run["error"]
    raised = error is not None
    if prediction.refusals:
        return Outcome("refused", prediction.refusals[0], raised)
    if prediction.silent and raised:
        return Outcome("refused", "a program without variables raises", raised)
    for detail in (
        difference("error", prediction.error, site(prediction, error), error[2] if raised else ""),
        variables(prediction, run["variables"]),
        difference("requests", dict(prediction.requests), run["requests"]),
        "" if raised or prediction.silent else difference("result", prediction.result, run["result"]),
    ):
        if detail:
            return Outcome("wrong", detail, raised)
    return Outcome("agreed", raised=raised)


def site(prediction: Prediction, error: list[Any] | None) -> tuple[str, int] | None:
    """Type and line of TF1's error. Where a custom getter asked for the variable, the call that the getter
    was called for counts too: that is the line of which the ledger speaks."""
    if error is None:
        return None
    kind, line, _, lines = error
    predicted = prediction.error
    if prediction.getters and predicted is not None and predicted[1] in lines:
        line = predicted[1]
    return kind, line


def difference(what: str, ours: Any, theirs: Any, more: str = "") -> str:
    """Both sides where they differ, else nothing."""
    if ours == theirs:
        return ""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        keys = [key for key in {**ours, **theirs} if ours.get(key) != theirs.get(key)]
        ours, theirs = {k: ours.get(k) for k in keys}, {k: theirs.get(k) for k in keys}
    return f"{what}: predicted {ours}, TF1 {theirs} {more}".rstrip()


def variables(prediction: Prediction, actual: list[Any]) -> str:
    """Names in order, then shapes where we know them, then trainable flags."""
    names = [name for name, _, _ in prediction.variables]
    detail = difference("variables", names, [name for name, _, _ in actual])
    if detail:
        return detail
    for (name, shape, trainable), (_, real, real_trainable) in zip(prediction.variables, actual, strict=True):
        if shape is not None:
            known = [size if size is not None else other for size, other in zip(shape, real, strict=False)]
            if len(shape) != len(real) or known != real:
                return f"shape of {name}: predicted {shape}, TF1 {real}"
        if trainable != real_trainable:
            return f"trainable of {name}: predicted {trainable}, TF1 {real_trainable}"
    return ""
