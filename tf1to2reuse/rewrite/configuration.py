"""What a constructor that builds does before it builds: attributes that only keep configuration.

They stay in ``__init__`` when the rest of the constructor becomes ``call``: a statement such as
``self.width = width * 2`` that ran with every call would change the attribute each time.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from tf1to2reuse.facts.program import Definition
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs

NUMBERS = {"int", "float", "len", "max", "min", "str", "bool"}
MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Lambda)


def configuration(
    unit: Unit, creation: Creation, init: Definition, is_flag: Callable[[str], bool]
) -> dict[ast.stmt, str]:
    """Statements that set an attribute once, from configuration alone; each with its text in ``__init__``.

    Reuse flags are none: they go.
    """
    assert unit.definition is not None
    found: dict[ast.stmt, str] = {}
    stores = [name for node in unit.definition.nodes if (name := own_attribute(node, ast.Store))]
    kept: set[str] = set()
    for statement in init.node.body if isinstance(init.node, ast.FunctionDef) else ():
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            continue
        name = own_attribute(statement.targets[0], ast.Store)
        if not name or stores.count(name) != 1 or is_flag(name):
            continue
        code = configuring(creation, statement.value, kept)
        if code:
            kept.add(name)
            found[statement] = f"self.{name} = {code}"
    return found


def own_attribute(node: ast.AST, context: type[ast.expr_context]) -> str:
    """The name of an attribute of ``self`` that a node reads or sets."""
    is_own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"
    return node.attr if isinstance(node, ast.Attribute) and is_own and isinstance(node.ctx, context) else ""


def configuring(creation: Creation, value: ast.expr, kept: set[str]) -> str:
    """The value as ``__init__`` computes it; empty where it is more than parameters and numbers from some."""
    for node in ast.walk(value):
        is_number = isinstance(node, ast.Call) and getattr(node.func, "id", "") in NUMBERS
        read = own_attribute(node, ast.Load)
        if (isinstance(node, ast.Call) and not is_number) or isinstance(node, MUTABLE):
            return ""
        if read and read not in kept:
            return ""
    needs = Needs()
    try:
        code = creation.code(value, needs)
    except CannotMoveError:
        return ""
    return "" if needs.build or needs.locals else code


def require_one_meaning(unit: Unit, stored: list[str]) -> None:
    """A parameter that ``call`` or ``build`` reads is kept under its own name, which must mean nothing else.

    Raises:
        CannotMoveError: naming the attribute.
    """
    assert unit.definition is not None
    for node in unit.definition.nodes:
        if not isinstance(node, ast.Assign):
            continue
        for target in node.targets:
            name = own_attribute(target, ast.Store)
            same = isinstance(node.value, ast.Name) and node.value.id == name
            if name in stored and not same:
                raise CannotMoveError(
                    f"the attribute {name} (line {node.lineno}) is not the argument {name}, read later"
                )
