"""The state of an LSTM: TF1's ``LSTMStateTuple(c, h)`` is the list ``[h, c]`` in Keras."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from tf1to2reuse.facts.program import Definition, ModuleFacts
from tf1to2reuse.plan.arguments import call_arguments, is_none
from tf1to2reuse.scopes.cells import CellObject, is_zero
from tf1to2reuse.scopes.recurrent import PARAMETERS
from tf1to2reuse.scopes.values import StateList, StateTuple, Value

Values = Mapping[ast.AST, Value]
KERAS_PLACE = {"h": 0, "c": 1}


def is_state(node: ast.AST, values: Values) -> bool:
    """Whether an expression is read for the state of an LSTM, or those of several cells."""
    if not isinstance(node, ast.expr) or not isinstance(values.get(node), StateTuple | StateList):
        return False
    return not isinstance(getattr(node, "ctx", None), ast.Store)


def element_of(node: ast.Attribute | ast.Subscript, values: Values) -> int | None:
    """The place in Keras' list of what ``state.h`` or ``state[0]`` reads."""
    if not isinstance(values.get(node.value), StateTuple):
        return None
    name = state_of(node, StateTuple.fields)
    return KERAS_PLACE[name] if name is not None else None


def state_of(node: ast.AST | None, names: tuple[str, ...]) -> str | None:
    """Which state ``state.h`` or ``state[1]`` is."""
    if isinstance(node, ast.Attribute):
        return node.attr if node.attr in names else None
    if isinstance(node, ast.Subscript):
        try:
            index = ast.literal_eval(node.slice)
        except ValueError:
            return None
        return names[index] if isinstance(index, int) and -len(names) <= index < len(names) else None
    return None


def kept_initial(site: ast.Call, values: Values) -> ast.expr | None:
    """The initial state that a run is given; None where it begins with zeros, as the layer does itself."""
    node = call_arguments(site, PARAMETERS).get("initial_state")
    return None if node is None or is_none(node) or is_zero(values.get(node)) else node


def is_whole_use(definition: Definition | ModuleFacts, node: ast.expr, values: Values) -> bool:
    """Whether a state goes on to something that takes it as a whole, in the order of Keras too."""
    parent = definition.parents.get(node)
    if isinstance(parent, ast.keyword):
        by_name = parent.arg in ("initial_state", "state")
        return by_name and takes_state(definition.parents.get(parent), values)
    if isinstance(parent, ast.Call):
        return takes_state(parent, values)
    if isinstance(parent, ast.Assign):
        return True
    around = definition.parents.get(parent) if isinstance(parent, ast.Tuple) else parent
    return isinstance(around, ast.Return)


def takes_state(call: ast.AST | None, values: Values) -> bool:
    """Whether a call is one of a cell, or runs one."""
    if not isinstance(call, ast.Call):
        return False
    given = [*call.args, *[keyword.value for keyword in call.keywords if keyword.arg == "cell"]]
    return any(isinstance(values.get(node), CellObject) for node in [call.func, *given])


def misuse(definition: Definition, node: ast.expr, values: Values) -> str:
    """Why a state cannot be read in the order of Keras; empty where it can."""
    parent = definition.parents.get(node)
    if isinstance(parent, ast.Attribute | ast.Subscript) and element_of(parent, values) is not None:
        return ""
    if isinstance(values.get(node), StateList) and isinstance(parent, ast.Subscript):
        return ""
    text = ast.unparse(node)
    if not is_whole_use(definition, node, values):
        if isinstance(values.get(node), StateList):
            return f"`{text}` is used as a whole: Keras keeps the states of each cell in a list"
        return f"`{text}` is used as a whole: an LSTM of Keras has two states, in another order"
    if isinstance(parent, ast.Assign):
        target = parent.targets[0]
        pair = isinstance(target, ast.Tuple) and len(target.elts) == 2
        if len(parent.targets) > 1 or not (pair or isinstance(target, ast.Name)):
            return f"`{text}` is kept in something other than a name"
    return ""
