"""Mistakes in one call: arguments, activations, strides, axes, regularizers, dropout."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from edits import Edit, Mutant, Source, Tree, dotted, operator

ACTIVATIONS = {"relu": "tf.nn.tanh", "tanh": "tf.nn.relu", "sigmoid": "tf.nn.tanh", "elu": "tf.nn.relu",
               "leaky_relu": "tf.nn.relu", "softplus": "tf.nn.relu", "selu": "tf.nn.relu"}  # fmt: skip
WITH_BIAS = ("Dense", "Conv1D", "Conv2D", "Conv2DTranspose", "Conv3D", "SeparableConv2D")
PADDED = ("Conv1D", "Conv2D", "Conv2DTranspose", "MaxPooling2D", "AveragePooling2D")

PerCall = Callable[[Source, ast.Call], Iterator[tuple[str, list[Edit]]]]


def per_call(name: str, harmful: bool = True) -> Callable[[PerCall], PerCall]:
    """Registers an operator that looks at one call at a time."""

    def register(function: PerCall) -> PerCall:
        @operator(name)
        def make(tree: Tree) -> Iterator[Mutant]:
            for source in tree.sources:
                for call in source.calls():
                    for what, edits in function(source, call):
                        where = f"{source.file}:{call.lineno} {what}"
                        yield Mutant(name, where, tuple(edits), harmful, source.expected(call))

        return function

    return register


def is_layer(call: ast.Call, *names: str) -> bool:
    """A constructor of one of Keras's layers."""
    text = dotted(call.func)
    return ".layers." in text and text.rpartition(".")[2][:1].isupper() and (
        not names or text.rpartition(".")[2] in names
    )  # fmt: skip


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    return next((item for item in call.keywords if item.arg == name), None)


def with_keyword(source: Source, call: ast.Call, text: str) -> Edit:
    """One more argument at the end of the call."""
    _, end = source.span(call)
    comma = "" if source.text.encode()[: end - 1].rstrip().endswith((b"(", b",")) else ", "
    return Edit(source.file, end - 1, end - 1, comma + text)


def without(source: Source, item: ast.keyword) -> Edit:
    """The argument and the comma after it removed."""
    start, end = source.span(item)
    rest = source.text.encode()[end:]
    blank = len(rest) - len(rest.lstrip())
    return Edit(source.file, start, end + blank + 1 if rest[blank : blank + 1] == b"," else end, "")


@per_call("activation dropped")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "activation")
    if item and not isinstance(item.value, ast.Constant | ast.Name):
        yield f"{source.of(item)} dropped", [without(source, item)]
    if dotted(call.func).rpartition(".")[2] in ACTIVATIONS and call.args:
        yield f"{dotted(call.func)} dropped", [source.replace(call, f"({source.of(call.args[0])})")]


@per_call("activation wrong")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "activation")
    leaf = dotted(item.value).rpartition(".")[2] if item else ""
    if item and leaf in ACTIVATIONS:
        yield f"activation {leaf} wrong", [source.replace(item.value, ACTIVATIONS[leaf])]
    leaf = dotted(call.func).rpartition(".")[2]
    if leaf in ACTIVATIONS and len(call.args) == 1 and not call.keywords:
        yield f"{leaf} wrong", [source.replace(call.func, ACTIVATIONS[leaf])]


@per_call("activation added")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if is_layer(call, *WITH_BIAS) and keyword(call, "activation") is None:
        yield "relu added", [with_keyword(source, call, 'activation="relu"')]


@per_call("padding")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "padding")
    if item and isinstance(item.value, ast.Constant) and isinstance(item.value.value, str):
        other = "valid" if item.value.value.lower() == "same" else "same"
        new = other.upper() if item.value.value.isupper() else other
        yield f"padding {new}", [source.replace(item.value, repr(new))]
    elif item is None and is_layer(call, *PADDED):
        yield "padding same added", [with_keyword(source, call, 'padding="same"')]


@per_call("stride")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "strides")
    if item and is_layer(call):
        yield "stride 1", [source.replace(item.value, "1")]
    elif item and isinstance(item.value, ast.List | ast.Tuple):
        ones = ", ".join("1" for _ in item.value.elts)
        yield "stride 1", [source.replace(item.value, f"[{ones}]")]


@per_call("epsilon")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if is_layer(call, "BatchNormalization", "LayerNormalization", "GroupNormalization"):
        item = keyword(call, "epsilon")
        if item:
            yield "epsilon left at Keras's default", [without(source, item)]
        else:
            yield "epsilon of another API", [with_keyword(source, call, "epsilon=1e-5")]


@per_call("momentum")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if is_layer(call, "BatchNormalization"):
        item = keyword(call, "momentum")
        if item:
            yield "momentum left at the default", [without(source, item)]
        else:
            yield "momentum of another API", [with_keyword(source, call, "momentum=0.999")]


@per_call("axis")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "axis")
    if item and isinstance(item.value, ast.Constant | ast.UnaryOp):
        new = "0" if source.of(item.value) != "0" else "-1"
        yield f"axis {new}", [source.replace(item.value, new)]


