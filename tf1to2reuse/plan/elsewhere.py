"""Expressions of other functions as creation code: those that an ``arg_scope`` opened there sets.

Constants are written out, and names stand for what they were set to or what the call gave. What is left are
names of the function with the ``with``: the unit has to be handed them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from tf1to2reuse.facts.source_text import one_line
from tf1to2reuse.plan.arguments import argument_of
from tf1to2reuse.plan.creation import Creation, assigned_value
from tf1to2reuse.plan.linker import bound_names
from tf1to2reuse.plan.local_names import is_constant
from tf1to2reuse.plan.model import Unit
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.outside import outside_code
from tf1to2reuse.plan.syntax import changed_names, own_statements
from tf1to2reuse.scopes.arg_scopes import Setting, ancestors
from tf1to2reuse.scopes.trace import Activation, Event
from tf1to2reuse.scopes.values import DictVal, External, Value


@dataclass
class Outside:
    """Renders expressions of other functions for a layer call of one unit.

    ``top`` is the run that holds the ``with``; ``own``: it is one of the unit's own. ``in_call`` renders the
    unit's own expressions where the code is not to be moved to the constructor.
    """

    creation: Creation
    event: Event
    top: Activation | None
    own: bool
    needs: Needs
    loops: frozenset[str]
    in_call: Callable[[ast.AST], str] | None = None

    def code(self, node: ast.expr, run: Activation) -> str:
        """An expression as creation code of the unit.

        Raises:
            CannotMoveError: when it rests on more than constants and what can be handed over.
        """
        if run is self.top and self.own:
            if self.in_call is not None:
                return self.in_call(node)
            return self.creation.code(node, self.needs, self.loops)
        text, symbols = self.creation.source_of(run.module)

        def rule(inner: ast.AST) -> str | None:
            if isinstance(inner, ast.Lambda):
                raise CannotMoveError("an arg_scope elsewhere sets a lambda for this layer")
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Load):
                known = self.name(inner, run)
                if known is not None:
                    return known
            found = symbols.rule(inner, lambda child: text.render(child, rule))
            return self.creation.symbols.own(symbols.common(found)) if found is not None else None

        code = one_line(text.render(node, rule))
        return self.creation.symbols.own(symbols.common(code))

    def name(self, node: ast.Name, run: Activation) -> str | None:
        """A name of another function: a constant, what it was given or set to, or what is handed over."""
        if run.definition is None or node.id not in bound_names(run.definition.node):
            return self.global_name(node, run)
        if run.definition.is_method and node.id == run.definition.parameters()[0]:
            raise CannotMoveError("an arg_scope elsewhere reads an attribute of its object")
        if not is_constant(run.definition, node.id):
            raise CannotMoveError(f"`{node.id}` changes where the arg_scope is opened")
        value = run.names.get(node.id)
        constant = constant_code(self.creation, value)
        if constant is not None:
            return constant
        inner = source(node, run, self.top)
        if inner is not None:
            return self.code(*inner)
        if run is not self.top:
            raise CannotMoveError(f"what an arg_scope sets rests on `{node.id}`, which is not known here")
        demand(self, node.id, node, flag=False)
        if self.in_call is not None:
            raise CannotMoveError(f"`{node.id}` of the arg_scope is handed to the constructor")
        return f"self.{node.id}" if self.creation.in_build else node.id

    def global_name(self, node: ast.Name, run: Activation) -> str | None:
        """A name of the module: code of the same module may read it, other code gets its value."""
        if run.module is self.creation.unit.module:
            return None
        value = self.creation.evaluation.ev.module(run.module).names.get(node.id)
        constant = constant_code(self.creation, value)
        if constant is None and not isinstance(value, External):
            raise CannotMoveError(f"what an arg_scope sets rests on `{node.id}` of {run.module.file}")
        return constant


Source = tuple[ast.expr, Activation]  # an expression, and the run in which it has its value


def source(node: ast.Name, run: Activation, top: Activation | None) -> Source | None:
    """What a name of a run stands for: what it was set to, or what the call gave (not that of ``top``)."""
    assert run.definition is not None
    if node.id in run.definition.parameters():
        if run is top or run.site is None or run.parent is None:
            return None
        argument = argument_of(run, node.id)
        return (argument, run.parent) if argument is not None else None
    stores = [s for s in own_statements(run.definition.node) if node.id in changed_names(s)]
    value = assigned_value(stores[0], node.id) if len(stores) == 1 else None
    return (value, run) if value is not None else None


def entries(where: Source, value: DictVal, top: Activation | None) -> dict[str, Source]:
    """The entries of a dictionary, as expressions; empty where the text does not show them all."""
    node, run = where
    pairs = display(node)
    if pairs is not None:
        found = {key: (item, run) for key, item in pairs.items()}
        return found if set(found) == set(value.items) else {}
    if not isinstance(node, ast.Name) or run.definition is None:
        return {}
    if node.id not in bound_names(run.definition.node) or not is_constant(run.definition, node.id):
        return {}
    inner = source(node, run, top)
    return entries(inner, value, top) if inner is not None else {}


def origin_of(setting: Setting, name: str, top: Activation | None) -> Source | None:
    """The expression of a setting; for one that came out of ``**options`` the entry."""
    if setting.node is None:
        return None
    if setting.spread is None:
        return setting.node, setting.run
    return entries((setting.node, setting.run), setting.spread, top).get(name)


@dataclass(frozen=True)
class Demand:
    """What a unit has to be handed, because an arg_scope around a call of it reads it."""

    name: str
    node: ast.expr
    event: Event
    top: Activation
    flag: bool


def demand(where: Outside, name: str, node: ast.expr, flag: bool) -> None:
    """Asks for a name of the function with the ``with``.

    Raises:
        CannotMoveError: when the unit is not handed it.
    """
    unit = where.creation.unit
    if where.creation.demands is not None and where.top is not None:
        where.creation.demands.append(Demand(name, node, where.event, where.top, flag))
    elif (unit.passed if flag else unit.carried).get(name) is not node and not same_name(
        unit, name, node, flag
    ):
        raise CannotMoveError(f"an arg_scope around a call of this function sets `{name}`")


def same_name(unit: Unit, name: str, node: ast.expr, flag: bool) -> bool:
    """Whether the unit is handed the same name of the same function."""
    held = (unit.passed if flag else unit.carried).get(name)
    return held is not None and ast.unparse(held) == ast.unparse(node)


def constant_code(creation: Creation, value: Value) -> str | None:
    """A constant, or a function of TensorFlow, as code."""
    if isinstance(value, bool | int | float | str):
        return repr(value)
    if isinstance(value, External) and value.name.startswith("tf."):
        return outside_code(creation, value)
    return None


def display(node: ast.expr) -> dict[str, ast.expr] | None:
    """The entries of a dict display or a ``dict(...)`` call; None for any other expression."""
    if isinstance(node, ast.Dict):
        pairs: dict[str, ast.expr] = {}
        for key, item in zip(node.keys, node.values, strict=True):
            if not isinstance(key, ast.Constant):
                return None
            pairs[str(key.value)] = item
        return pairs
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
        return None if node.args else {k.arg: k.value for k in node.keywords if k.arg}
    return None


def meeting(event: Event, setting: Setting) -> Activation | None:
    """The innermost run above both the scope's argument and the layer's call: it has the ``with``."""
    above = {id(run) for run in ancestors(setting.run)}
    return next((run for run in ancestors(event.activation) if id(run) in above), None)
