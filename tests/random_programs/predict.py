"""What the evaluator says of a program's ``probe()``, in the words of the TF1 worker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tf1to2reuse.facts.program import read_program
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.scopes.roots import Evaluation, Root, evaluate_program
from tf1to2reuse.scopes.trace import Activation
from tf1to2reuse.scopes.values import External, ListVal, Sym, show

ERROR = re.compile(r"^(\w+)(?:: .*)? at line (\d+)$", re.S)


@dataclass(frozen=True)
class Prediction:
    """Variables in creation order, request counts, the first error, the returned value; what is not known.

    A ``silent`` program was not evaluated, as it cannot make variables: that alone is compared.
    """

    variables: tuple[tuple[str, tuple[Any, ...] | None, bool], ...]
    requests: Mapping[str, int]
    error: tuple[str, int] | None
    result: Any
    refusals: tuple[str, ...] = ()
    getters: bool = False
    silent: bool = False


def evaluate(modules: Mapping[str, str]) -> Evaluation:
    """All roots of a program, generic runs included."""
    program, broken = read_program([SourceFile(file, source) for file, source in modules.items()])
    if broken:
        raise broken[0][1]
    evaluation = evaluate_program(program)
    for root in evaluation.roots:
        if "please report" in root.activation.truncated:
            raise RuntimeError(f"{root.label}: {root.activation.truncated}")
    return evaluation


def predict(modules: Mapping[str, str], root: str = "prog.py:probe") -> Prediction:
    """The prediction for one concrete root."""
    roots = [r for r in evaluate(modules).roots if r.label == root and r.concrete]
    if not roots:  # what cannot make variables is not evaluated
        return Prediction((), {}, None, None, (), silent=True)
    found = of_root(roots[0])
    return replace(found, getters=any("custom_getter" in source for source in modules.values()))


def of_root(root: Root) -> Prediction:
    """The prediction that a root's trace and variables amount to."""
    refusals = list(reasons(root.activation))
    truncated = root.activation.truncated
    error = None
    if truncated:
        found = ERROR.match(truncated)
        if found is None:
            refusals.append(truncated)
        else:
            error = (found[1], int(found[2]))
    variables, requests = [], {}
    for info in root.variables:
        name = info.name if getattr(info, "name", None) is not None else info.path
        if any(isinstance(part, Sym) for part in name):
            refusals.append(f"the name {show(name)} is not known")
        if info.condition:
            refusals.append(f"{show(name)} exists under a condition")
        shape = (
            tuple(size if isinstance(size, int) else None for size in info.shape)
            if info.shape is not None
            else None
        )
        variables.append((show(name), shape, info.trainable))
        if info.requests:
            requests[show(name)] = info.requests
    result, unknown = plain(root.activation.result)
    if unknown and error is None:
        refusals.append(f"the result is not known: {unknown}")
    return Prediction(tuple(variables), requests, error, result, tuple(refusals))


def reasons(activation: Activation) -> Iterator[str]:
    """What the evaluator did not resolve in an activation and below."""
    for event in activation.events:
        line = getattr(event.site, "lineno", "?")
        if event.kind == "unmodelled" and not event.resolved:
            yield f"line {line}: {event.api}: {event.reason}"
        for use in event.uses:
            if use.how == "unresolved" or any(isinstance(part, Sym) for part in use.path):
                yield f"line {line}: {show(use.path)} is {use.how}"
        if event.child is not None:
            if event.child.truncated and ERROR.match(event.child.truncated) is None:
                yield event.child.truncated
            yield from reasons(event.child)


def plain(value: Any) -> tuple[Any, str]:
    """A value as the worker would return it; then what of it is unknown."""
    if isinstance(value, ListVal | tuple):
        items = value.items if isinstance(value, ListVal) else list(value)
        if items is None:
            return None, str(value)
        pairs = [plain(item) for item in items]
        return [item for item, _ in pairs], next((unknown for _, unknown in pairs if unknown), "")
    if value is None or isinstance(value, bool | int | str):
        return value, ""
    if isinstance(value, External) and value.name == "tf.AUTO_REUSE":
        return "AUTO_REUSE", ""
    return None, str(value)
