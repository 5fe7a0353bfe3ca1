"""The dtypes of what TensorFlow operations give, where the call says it. Unknown is None.

Checked against TF 1.15.5 by tests/scopes/test_dtypes.py.
"""

from __future__ import annotations

from tf1to2reuse.apis.shape_rules.registry import RULES
from tf1to2reuse.scopes.values import External, ListVal, Tensor, Value

FLOATING = frozenset({"float16", "bfloat16", "float32", "float64"})

ALWAYS = {
    **dict.fromkeys(
        (
            "equal", "eq", "not_equal", "ne", "less", "lt", "less_equal", "le", "greater", "gt",
            "greater_equal", "ge",
            "logical_and", "logical_or", "logical_not", "logical_xor", "and_", "or_", "not_", "xor",
            "is_nan", "is_inf", "is_finite", "nn.in_top_k", "reduce_all", "reduce_any",
        ),
        "bool",
    ),
    "rank": "int32",
    "as_string": "string",
    "to_float": "float32",
    "to_double": "float64",
    "to_int32": "int32",
    "to_int64": "int64",
    "to_bfloat16": "bfloat16",
}  # fmt: skip

GIVEN = {
    **dict.fromkeys(("zeros", "ones"), (1, "dtype", "float32")),
    **dict.fromkeys(
        (
            "random_normal", "random.normal", "truncated_normal", "random.truncated_normal", "random_uniform",
            "random.uniform",
        ),
        (3, "dtype", "float32"),
    ),
    **dict.fromkeys(("argmax", "argmin", "arg_max", "arg_min"), (3, "output_type", "int64")),
    **dict.fromkeys(("shape", "size"), (2, "out_type", "int32")),
    **dict.fromkeys(("eye", "linalg.eye"), (3, "dtype", "float32")),
    "count_nonzero": (3, "dtype", "int64"),
    "sequence_mask": (2, "dtype", "bool"),
    "string_to_number": (1, "out_type", "float32"),
}  # fmt: skip
"""Where the dtype is given, and what it is where it is not."""

CONVERTED = {"cast": "dtype", "saturate_cast": "dtype", "zeros_like": "dtype", "ones_like": "dtype",
             "constant": "dtype", "convert_to_tensor": "dtype"}  # fmt: skip
"""A dtype that comes second, else that of the value."""

OTHER = {
    "where", "where_v2", "select", "complex", "complex_abs", "angle", "imag", "real", "multinomial",
    "random.multinomial", "random.categorical", "random.stateless_uniform", "one_hot", "range",
    "nn.sparse_softmax_cross_entropy_with_logits", "nn.zero_fraction", "nn.max_pool_with_argmax",
    "fill", "Print", "global_norm", "image.convert_image_dtype", "nn.batch_normalization",
    "quantization.fake_quant_with_min_max_args", "placeholder", "nn.softmax_cross_entropy_with_logits",
    "nn.softmax_cross_entropy_with_logits_v2", "nn.sigmoid_cross_entropy_with_logits", "einsum",
    "linalg.einsum",
}  # fmt: skip
"""Operations whose first argument says nothing."""

DIVISIONS = {"div", "divide", "truediv", "realdiv", "reduce_mean"}


def dtype_of(name: str, args: list[Value], kwargs: dict[str, Value]) -> str | None:
    """The dtype of a result, ``name`` as ``tf.zeros``."""
    leaf = name.removeprefix("tf.")
    if leaf in ALWAYS:
        return ALWAYS[leaf]
    if leaf in GIVEN:
        position, keyword, default = GIVEN[leaf]
        given = args[position] if len(args) > position else kwargs.get(keyword)
        return default if given is None else dtype_name(given)
    if leaf in CONVERTED:
        given = args[1] if len(args) > 1 else kwargs.get(CONVERTED[leaf])
        return dtype_name(given) if given is not None else of_value(first(args, kwargs))
    if leaf == "one_hot":
        return one_hot(args, kwargs)
    if leaf.startswith("image.") or leaf in OTHER or leaf not in RULES:
        return None
    value = first(args, kwargs)
    if len(args) > 1 and (isinstance(value, int | float) or (isinstance(value, Tensor) and value.array)):
        value = args[1]  # a number or an array takes the dtype of what it is used with
    found = of_tensor(value)
    return None if leaf in DIVISIONS and found not in FLOATING else found


def one_hot(args: list[Value], kwargs: dict[str, Value]) -> str | None:
    """float32 where neither a dtype nor a value is given."""
    given = args[5] if len(args) > 5 else kwargs.get("dtype")
    if given is not None:
        return dtype_name(given)
    values = [*args[2:4], kwargs.get("on_value"), kwargs.get("off_value")]
    return "float32" if all(value is None for value in values) else None


def first(args: list[Value], kwargs: dict[str, Value]) -> Value:
    """The first argument, which may be given by name."""
    return args[0] if args else next(iter(kwargs.values()), None)


def dtype_name(value: Value) -> str | None:
    """``tf.float32`` or ``"float32"`` -> ``float32``."""
    if isinstance(value, External):
        return value.name.rpartition(".")[2]
    return SHORT_DTYPES.get(value, value) if isinstance(value, str) else None


SHORT_DTYPES = {"float": "float32", "double": "float64", "half": "float16"}


def of_tensor(value: Value) -> str | None:
    """The dtype of a tensor or of the first one in a list."""
    if isinstance(value, ListVal) and value.items:
        return next((dtype for dtype in map(of_tensor, value.items) if dtype is not None), None)
    return value.dtype if isinstance(value, Tensor) and not value.array else None


def of_value(value: Value) -> str | None:
    """The dtype that TensorFlow gives to a Python value, an array or a tensor."""
    if isinstance(value, Tensor):
        return value.dtype
    if isinstance(value, ListVal | tuple):
        items = value.items if isinstance(value, ListVal) else list(value)
        kinds = {of_value(item) for item in items or ()}
        return kinds.pop() if len(kinds) == 1 else None
    kinds_of_numbers: dict[type, str] = {bool: "bool", int: "int32", float: "float32", str: "string"}
    return kinds_of_numbers.get(type(value))


def floating(value: Value) -> str | None:
    """The dtype of what a layer makes of its input: the numbers that an embedding looks up do not count."""
    return value.dtype if isinstance(value, Tensor) and value.dtype in FLOATING else None
