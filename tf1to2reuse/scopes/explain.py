"""One line becomes an account of the variables it gets: which scope path TensorFlow computes, and why.

Every step names its place: the scopes opened around the line, what each did to the path and to the reuse
mode, the name that was added, and how the store answered.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tf1to2reuse.scopes.history import GraphHistory, histories, place, place_of
from tf1to2reuse.scopes.ledger import condition, path_text
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.store import AUTO, ScopeVal
from tf1to2reuse.scopes.trace import Activation, Request, ScopeStep
from tf1to2reuse.scopes.values import Path, Sym, Value, describe, show

MOST_ACCOUNTS = 30


def explain(evaluation: Evaluation, file: str, line: int) -> list[str]:
    """The account of every variable that a line of ``file`` asks for, or scope that it opens, as text lines.

    Empty when the line does neither in any evaluated root.
    """
    accounts: dict[tuple[str, ...], None] = {}
    for graph in histories(evaluation):
        for request in graph.requests:
            if stands_at(request, file, line):
                accounts[(graph.label, *account(request))] = None
    if not accounts:
        accounts = dict.fromkeys(scope_accounts(evaluation, file, line))
    return list(shown(list(accounts)))


def shown(accounts: list[tuple[str, ...]]) -> Iterator[str]:
    """The accounts below their roots; of a line that runs very often the first ones."""
    last = ""
    for root, *lines in accounts[:MOST_ACCOUNTS]:
        if root != last:
            yield root
        last = root
        yield from (f"  {line}" for line in lines)
    if len(accounts) > MOST_ACCOUNTS:
        yield f"... and {len(accounts) - MOST_ACCOUNTS} more"


def stands_at(entry: Request | ScopeStep, file: str, line: int) -> bool:
    """Whether a call covers the line."""
    first = getattr(entry.node, "lineno", 0)
    return entry.module.file == file and first <= line <= (getattr(entry.node, "end_lineno", first) or first)


# -- one variable ----------------------------------------------------------------------------------------


def account(request: Request) -> list[str]:
    """All steps to one variable."""
    lines = [f"{path_text(request)}: {request.how}"]
    lines += [f"  called from {where}" for where in call_chain(request.activation)]
    steps = [*map(step_text, request.trail), name_text(request)]
    lines += [f"  {number}. {text}" for number, text in enumerate(steps, 1)]
    test = condition(request)
    if test:
        lines.append(f"  only if {test}")
    lines.append(f"  => {verdict(request)}")
    return lines


def call_chain(activation: Activation) -> list[str]:
    """The calls that led to a function, outermost first."""
    found: list[str] = []
    while activation.parent is not None:
        if activation.site is not None and activation.site.lineno:
            name = activation.definition.name if activation.definition is not None else "?"
            found.append(f"{place(activation.parent.module, activation.site)}  {name}(...)")
        activation = activation.parent
    return found[::-1]


def step_text(step: ScopeStep) -> str:
    """What one scope does to path and reuse mode."""
    where, target = place_of(step), f'the scope is now "{show(step.path)}"'
    if step.kind == "layer":
        given = (
            f"the layer names its scope {name_of(step.given)}"
            if step.given is not None
            else ("the layer has no name and gets the default one with the next free number")
        )
        return f"{where}  {given}: {target}; {mode_text(step)}"
    if step.kind == "object":
        return f"{where}  enters a scope object, whose name is absolute: {target}; {mode_text(step)}"
    if step.kind == "default":
        return (
            f"{where}  no name, default name {name_of(step.given)} made unique: {target}; {mode_text(step)}"
        )
    if step.kind == "template":
        return f"{where}  the template's scope, fixed by its first call: {target}; {mode_text(step)}"
    return f"{where}  variable_scope({name_of(step.given)}): {target}; {mode_text(step)}"


def name_of(value: Value) -> str:
    """A name as the source gives it."""
    if isinstance(value, ScopeVal):
        return f'the scope object "{show(value.name)}"'
    if isinstance(value, Sym):
        return "{" + describe(value) + "}"
    return f'"{value}"' if value is not None else "nothing"


def mode_text(step: ScopeStep) -> str:
    """What becomes of the reuse mode."""
    mode = mode_name(step.reuse)
    if step.asked is False and step.reuse in (True, AUTO):
        return f"reuse=False means inherit, so {mode}"
    if step.asked is not None and step.asked is not False:
        return f"given here: {mode}"
    if step.kind == "object":
        return f"the object's own: {mode}"
    return f"inherited: {mode}"


def mode_name(mode: object) -> str:
    """A reuse mode in words."""
    if mode is True:
        return "reuse=True"
    if mode == AUTO:
        return "AUTO_REUSE"
    if isinstance(mode, Sym):
        return f"reuse={describe(mode)}, which is known only at run time"
    return "no reuse"


def name_text(request: Request) -> str:
    """The name that the request adds to the scope."""
    where = place_of(request)
    if request.api == "tf.Variable":
        return f"{where}  tf.Variable makes its name in the name scope unique: {show(request.path)}"
    if request.leaf:
        return f'{where}  {request.api} asks for "{request.leaf}": {show(request.path)}'
    return f"{where}  {request.api} adds its name: {show(request.path)}"


def verdict(request: Request) -> str:
    """How the variable store answers, and why."""
    since = f" (set at {place_of(request.cause)})" if request.cause is not None else ""
    if request.how == "error":
        return f"TensorFlow raises ValueError: {request.reason}"
    if request.how == "unresolved":
        reason = request.reason or unknown_parts(request.path)
        return f"not resolved: {reason or 'whether it exists is not known'}"
    if request.api == "tf.Variable":
        return "created: tf.Variable never reuses"
    if request.how == "reused":
        return f"reused: {mode_name(request.mode)}{since}, and the path exists"
    if request.how == "created-or-reused":
        reason = unknown_parts(request.path)
        return f"created or reused: {mode_name(request.mode)}{since}{'; ' + reason if reason else ''}"
    since = since if request.mode == AUTO else ""
    return f"created: {mode_name(request.mode)}{since}, and the path does not exist yet"


def unknown_parts(path: Path) -> str:
    """Why parts of the path are unknown."""
    return "; ".join(
        dict.fromkeys(
            p.reason or f"{describe(p)} is known only at run time" for p in path if isinstance(p, Sym)
        )
    )


# -- one scope -------------------------------------------------------------------------------------------


def scope_accounts(evaluation: Evaluation, file: str, line: int) -> Iterator[tuple[str, ...]]:
    """For a line that opens a scope: what it opens, and what is asked for in it."""
    inside: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for graph in histories(evaluation):
        for position, request, step in steps_at(graph, file, line):
            texts = tuple(f"  {n}. {step_text(s)}" for n, s in enumerate(request.trail[: position + 1], 1))
            inside.setdefault((graph.label, (f'opens "{show(step.path)}"', *texts)), {})[
                path_text(request)
            ] = None
    for (label, texts), paths in inside.items():
        yield (label, *texts, f"  => asked for inside: {', '.join(paths)}")


def steps_at(graph: GraphHistory, file: str, line: int) -> Iterator[tuple[int, Request, ScopeStep]]:
    """The steps that a line takes, with the requests below them."""
    for request in graph.requests:
        for position, step in enumerate(request.trail):
            if isinstance(step.node, ast.Call) and stands_at(step, file, line):
                yield position, request, step
