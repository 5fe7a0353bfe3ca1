"""Families of instances whose rounds differ: ``[Block(first=True) if i == 0 else Block() for i in ...]``.

A condition that a loop's own names decide says in which rounds an instance exists at all, or which of two
calls makes it. What a round does not ask for must not be made: its weights would be there, and be trained.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.syntax import contains

Arm = tuple[ast.If, bool]
OPPOSITES: dict[type[ast.cmpop], str] = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Lt: ">=", ast.GtE: "<", ast.Gt: "<=", ast.LtE: ">", ast.Is: "is not",
    ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip


def family_code(
    creation: Creation,
    loop: ast.For,
    sites: list[ast.Call],
    needs: Needs,
    made: Callable[[ast.Call], str],
) -> str:
    """The element of the comprehension that makes a family, from the code that each of its lines would have.

    Raises:
        CannotMoveError: where the constructor cannot tell what a round makes.
    """
    if any(isinstance(node, ast.Break | ast.Continue) for node in own_nodes(loop)):
        raise CannotMoveError("a round of the loop may end before this line, and would make nothing")
    names = frozenset(n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name))

    def code(test: ast.expr) -> str:
        return creation.code(test, needs, names)

    ways = [(arms_by_round(loop, site), made(site)) for site in sites]
    texts = list(dict.fromkeys(text for _, text in ways))
    if any(not arms for arms, _ in ways) or (len(texts) == 1 and are_opposite([arms for arms, _ in ways])):
        if len(texts) == 1:
            return texts[0]
    elif len(texts) == 1 and len(ways) == 1:
        guards = [code(one.test) if arm else negated(one.test, code) for one, arm in ways[0][0]]
        test = " and ".join(f"({guard})" for guard in guards) if len(guards) > 1 else guards[0]
        return f"{texts[0]} if {test} else None"
    elif len(texts) == 2 and are_opposite([arms for arms, _ in ways]):
        (arms, first), (_, second) = ways
        yes, no = (first, second) if arms[0][1] else (second, first)
        return f"{yes} if {code(arms[0][0].test)} else {no}"
    raise CannotMoveError("several lines make this in different rounds of a loop")


def own_nodes(loop: ast.For) -> list[ast.AST]:
    """The nodes of a loop's body but those of loops and functions inside it."""
    found: list[ast.AST] = []
    pending: list[ast.AST] = list(loop.body)
    while pending:
        node = pending.pop()
        found.append(node)
        if not isinstance(node, ast.For | ast.While | ast.FunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
    return found


def are_opposite(ways: list[list[Arm]]) -> bool:
    """Whether two lines stand in the two arms of one condition, and in no other that differs by round."""
    if len(ways) != 2 or any(len(arms) != 1 for arms in ways):
        return False
    (one, first), (two, second) = ways[0][0], ways[1][0]
    return one is two and first != second


def arms_by_round(loop: ast.For, site: ast.Call) -> list[Arm]:
    """The conditions inside a loop around a line that the rounds decide, and the arm in which it stands."""
    changing = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    found: list[Arm] = []
    for node in own_nodes(loop):
        if not isinstance(node, ast.If) or contains(node.test, site):
            continue
        if changing.isdisjoint(n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)):
            continue
        for arm, block in ((True, node.body), (False, node.orelse)):
            if any(contains(statement, site) for statement in block):
                found.append((node, arm))
    return sorted(found, key=lambda one: one[0].lineno)


def negated(test: ast.expr, code: Callable[[ast.expr], str]) -> str:
    """The code of the opposite of a condition."""
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in OPPOSITES:
        return f"{code(test.left)} {OPPOSITES[type(test.ops[0])]} {code(test.comparators[0])}"
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return code(test.operand)
    return f"not ({code(test)})"
