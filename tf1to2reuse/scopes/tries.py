"""``try``: the first matching handler when the body certainly raises; unknown raising is recorded."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.requests import log
from tf1to2reuse.scopes.statements import Outcome, run_block
from tf1to2reuse.scopes.store import AUTO
from tf1to2reuse.scopes.trace import Request
from tf1to2reuse.scopes.values import Sym

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

EXCEPTION_PARENTS = {"KeyError": "LookupError", "IndexError": "LookupError", "ImportError": "Exception"}
HARMLESS = {"print", "warning", "warn", "info", "error", "debug", "exit", "format", "str"}


def run_try(ev: Evaluator, frame: Frame, node: ast.Try) -> Outcome:
    """The whole statement; ``finally`` runs in every case, and its own ``return`` wins."""
    from tf1to2reuse.scopes.evaluator import Raised

    conditions = ev.conditions
    try:
        outcome = protected(ev, frame, node)
    except Raised:
        ev.conditions = conditions
        final = run_block(ev, frame, node.finalbody)
        if final is not None:
            return final
        raise
    return run_block(ev, frame, node.finalbody) or outcome


def protected(ev: Evaluator, frame: Frame, node: ast.Try) -> Outcome:
    """The body and ``else``, or the body and a handler. What ``else`` raises, no handler catches."""
    from tf1to2reuse.scopes.evaluator import Raised

    conditions, start, doubts = ev.conditions, len(ev.log), ev.doubts

    def may_raise() -> bool:
        return ev.doubts > doubts or any(map(doubtful, ev.log[start:]))

    try:
        outcome = run_block(ev, frame, node.body)
    except Raised as error:
        ev.conditions = conditions
        handler = next((h for h in node.handlers if catches(h, error)), None)
        if handler is None:
            if may_raise():
                note_doubt(ev, frame, node)
            raise
        if handler.name:
            frame.env.names[handler.name] = ev.unknown(handler, handler.name)
        return run_block(ev, frame, handler.body)
    if may_raise():
        note_doubt(ev, frame, node)
    return outcome if outcome is not None else run_block(ev, frame, node.orelse)


def doubtful(entry: Any) -> bool:
    """Whether TF1 may raise at a request: its reuse mode or the variable's existence is not known, or a loop
    whose rounds are not known, in the statement or around it, creates the same variable in every round."""
    if not isinstance(entry, Request):
        return False
    looped = any(isinstance(node, ast.For | ast.While) for node, _ in entry.conditions)
    again = (
        looped
        and entry.how == "created"
        and entry.mode != AUTO
        and not any(map(differs_by_round, entry.path))
    )
    return again or isinstance(entry.mode, Sym) or entry.how == "unresolved"


def differs_by_round(part: Any) -> bool:
    """Whether a part of a path is computed from a loop's index, or from what rounds hand on."""
    if not isinstance(part, Sym):
        return False
    return part.op in ("iter", "carried", "auto") or any(map(differs_by_round, part.args))


def note_doubt(ev: Evaluator, frame: Frame, node: ast.Try) -> None:
    """Records that a handler which does something may run, or may not."""
    from tf1to2reuse.scopes.evaluator import Raised

    handlers = [handler for handler in node.handlers if catches(handler, Raised("ValueError"))]
    if handlers and any(calls_something(handler) for handler in handlers):
        reason = f"whether the try statement at line {node.lineno} raises is not known"
        path = (*ev.graph.current.name, Sym("unmodelled", ("try",), reason))
        around, ev.site = ev.site, (frame, node)
        log(ev, path, "", None, True, "unresolved", reason=reason, api="try")
        ev.site = around


def calls_something(handler: ast.ExceptHandler) -> bool:
    """Whether a handler does more than print or raise."""
    for statement in handler.body:
        calls = [node for node in ast.walk(statement) if isinstance(node, ast.Call)]
        names = {getattr(call.func, "attr", getattr(call.func, "id", "")) for call in calls}
        if not isinstance(statement, ast.Raise) and names - HARMLESS:
            return True
    return False


def catches(handler: ast.ExceptHandler, error: Any) -> bool:
    """Whether an ``except`` clause catches what was raised."""
    if handler.type is None:
        return True
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {t.attr if isinstance(t, ast.Attribute) else getattr(t, "id", "") for t in types}
    return bool(names & {error.kind, "Exception", "BaseException", EXCEPTION_PARENTS.get(error.kind, "")})
