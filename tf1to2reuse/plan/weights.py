"""Creation code of weights: ``tf.get_variable`` and ``tf.Variable`` become ``self.add_weight``."""

from __future__ import annotations

import ast

from tf1to2reuse.apis.dims import DerivedDim
from tf1to2reuse.plan.arguments import call_arguments, is_none
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.naming import identifier
from tf1to2reuse.plan.needs import CannotMoveError, Needs
from tf1to2reuse.plan.scope_options import scope_option
from tf1to2reuse.scopes.values import External, ListVal, Sym, Tensor, Value

GET_VARIABLE = (
    "name",
    "shape",
    "dtype",
    "initializer",
    "regularizer",
    "trainable",
    "collections",
    "caching_device",
    "partitioner",
)


VARIABLE = (
    "initial_value",
    "trainable",
    "collections",
    "validate_shape",
    "caching_device",
    "name",
    "variable_def",
    "dtype",
)


NO_EQUAL = {"collections", "partitioner", "custom_getter", "constraint", "variable_def"}


def weight_code(creation: Creation, slot: Slot, site: ast.Call, needs: Needs) -> str:
    """``self.add_weight(...)``."""
    if slot.loop is not None:
        raise CannotMoveError("a family of weights")
    is_variable = slot.api == "tf.Variable"
    arguments = call_arguments(site, VARIABLE if is_variable else GET_VARIABLE)
    for name in sorted(NO_EQUAL & set(arguments)):
        if not is_none(arguments[name]) and not (
            name == "collections" and keeps_global(creation, arguments[name])
        ):
            raise CannotMoveError(f"argument {name} of {slot.api} has no equal in Keras")
    event = slot.events[0]
    parts = [("name", weight_name(creation, slot, arguments.get("name"), needs))]
    if is_variable:
        parts += variable_parts(creation, event.arguments.get("initial_value"), arguments, needs)
    else:
        parts += get_variable_parts(creation, arguments, needs)
        if not any(name == "initializer" for name, _ in parts):
            initializer = scope_option(creation, slot, site, "initializer", needs)
            parts += [("initializer", initializer)] if initializer else []
    if "trainable" in arguments:
        parts.append(("trainable", creation.code(arguments["trainable"], needs)))
    if "regularizer" in arguments and not is_none(arguments["regularizer"]):
        parts.append(("regularizer", creation.code(arguments["regularizer"], needs)))
    elif not is_variable and (regularizer := scope_option(creation, slot, site, "regularizer", needs)):
        parts.append(("regularizer", regularizer))
    return "self.add_weight(" + ", ".join(f"{name}={code}" for name, code in parts) + ")"


def keeps_global(creation: Creation, node: ast.expr) -> bool:
    """Whether collections are some of the program's own beside that of all variables.

    What reads the own ones becomes the instance's list of weights, or is reported.
    """
    value = creation.values.get(node)
    values = [value]
    if isinstance(value, Sym) and value.op == "param":
        seen = creation.evaluation.ev.observed.get(value.args)
        values = [given for given in seen.values if given is not value] if seen is not None else []
    return bool(values) and all(
        isinstance(given, ListVal)
        and given.items is not None
        and any(isinstance(item, External) and item.name.endswith("GLOBAL_VARIABLES") for item in given.items)
        for given in values
    )


def weight_name(creation: Creation, slot: Slot, node: ast.expr | None, needs: Needs) -> str:
    """The ``name=`` of a weight: the literal where there is one, else what names it."""
    if isinstance(node, ast.Constant):
        return creation.text.segment(node)
    if node is not None and slot.template.startswith(("{attr:", "{self}")) and slot.template.endswith("}"):
        return creation.code(node, needs)
    return f'"{identifier(slot.template.rpartition("/")[2], slot.attribute)}"'


