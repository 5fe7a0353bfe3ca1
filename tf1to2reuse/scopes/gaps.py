"""Calls that may open scopes or make variables behind the evaluator's back: recorded, never passed over."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.facts.program import Definition
from tf1to2reuse.scopes.contexts import Context, unmodelled
from tf1to2reuse.scopes.generators import GeneratorContext
from tf1to2reuse.scopes.unknown_calls import makers
from tf1to2reuse.scopes.values import (
    ClassVal,
    External,
    ExternalMethod,
    FunctionVal,
    InstanceVal,
    PartialVal,
    Value,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

LAYER_MODULES = ("tf.layers.", "tf.keras.", "tf.nn.rnn_cell.", "tf.contrib.rnn.", "tf.python.layers.")


def note_gap(
    ev: Evaluator, frame: Frame, node: ast.Call | None, function: Value, values: Iterable[Value]
) -> None:
    """Records a call of code outside the repository that is handed a scope, or of a layer class itself."""
    if node is None:
        return
    if isinstance(function, ExternalMethod) and is_scope(function.value):
        unmodelled(ev, frame, node, f"scope.{function.name}", "a scope is entered or left by hand")
    elif isinstance(function, InstanceVal) and any(map(is_layer_class, external_bases(function.cls))):
        name = function.cls.definition.name
        unmodelled(
            ev,
            frame,
            node,
            name,
            f"{name} derives from a layer class of TensorFlow, whose call is not modelled",
        )
    elif any(map(is_scope, values)):
        unmodelled(
            ev,
            frame,
            node,
            code_of(node.func),
            "what is done with the scope that it is given is not known",
        )


def note_callback(ev: Evaluator, frame: Frame, node: ast.Call, name: str, values: Iterable[Value]) -> None:
    """Records a TensorFlow function that is given a function of the repository which makes variables."""
    if any(makes_variables(ev, value) for value in values):
        unmodelled(ev, frame, node, name, f"how {name} calls the function that it is given is not modelled")


def note_depth(ev: Evaluator, frame: Frame, node: ast.Call | None, definition: Definition) -> None:
    """Records a call that is not followed, for it is too deep: it may make variables."""
    if node is not None and definition.key in makers(ev):
        name = definition.name
        unmodelled(ev, frame, node, name, f"how deep {name} calls itself is not known, or too deep to follow")


def makes_variables(ev: Evaluator, value: Value) -> bool:
    """Whether a value is a function of the repository that may make variables."""
    if isinstance(value, PartialVal):
        return makes_variables(ev, value.function)
    return isinstance(value, FunctionVal) and value.definition.key in makers(ev)


def is_scope(value: Value) -> bool:
    """Whether a value is a context manager that changes names."""
    return isinstance(value, GeneratorContext) or (
        isinstance(value, Context) and value.kind in ("variable_scope", "arg_scope")
    )


def external_bases(cls: ClassVal) -> list[External]:
    """The classes outside the repository that a class derives from."""
    found = [base for base in cls.bases if isinstance(base, External)]
    return found + [one for base in cls.bases if isinstance(base, ClassVal) for one in external_bases(base)]


def is_layer_class(base: External) -> bool:
    """Whether a class of TensorFlow makes its variables when it is called."""
    return base.name.startswith(LAYER_MODULES)
