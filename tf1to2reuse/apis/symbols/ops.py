"""Ops whose native form needs more than renamed arguments: each function turns one TF1 call into its equal.

A rule answers None where only ``tf.compat.v1`` (the generic way) means the same.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from tf1to2reuse.apis.symbols import binding, generic, tables, text
from tf1to2reuse.apis.symbols.binding import Bound
from tf1to2reuse.apis.symbols.canonical import canonical
from tf1to2reuse.apis.symbols.model import UNKNOWN, Arg, CallRewrite, Problem

Rule = Callable[[str, Sequence[Arg]], "CallRewrite | Problem | None"]


def given(name: str, args: Sequence[Arg]) -> dict[str, Bound] | None:
    """Parameter to argument, or None where unpacking or a wrong call hides them."""
    if any(arg.star for arg in args) or name not in tables.tf1_signatures():
        return None
    bound = binding.bind(name, tables.tf1_signatures()[name], args)
    return None if isinstance(bound, Problem) else {b.parameter: b for b in bound}


def dropout(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """``keep_prob`` becomes ``rate=1 - keep_prob``."""
    found = given(name, args)
    if found is None or ("keep_prob" in found) == ("rate" in found):
        return None
    bound = tuple(_as_rate(b) if b.parameter == "keep_prob" else b for b in found.values())
    return generic.rebuilt(name, bound, "tf.nn.dropout", {})


def _as_rate(bound: Bound) -> Bound:
    return Bound("rate", replace(bound.arg, code=text.one_minus(bound.arg.code), literal=UNKNOWN), False)


_SOFTMAX_LOSS = "tf.nn.softmax_cross_entropy_with_logits"
_SOFTMAX_RENAMES = {"dim": "axis", "_sentinel": ""}


def softmax_cross_entropy(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """The first version stops the gradient at the labels; the native one does not."""
    found = given(name, args)
    if found is None or "labels" not in found:
        return None
    labels = found["labels"]
    if labels.arg.code.startswith("tf.stop_gradient("):
        return generic.rebuilt(name, tuple(found.values()), _SOFTMAX_LOSS, _SOFTMAX_RENAMES)
    stopped = replace(labels.arg, code=f"tf.stop_gradient({labels.arg.code})", literal=UNKNOWN)
    found["labels"] = replace(labels, arg=stopped)
    return generic.rebuilt(name, tuple(found.values()), _SOFTMAX_LOSS, _SOFTMAX_RENAMES)


def cast_to(dtype: str) -> Rule:
    """``tf.to_float(x)`` and its kin become ``tf.cast(x, tf.float32)``."""

    def rule(name: str, args: Sequence[Arg]) -> CallRewrite | None:
        found = given(name, args)
        if found is None or "x" not in found:
            return None
        named = [replace(found["name"].arg, keyword="name")] if "name" in found else []
        return CallRewrite("tf.cast", (replace(found["x"].arg, keyword=None), Arg(dtype), *named))

    return rule


def where(name: str, args: Sequence[Arg]) -> CallRewrite | None:
    """Native where it is one-armed or where condition and values have one shape.

    The native one broadcasts, TF1's takes rows of ``x`` by a vector condition.
    """
    found = given(name, args)
    if found is None or "condition" not in found:
        return None
    arms = [found[word].arg for word in ("x", "y") if word in found and found[word].arg.code != "None"]
    if arms and not _one_shape(found["condition"].arg, arms):
        return None
    return CallRewrite("tf.where", tuple(args))


def _one_shape(condition: Arg, arms: Sequence[Arg]) -> bool:
    ranks = {arm.rank for arm in arms}
    if condition.rank == 0 or ranks == {1}:
        return True
    return (condition.rank is not None and ranks == {condition.rank}) or _compares_an_arm(condition, arms)


_COMPARISONS = {"greater", "greater_equal", "less", "less_equal", "equal", "not_equal"}


def _compares_an_arm(condition: Arg, arms: Sequence[Arg]) -> bool:
    """``x > 0`` as condition of ``where(x > 0, x, y)`` has the shape of x."""
    node = text.parse(condition.code)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        sides = [node.left, node.comparators[0]]
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _COMPARISONS
    ):
        sides = node.args
    else:
        return False
    values = [text.parse(arm.code) for arm in arms]
    scalar = any(isinstance(getattr(side, "operand", side), ast.Constant) for side in sides)
    return (
        len(sides) == 2 and scalar and any(v is not None and text.same(s, v) for s in sides for v in values)
    )


def while_loop(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """Native where there are several loop variables: TF1 unpacks the result of a single one.

    ``tf.compat.v1.while_loop`` does that in a graph only, so a single one is taken out of the native result.
    """
    found = given(name, args)
    if found is None or "loop_vars" not in found:
        return None
    structure = found.pop("return_same_structure", None)
    if structure is not None and text.literal(structure.arg) is True:
        return generic.rebuilt(name, tuple(found.values()), "tf.while_loop", {})
    node = text.parse(found["loop_vars"].arg.code)
    known = found["loop_vars"].arg.literal
    if structure is not None or not (
        isinstance(node, (ast.List, ast.Tuple)) or isinstance(known, (list, tuple))
    ):
        return None
    elements = node.elts if isinstance(node, (ast.List, ast.Tuple)) else ()
    if len(elements) > 1 or (isinstance(known, (list, tuple)) and len(known) > 1):
        return generic.rebuilt(name, tuple(found.values()), "tf.while_loop", {})
    if len(elements) == 1 and is_tensor(elements[0]):
        return _first_of(generic.rebuilt(name, tuple(found.values()), "tf.while_loop", {}))
    return Problem(
        "argument-semantics", f"{name} with a single loop variable unpacks it in TF1 if it is one tensor"
    )


def _first_of(made: CallRewrite | Problem) -> CallRewrite | Problem:
    if isinstance(made, Problem):
        return made
    return CallRewrite("", (), f"{made.function}({', '.join(written(arg) for arg in made.args)})[0]")


def written(arg: Arg) -> str:
    """An argument as it stands in a call."""
    return (f"{arg.keyword}=" if arg.keyword else arg.star) + arg.code


def cond(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """Native where both branches return plain tensors: TF1 unpacks a list of one, the native form does not.

    ``tf.compat.v1.cond`` unpacks it when run eagerly only, so a list of one that is seen is refused.
    """
    found = given(name, args)
    if found is None:
        return None
    strict = "strict" in found and text.literal(found["strict"].arg) is True
    nodes = [
        text.parse(b.arg.code) for word, b in found.items() if word in ("true_fn", "false_fn", "fn1", "fn2")
    ]
    bodies = [node.body for node in nodes if isinstance(node, ast.Lambda)]
    if not strict and any(isinstance(body, (ast.List, ast.Tuple)) and len(body.elts) == 1 for body in bodies):
        return Problem("argument-semantics", f"{name} unpacks the list of one that a branch returns")
    if strict or ("strict" not in found and len(bodies) == 2 and all(map(is_tensor, bodies))):
        renames = {"strict": "", "fn1": "true_fn", "fn2": "false_fn"}
        return generic.rebuilt(name, tuple(found.values()), "tf.cond", renames)
    return None


_NOT_ONE_TENSOR = {
    "split",
    "unstack",
    "meshgrid",
    "dynamic_partition",
    "tuple",
    "shape_n",
    "identity_n",
    "moments",
}


def is_tensor(node: ast.expr) -> bool:
    """Whether an expression is certainly one tensor or number, not a list."""
    if isinstance(node, (ast.Compare, ast.UnaryOp)):
        return True
    if isinstance(node, ast.BinOp):
        return not isinstance(node.op, (ast.Add, ast.Mult)) or is_tensor(node.left)  # + and * also make lists
    if isinstance(node, ast.Call):
        return _is_tensor_op(node.func)
    return isinstance(node, ast.Constant) and text.is_number(node.value)


def _is_tensor_op(function: ast.expr) -> bool:
    dotted = canonical(ast.unparse(function))
    return dotted in tables.pure() and dotted.rpartition(".")[2] not in _NOT_ONE_TENSOR


def constant(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """Native without ``shape=``, with a scalar or as many values: TF1 fills up with the last of a list."""
    found = given(name, args)
    if found is None or "value" not in found:
        return None
    value, shape = text.literal(found["value"].arg), found.get("shape")
    scalar = isinstance(value, (int, float, complex, str, bytes)) or found["value"].arg.rank == 0
    if not scalar and shape is not None and shape.arg.code != "None":
        have, need = _count(value), _elements(text.literal(shape.arg))
        if have is None or need is None:
            return None
        if have != need:
            return Problem(
                "argument-semantics", f"{name} repeats the last of {have} values to fill {need} places"
            )
    return generic.rebuilt(name, tuple(found.values()), "tf.constant", {"verify_shape": ""})


def _count(value: object) -> int | None:
    if isinstance(value, (list, tuple)):
        counts = [_count(item) for item in value]
        return None if None in counts else sum(count for count in counts if count)
    return 1 if isinstance(value, (int, float, complex, str, bytes)) else None


def _elements(shape: object) -> int | None:
    sizes = [shape] if isinstance(shape, int) else shape
    if not isinstance(sizes, (list, tuple)) or not all(isinstance(size, int) for size in sizes):
        return None
    return math.prod(sizes)


def space_to_batch(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """One block size for height and width becomes two, as the native function wants them."""
    found = given(name, args)
    size = found.get("block_size") if found is not None else None
    if (
        found is None
        or size is None
        or not isinstance(text.parse(size.arg.code), (ast.Name, ast.Constant, ast.Attribute))
    ):
        return None
    block = Bound(
        "block_shape", replace(size.arg, code=f"[{size.arg.code}, {size.arg.code}]", literal=UNKNOWN), False
    )
    rest = [bound for word, bound in found.items() if word != "block_size"]
    target = "tf.batch_to_space" if name == "tf.batch_to_space" else "tf.space_to_batch"
    return generic.rebuilt(name, (*rest, block), target, {})


def div(name: str, args: Sequence[Arg]) -> CallRewrite | None:
    """True division for floats; integers and unknown types keep ``compat.v1.div`` (Python 2's division)."""
    found = given(name, args)
    if found is None or not any(
        b.arg.dtype.startswith(("float", "bfloat", "complex")) for b in found.values()
    ):
        return None
    return CallRewrite("tf.divide", tuple(args))


def embedding_lookup(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """Native for one tensor: a list is split by another strategy there (``div`` instead of ``mod``)."""
    found = given(name, args)
    if found is None or "params" not in found or found["params"].arg.rank is None:
        return None
    renames = {"partition_strategy": "", "validate_indices": ""}
    return generic.rebuilt(name, tuple(found.values()), "tf.nn.embedding_lookup", renames)


def name_scope(name: str, args: Sequence[Arg]) -> CallRewrite | None:
    """Native for one name; TF1's may also be given a default name and values."""
    one = len(args) == 1 and not args[0].star and args[0].keyword in (None, "name")
    return CallRewrite("tf.name_scope", tuple(args)) if one and _is_text(args[0]) else None


def device(name: str, args: Sequence[Arg]) -> CallRewrite | None:
    """Native for a device name; TF1 also takes a function, or None to lift the restriction."""
    one = len(args) == 1 and not args[0].star
    return CallRewrite("tf.device", (replace(args[0], keyword=None),)) if one and _is_text(args[0]) else None


def _is_text(arg: Arg) -> bool:
    node = text.parse(arg.code)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)):
        node = node.left
    formatted = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )
    if formatted and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        node = node.func.value
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def axis_second(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """``tf.concat(1, [a, b])`` is the order of before 1.0; TF 1.15 does not run it either."""
    first = args[0] if args else None
    if first and not first.star and first.keyword is None and text.is_number(text.known(first)):
        return Problem("pre-1.0-order", f"{name} with the axis first is the order of TensorFlow before 1.0")
    return None


RULES: dict[str, Rule] = {
    "tf.batch_to_space": space_to_batch,
    "tf.space_to_batch": space_to_batch,
    "tf.nn.space_to_batch": space_to_batch,
    "tf.nn.dropout": dropout,
    "tf.nn.softmax_cross_entropy_with_logits": softmax_cross_entropy,
    "tf.where": where,
    "tf.while_loop": while_loop,
    "tf.cond": cond,
    "tf.constant": constant,
    "tf.div": div,
    "tf.nn.embedding_lookup": embedding_lookup,
    "tf.name_scope": name_scope,
    "tf.device": device,
    "tf.concat": axis_second,
    "tf.split": axis_second,
    "tf.to_float": cast_to("tf.float32"),
    "tf.to_double": cast_to("tf.float64"),
    "tf.to_int32": cast_to("tf.int32"),
    "tf.to_int64": cast_to("tf.int64"),
    "tf.to_bfloat16": cast_to("tf.bfloat16"),
    "tf.to_complex64": cast_to("tf.complex64"),
    "tf.to_complex128": cast_to("tf.complex128"),
}