def get_variable_parts(
    creation: Creation, arguments: dict[str, ast.expr], needs: Needs
) -> list[tuple[str, str]]:
    """shape, dtype and initializer of ``tf.get_variable``."""
    parts: list[tuple[str, str]] = []
    initializer = arguments.get("initializer")
    shape = arguments.get("shape")
    value = creation.values.get(initializer) if initializer is not None else None
    if shape is not None and not is_none(shape):
        code = creation.code(shape, needs)
        parts.append(("shape", f"[{code}]" if is_one_size(creation, shape) else code))
    elif isinstance(value, Tensor):
        return tensor_initializer(creation, initializer, value, needs)
    else:
        raise CannotMoveError("the shape of the variable comes from its initializer")
    if "dtype" in arguments:
        parts += dtype_part(creation, arguments["dtype"], needs)
    if initializer is not None and not is_none(initializer):
        if isinstance(value, Tensor):
            parts.append(("initializer", f"lambda shape, dtype: {creation.code(initializer, needs)}"))
        else:
            parts.append(("initializer", creation.code(initializer, needs)))
    return parts


def is_one_size(creation: Creation, node: ast.expr) -> bool:
    """Whether a shape is written as one number, which TF1 takes for a vector's length."""
    value = creation.values.get(node)
    if isinstance(value, Sym) and value.op == "param":
        seen = creation.evaluation.ev.observed.get(value.args)
        given = [one for one in seen.values if one is not value] if seen is not None else []
        return bool(given) and all(isinstance(one, int) for one in given)
    return isinstance(value, int | DerivedDim) or (isinstance(value, Sym) and value.op == "dim")


def dtype_part(creation: Creation, node: ast.expr, needs: Needs) -> list[tuple[str, str]]:
    """``dtype=`` where it is not float32."""
    value = creation.values.get(node)
    if isinstance(value, External):
        leaf = value.name.rpartition(".")[2]
        return [] if leaf == "float32" else [("dtype", f'"{leaf}"')]
    return [("dtype", creation.code(node, needs))]


def tensor_initializer(
    creation: Creation, node: ast.expr | None, value: Tensor, needs: Needs
) -> list[tuple[str, str]]:
    """An initial value given as a tensor: its static shape and, where it is a constant, that constant."""
    assert node is not None
    if value.shape is None:
        raise CannotMoveError("the shape of the initial value is not known")
    dims = [creation.express(size, needs) if not isinstance(size, int) else str(size) for size in value.shape]
    if None in dims:
        raise CannotMoveError("the shape of the initial value is known only when it is computed")
    parts = [("shape", "[" + ", ".join(str(dim) for dim in dims) + "]")]
    if value.dtype not in (None, "float32"):
        parts.append(("dtype", f'"{value.dtype}"'))
    constant = constant_value(creation, node, needs)
    tf = creation.symbols.tf
    code = (
        f"{tf}.keras.initializers.Constant({constant})"
        if constant
        else f"lambda shape, dtype: {creation.code(node, needs)}"
    )
    return [*parts, ("initializer", code)]


def constant_value(creation: Creation, node: ast.expr, needs: Needs) -> str | None:
    """The number of ``tf.constant(number, shape=...)``, ``tf.zeros`` and ``tf.ones``."""
    if not isinstance(node, ast.Call):
        return None
    leaf = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if leaf in ("zeros", "ones"):
        return "0.0" if leaf == "zeros" else "1.0"
    if leaf == "constant":
        arguments = call_arguments(node, ("value", "dtype", "shape", "name"))
        value = creation.values.get(arguments.get("value", node))
        known = isinstance(value, int | float) or isinstance(arguments.get("value"), ast.Name | ast.Attribute)
        if known and not isinstance(value, Tensor):
            return creation.code(arguments["value"], needs)
    return None


def variable_parts(
    creation: Creation, value: Value, arguments: dict[str, ast.expr], needs: Needs
) -> list[tuple[str, str]]:
    """shape and initializer of ``tf.Variable``."""
    node = arguments.get("initial_value")
    if node is None or not isinstance(value, Tensor):
        raise CannotMoveError("the initial value of the variable is not a tensor of known shape")
    return tensor_initializer(creation, node, value, needs)