@per_call("reset_after")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "reset_after")
    if item:
        yield "reset_after left at the default", [without(source, item)]


@per_call("square weight transposed")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if dotted(call.func).endswith("matmul") and keyword(call, "transpose_b") is None:
        yield "transpose_b", [with_keyword(source, call, "transpose_b=True")]


@per_call("bias dropped")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if is_layer(call, *WITH_BIAS) and keyword(call, "use_bias") is None:
        yield "use_bias=False", [with_keyword(source, call, "use_bias=False")]


@per_call("frozen")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    weight = dotted(call.func).endswith(".add_weight")
    if (is_layer(call, *WITH_BIAS) or weight) and keyword(call, "trainable") is None:
        yield "trainable=False", [with_keyword(source, call, "trainable=False")]


@per_call("training dropped")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "training")
    if item and source.of(item.value) != "False":
        yield f"{source.of(item)} dropped", [without(source, item)]


@per_call("training fixed")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "training")
    if item:
        for new in ("True", "False"):
            if source.of(item.value) != new:
                yield f"{source.of(item)} becomes {new}", [source.replace(item.value, new)]


@per_call("keep_prob as rate")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "rate")
    dropout = "ropout" in dotted(call.func)
    if dropout and item and isinstance(item.value, ast.BinOp):
        yield "keep_prob as rate", [source.replace(item.value, source.of(item.value.right))]
    if is_layer(call, "Dropout") and call.args:
        yield "1 - rate", [source.replace(call.args[0], f"1 - {source.of(call.args[0])}")]


@per_call("dropout dropped")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if "ropout" in dotted(call.func) and not is_layer(call) and call.args:
        yield "no dropout", [source.replace(call, source.of(call.args[0]))]


@per_call("dropout in inference")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if is_layer(call, "Dropout"):
        yield (
            "always on",
            [source.replace(call, f"(lambda x, training=None: {source.of(call)}(x, training=True))")],
        )


@per_call("stop_gradient dropped")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if dotted(call.func).endswith("stop_gradient"):
        yield "stop_gradient dropped", [source.replace(call, source.of(call.args[0]))]


@per_call("stop_gradient added")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if (
        dotted(call.func).startswith("self.")
        and isinstance(source.parents.get(call), ast.Assign)
        and call.args
    ):
        first = call.args[0]
        if (
            not isinstance(first, ast.Constant)
            and dotted(call.func).count(".") == 1
            and "add_" not in dotted(call.func)
        ):
            yield "stop_gradient added", [source.replace(first, f"tf.stop_gradient({source.of(first)})")]


@per_call("regularizer dropped")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    for item in call.keywords:
        if (item.arg or "").endswith("regularizer"):
            yield f"{item.arg} dropped", [without(source, item)]


@per_call("regularizer doubled")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if dotted(call.func).endswith(("regularizers.L2", "regularizers.l2")) and call.args:
        first = call.args[0]
        yield "doubled", [source.replace(first, f"2 * ({source.of(first)})")]


@per_call("L2 not halved")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    halved = bool(call.args) and isinstance(call.args[0], ast.BinOp)
    if dotted(call.func).endswith(("regularizers.L2", "regularizers.l2")) and halved:
        yield "not halved", [source.replace(call.args[0], source.of(call.args[0].left))]


@per_call("regularizer added")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if is_layer(call, *WITH_BIAS) and keyword(call, "bias_regularizer") is None:
        yield "on the bias", [with_keyword(source, call, 'bias_regularizer="l2"')]


@per_call("resize mode")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    leaf = dotted(call.func).rpartition(".")[2]
    if leaf.startswith("resize_") and len(call.args) > 1:
        images, size = source.of(call.args[0]), source.of(call.args[1])
        yield "half-pixel centres", [source.replace(call, f"tf.image.resize({images}, {size})")]
        yield "nearest", [source.replace(call, f'tf.image.resize({images}, {size}, "nearest")')]


@per_call("slope")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    for item in call.keywords:
        if item.arg in ("alpha", "negative_slope"):
            yield "slope 0.3", [source.replace(item.value, "0.3")]


@per_call("state not passed on")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    item = keyword(call, "initial_state")
    if item:
        yield "initial_state dropped", [without(source, item)]


@per_call("sum for mean")
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    swap = {"reduce_sum": "reduce_mean", "reduce_mean": "reduce_sum", "reduce_max": "reduce_mean"}
    owner, _, leaf = dotted(call.func).rpartition(".")
    if leaf in swap and owner:
        yield f"{swap[leaf]}", [source.replace(call.func, f"{owner}.{swap[leaf]}")]


@per_call("identity", harmful=False)
def _(source: Source, call: ast.Call) -> Iterator[tuple[str, list[Edit]]]:
    if dotted(call.func).startswith("tf.nn.") and call.args and not isinstance(call.args[0], ast.Starred):
        first = call.args[0]
        yield "identity around an input", [source.replace(first, f"tf.identity({source.of(first)})")]
