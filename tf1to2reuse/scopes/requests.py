"""A request for a variable: created, reused, created-or-reused, error or unresolved, as TF1 decides."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.getters import as_chain, follow, name_value, shape_value
from tf1to2reuse.scopes.store import AUTO, VariableInfo
from tf1to2reuse.scopes.trace import Request, VariableUse
from tf1to2reuse.scopes.values import External, Path, Sym, ident, show

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator


@dataclass(frozen=True)
class Form:
    """What a request says of the variable beside its name. ``value``: its initializer is a constant, whose
    shape and dtype count only for a new variable; ``shapeless``: neither it nor ``shape`` tells a shape."""

    shape: tuple[Any, ...] | None
    dtype: str | None = None
    value: bool = False
    value_dtype: str | None = None
    shapeless: bool = False
    partitioner: Any = None


def request(
    ev: Evaluator,
    node: ast.AST,
    path: Path,
    leaf: str,
    shape: Any,
    trainable: bool,
    *,
    form: Form | None = None,
    **details: Any,
) -> VariableUse:
    """Asks for ``path`` through the scope's custom getters, if it has any.

    Raises:
        Raised: ValueError, where TF 1.15.5 certainly raises it.
    """
    form = form or Form(shape, getattr(details.get("arguments", {}).get("inputs"), "dtype", None))
    form = replace(form, partitioner=partitioner_of(ev, leaf, form, details.get("arguments", {})))
    chain = as_chain(ev.graph.current.options.get("custom_getter"))
    if not chain or ev.site is None:
        return ask(ev, node, path, leaf, trainable, form, ev.graph.current.reuse, details)

    def through(name: Path, bound: dict[str, Any]) -> VariableUse:
        from tf1to2reuse.scopes.contexts import reuse_mode

        flag = bound.get("trainable")
        return ask(ev, node, name, leaf, flag is not False, form, reuse_mode(bound.get("reuse")), details)

    made: list[VariableUse] = []
    arguments = {
        "name": name_value(path),
        "shape": shape_value(shape),
        "trainable": trainable,
        "reuse": shown_mode(ev.graph.current.reuse),
    }
    follow(ev, ev.site[0], chain, through, made, arguments)
    return made[-1] if made else VariableUse(path, leaf, shape, trainable, "unresolved")


def partitioner_of(ev: Evaluator, leaf: str, form: Form, arguments: dict[str, Any]) -> Any:
    """What identifies the partitioner in force. Scalars and moving statistics are never partitioned."""
    given = arguments.get("partitioner")
    given = given if given is not None else ev.graph.current.options.get("partitioner")
    if given is None or form.shape == () or leaf.rpartition("/")[2] in ("moving_mean", "moving_variance"):
        return None
    return ident(given)


def ask(
    ev: Evaluator,
    node: ast.AST,
    path: Path,
    leaf: str,
    trainable: bool,
    form: Form,
    mode: Any,
    details: dict[str, Any],
) -> VariableUse:
    """Looks ``path`` up in the store under a reuse mode and updates the store."""
    graph = ev.graph
    shape = form.shape
    key = graph.stored.get(path)
    found = graph.variables.get(key) if key is not None else None
    how, error, reason = decide(ev, path, mode, found, form)
    if how == "unresolved" and ev.generic and id(node) in ev.failing:
        how, error, reason = "error", "missing", f"Variable {show(path)} does not exist"
    if key is None and not error:
        key = graph.name_parts(path) if form.partitioner else graph.name_variable(path)
        if key is None:
            how, error = "error", "name"
            reason = f"'{show(path)}' cannot be the name of a variable here"
    key = path if key is None else key
    log(ev, key, leaf, shape, trainable, how, error=error, reason=reason, **details)
    if error:
        from tf1to2reuse.scopes.evaluator import Raised

        raise Raised("ValueError", reason, node)
    if form.partitioner is not None:
        graph.names.in_parts(path)
    graph.stored[path] = key
    graph.variables[key] = VariableInfo(
        key,
        found.shape if found and found.shape is not None else shape,
        found.trainable if found else trainable,
        (found.requests if found else 0) + 1,
        found.condition if found else False,
        found.dtype if found else form.value_dtype if form.value else form.dtype,
        found.partitioner if found else form.partitioner,
    )
    return VariableUse(key, leaf, shape, trainable, how)


def log(ev: Evaluator, path: Path, leaf: str, shape: Any, trainable: bool, how: str, **details: Any) -> None:
    """Keeps the request with everything that decided it."""
    scope = ev.graph.current
    module, node, activation = ev.place(None)
    ev.log.append(
        Request(
            ev.graph.key, path, leaf, shape, trainable, how, node, module, activation, scope.reuse,
            scope.cause, scope.trail, scope.options, tuple(ev.conditions), **details,
        )
    )  # fmt: skip


def decide(
    ev: Evaluator, path: Path, mode: Any, found: VariableInfo | None, form: Form
) -> tuple[str, str, str]:
    """How TF1 answers the request: the answer, and for an error its kind and TF1's reason."""
    symbolic = any(isinstance(part, Sym) for part in path)
    if isinstance(mode, Sym):
        return "created-or-reused", "", ""
    if found is not None and found.partitioner != form.partitioner and not symbolic:
        answer = partition_error(path, found, mode, form)
        if answer is not None:
            return answer
    drift = shape_error(path, found, None if form.value else form.shape) or dtype_error(
        path, found, form.dtype
    )
    kind = "dtype" if drift.startswith("dtype") else "shape"
    if mode is True:
        if found is None and not symbolic and not ev.generic:
            doubt = may_exist(ev, path)
            missing = ("error", "missing", f"Variable {show(path)} does not exist")
            return ("unresolved", "", doubt) if doubt else missing
        return ("error", kind, drift) if drift else ("reused" if found else "unresolved", "", "")
    if found is None and form.shapeless and not symbolic and not ev.generic:
        return "error", "shape", f"the shape of the new variable {show(path)} is not given"
    if mode == AUTO:
        if drift:
            return "error", kind, drift
        doubtful = found is None and (symbolic or may_exist(ev, path))
        return "reused" if found else "created-or-reused" if doubtful else "created", "", ""
    if found is not None and not found.condition and not any(map(in_rounds, path)):
        return "error", "exists", f"Variable {show(path)} already exists"
    return "created", "", ""


