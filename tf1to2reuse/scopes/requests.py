"""A request for a variable: created, reused, created-or-reused, error or unresolved, as TF1 decides."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.store import AUTO, VariableInfo
from tf1to2reuse.scopes.trace import Request, VariableUse
from tf1to2reuse.scopes.values import Path, Sym, show

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator


def request(
    ev: Evaluator, node: ast.AST, path: Path, leaf: str, shape: Any, trainable: bool, **details: Any
) -> VariableUse:
    """Looks ``path`` up in the store under the current scope's reuse mode and updates the store.

    Raises:
        Raised: ValueError, where TF 1.15.5 certainly raises it.
    """
    mode = ev.graph.current.reuse
    found = ev.graph.variables.get(path)
    how, error, reason = decide(ev, path, mode, found, shape)
    log(ev, path, leaf, shape, trainable, how, error=error, reason=reason, **details)
    if error:
        from tf1to2reuse.scopes.evaluator import Raised

        raise Raised("ValueError", reason, node)
    ev.graph.variables[path] = VariableInfo(
        path,
        found.shape if found and found.shape is not None else shape,
        found.trainable if found else trainable,
        (found.requests if found else 0) + 1,
        found.condition if found else False,
    )
    return VariableUse(path, leaf, shape, trainable, how)


def log(
    ev: Evaluator, path: Path, leaf: str, shape: Any, trainable: bool, how: str, **details: Any
) -> None:
    """Keeps the request with everything that decided it."""
    scope = ev.graph.current
    module, node, activation = ev.place(None)
    ev.log.append(
        Request(
            ev.graph.key, path, leaf, shape, trainable, how, node, module, activation, scope.reuse, scope.cause,
            scope.trail, scope.options, tuple(ev.conditions), **details,
        )
    )  # fmt: skip


def decide(
    ev: Evaluator, path: Path, mode: Any, found: VariableInfo | None, shape: Any
) -> tuple[str, str, str]:
    """How TF1 answers the request: the answer, and for an error its kind and TF1's reason."""
    symbolic = any(isinstance(part, Sym) for part in path)
    if isinstance(mode, Sym):
        return "created-or-reused", "", ""
    drift = shape_error(path, found, shape)
    if mode is True:
        if found is None and not symbolic and not ev.generic:
            return "error", "missing", f"Variable {show(path)} does not exist"
        return ("error", "shape", drift) if drift else ("reused" if found else "unresolved", "", "")
    if mode == AUTO:
        if drift:
            return "error", "shape", drift
        return "reused" if found else "created-or-reused" if symbolic else "created", "", ""
    if found is not None and not found.condition and not symbolic:
        return "error", "exists", f"Variable {show(path)} already exists"
    return "created", "", ""


def shape_error(path: Path, found: VariableInfo | None, shape: Any) -> str:
    """What TF1 says to an existing variable asked for with another, fully known shape."""
    if found is None or shape is None or found.shape is None:
        return ""
    known = [*shape, *found.shape]
    if all(isinstance(size, int) for size in known) and tuple(shape) != tuple(found.shape):
        return f"shape {tuple(shape)} differs from the existing {tuple(found.shape)} of {show(path)}"
    return ""
