"""``try: w = get()``, ``except ValueError: scope.reuse_variables(); w = get()``.

Such code learns by an error that its variables exist.

A layer that is called again raises nothing, so that the body alone says the same. What ran in the handler is
counted for the lines of the body.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tf1to2reuse.plan.syntax import is_reuse_statement
from tf1to2reuse.scopes.roots import Evaluation
from tf1to2reuse.scopes.trace import Activation, Request

Pairs = list[tuple[ast.Call, ast.Call]]  # a call of the handler, and the same of the body


@dataclass
class Retries:
    """The ``try`` statements that do nothing but this.

    ``around`` gives the statement that a node of a body stands in, by the node's ``id``. ``first`` are the
    calls of a body that ask before all others: only where these raise, nothing is half made. ``guarded`` are
    the nodes in the bodies of other ``try`` statements, which may catch the error themselves.
    """

    statements: set[ast.stmt] = field(default_factory=set)
    around: dict[int, ast.stmt] = field(default_factory=dict)
    first: set[int] = field(default_factory=set)
    guarded: set[int] = field(default_factory=set)

    def forgives(self, entry: Request) -> bool:
        """Whether the handler of such a statement catches what a request raises, and nothing is half made."""
        if entry.error != "exists" or not self.statements:
            return False
        node: ast.AST | None = entry.node
        run: Activation | None = entry.activation
        made = False
        while node is not None and run is not None and id(node) not in self.around:
            if id(node) in self.guarded:
                return False
            made = bool(run.variables)
            node, run = run.site, run.parent
        return id(node) in self.first - self.guarded and not made


def find_retries(evaluation: Evaluation) -> Retries:
    """All such statements of a program. Calls in their handlers become those of the body."""
    found = Retries()
    same: dict[int, ast.Call] = {}
    for facts in evaluation.program.modules.values():
        for node in facts.nodes:
            pairs = retried(node) if isinstance(node, ast.Try) else None
            if isinstance(node, ast.Try) and pairs is not None:
                found.statements.add(node)
                found.around.update((id(n), node) for s in node.body for n in ast.walk(s))
                same.update((id(handled), tried) for handled, tried in pairs)
            elif isinstance(node, ast.Try):
                found.guarded.update(id(n) for s in node.body for n in ast.walk(s))
    if found.statements:
        count_for_bodies(evaluation, same)
        found.first = first_calls(evaluation, found)
    return found


def count_for_bodies(evaluation: Evaluation, same: dict[int, ast.Call]) -> None:
    """Moves what ran in handlers to the calls of the bodies."""
    for runs in evaluation.ev.activations.values():
        for run in runs:
            if run.site is not None:
                run.site = same.get(id(run.site), run.site)
            for event in run.events:
                event.site = same.get(id(event.site), event.site)


def first_calls(evaluation: Evaluation, found: Retries) -> set[int]:
    """Of each body the call that asks for variables before the others do."""
    asking: dict[ast.stmt, dict[int, ast.Call]] = {}
    for runs in evaluation.ev.activations.values():
        for event in (event for run in runs for event in run.events if event.variables):
            if id(event.site) in found.around:
                asking.setdefault(found.around[id(event.site)], {})[id(event.site)] = event.site
    first: set[int] = set()
    for calls in asking.values():
        call = min(calls.values(), key=lambda c: (c.lineno, c.col_offset))
        if not any(id(inner) in calls for inner in ast.walk(call) if inner is not call):
            first.add(id(call))
    return first


def retried(node: ast.Try) -> Pairs | None:
    """The calls of a handler and of the body; None for any other statement."""
    if len(node.handlers) != 1 or node.orelse or node.finalbody:
        return None
    handler = node.handlers[0]
    if not isinstance(handler.type, ast.Name) or handler.type.id != "ValueError":
        return None
    switches = [statement for statement in handler.body if is_reuse_statement(statement)]
    rest = [statement for statement in handler.body if statement not in switches]
    if not switches or handler.body[0] is not switches[0]:
        return None
    pairs: Pairs = []
    return pairs if alike(rest, node.body, pairs) else None


def alike(handled: object, tried: object, pairs: Pairs) -> bool:
    """Whether code of a handler says what code of the body says; what exists needs its name only."""
    if isinstance(handled, list) and isinstance(tried, list):
        return len(handled) == len(tried) and all(
            alike(one, two, pairs) for one, two in zip(handled, tried, strict=True)
        )
    if not isinstance(handled, ast.AST) or not isinstance(tried, ast.AST):
        return handled == tried
    if type(handled) is not type(tried):
        return False
    if isinstance(handled, ast.Call) and isinstance(tried, ast.Call):
        pairs.append((handled, tried))
        names = [variable_name(handled), variable_name(tried)]
        if all(names):
            return names[0] == names[1]
    return all(alike(one, two, pairs) for one, two in zip(fields(handled), fields(tried), strict=True))


def fields(node: ast.AST) -> Iterator[object]:
    """What a node consists of."""
    return (getattr(node, name, None) for name in node._fields)


def variable_name(call: ast.Call) -> str:
    """The code of the name that ``tf.get_variable`` is asked for; nothing for other calls."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr != "get_variable":
        return ""
    named = next((keyword.value for keyword in call.keywords if keyword.arg == "name"), None)
    node = call.args[0] if call.args else named
    return f"{ast.unparse(call.func)}({ast.unparse(node)})" if node is not None else ""