def in_rounds(part: Any) -> bool:
    """Whether a part of a name differs from round to round of a loop: one path then stands for many names."""
    return isinstance(part, Sym) and (
        part.op in ("iter", "first", "carried") or any(map(in_rounds, part.args))
    )


def may_exist(ev: Evaluator, path: Path) -> str:
    """Why a path that was not seen may exist all the same: an unknown name, or an unmodelled API."""
    wanted = show(path)
    for known in ev.graph.variables:
        if any(isinstance(part, Sym) for part in known) and form_of(known).fullmatch(wanted):
            return f"{show(known)} may be the same name"
    for entry in ev.log:
        if (
            isinstance(entry, Request)
            and entry.graph is ev.graph.key
            and entry.how == "unresolved"
            and entry.api != "tf.get_variable"
            and not entry.leaf
            and form_of((*entry.path[:-1], EVERYTHING)).fullmatch(wanted)
        ):
            return entry.reason
    return ""


EVERYTHING = Sym("anything")


def form_of(path: Path) -> re.Pattern[str]:
    """The names that a path with unknown parts may stand for."""
    return re.compile("".join(re.escape(part) if isinstance(part, str) else ".*" for part in path), re.DOTALL)


def partition_error(path: Path, found: VariableInfo, mode: Any, form: Form) -> tuple[str, str, str] | None:
    """TF1's answer where a variable is asked for with another partitioner than it was made with."""
    if form.partitioner is not None and found.partitioner is not None:
        return (
            None
            if mode is None
            else ("unresolved", "", f"whether {show(path)} has the same parts is not known")
        )
    if form.partitioner is None and mode is True:
        return None
    return "error", "shape", f"Variable {show(path)} is partitioned at one place and not at the other"


def dtype_error(path: Path, found: VariableInfo | None, dtype: str | None) -> str:
    """What TF1 says to an existing variable asked for with another dtype."""
    if found is None or found.dtype is None or dtype is None or found.dtype == dtype:
        return ""
    return f"dtype {dtype} differs from the existing {found.dtype} of {show(path)}"


def shown_mode(mode: Any) -> Any:
    """A reuse mode as the program sees it."""
    return External("tf.AUTO_REUSE") if mode == AUTO else False if mode is None else mode


def shape_error(path: Path, found: VariableInfo | None, shape: Any) -> str:
    """What TF1 says to an existing variable asked for with another, fully known shape."""
    if found is None or shape is None or found.shape is None:
        return ""
    known = [*shape, *found.shape]
    if all(isinstance(size, int) for size in known) and tuple(shape) != tuple(found.shape):
        return f"shape {tuple(shape)} differs from the existing {tuple(found.shape)} of {show(path)}"
    return ""
