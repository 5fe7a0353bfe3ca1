"""``tf.keras`` of TF 1.15 becomes Keras 3: new argument names, and changed defaults written out."""

from __future__ import annotations

from collections.abc import Sequence

from tf1to2reuse.apis.symbols import binding, generic, tables, text
from tf1to2reuse.apis.symbols.binding import Bound
from tf1to2reuse.apis.symbols.model import Arg, CallRewrite, Problem

MOVED = {
    "tf.keras.initializers.normal": "tf.keras.initializers.RandomNormal",
    "tf.keras.initializers.uniform": "tf.keras.initializers.RandomUniform",
    "tf.keras.losses.mean_squared_error": "tf.keras.losses.MSE",
    "tf.keras.losses.mean_absolute_error": "tf.keras.losses.MAE",
    "tf.keras.losses.mean_absolute_percentage_error": "tf.keras.losses.MAPE",
    "tf.keras.losses.mean_squared_logarithmic_error": "tf.keras.losses.MSLE",
}
# TF 1.15's gates use another hard_sigmoid (0.2 x + 0.5) unless told otherwise; its GRU resets before the
# matrix product.
_GATED = {"LSTM", "LSTMCell", "GRU", "GRUCell", "ConvLSTM2D"}


def target(name: str) -> str | Problem:
    """The Keras 3 name."""
    new = MOVED.get(name) or generic.exact_target(name)
    return new if new else Problem("symbol-no-target", f"{name} does not exist in Keras 3")


def call(name: str, args: Sequence[Arg]) -> CallRewrite | Problem:
    """A call with Keras 3's argument names."""
    new = target(name)
    if isinstance(new, Problem):
        return new
    changed = _changed_default(name, args)
    if changed is not None:
        return changed
    made = generic.call_with(name, args, new, _renames(name))
    if isinstance(made, CallRewrite) and name == "tf.keras.regularizers.l1_l2":
        return _explicit(made, {"l1": "0.01", "l2": "0.01"})
    return made


def _renames(name: str) -> dict[str, str]:
    package, last = name.split(".")[2:4] if name.count(".") == 3 else ("", "")
    if package == "optimizers":
        return {"lr": "learning_rate"}
    if package == "initializers":
        return {"dtype": ""}
    if package == "regularizers" and last in ("l1", "l2"):
        return {"l": last}
    if last == "LeakyReLU":
        return {"alpha": "negative_slope"}
    return {}


def _changed_default(name: str, args: Sequence[Arg]) -> Problem | None:
    package, _, last = name.removeprefix("tf.keras.").partition(".")
    words = {arg.keyword for arg in args}
    if package == "optimizers" and "decay" in words:
        return Problem("argument-no-target", f"{name}(decay=...) needs a learning rate schedule in Keras 3")
    if package == "layers" and last in _GATED and not _gates_told(last, args):
        return Problem(
            "argument-semantics", f"{name} computes its gates otherwise in Keras 3 unless told all about them"
        )
    frozen = next((arg for arg in args if arg.keyword == "trainable"), None)
    if last == "BatchNormalization" and frozen is not None and text.literal(frozen) is not True:
        return Problem(
            "argument-semantics", f"{name}(trainable=False) does not train in Keras 3, and does in TF 1.15"
        )
    return None


def _gates_told(layer: str, args: Sequence[Arg]) -> bool:
    values = {arg.keyword: text.literal(arg) for arg in args}
    return values.get("recurrent_activation") == "sigmoid" and ("GRU" not in layer or "reset_after" in values)


def _explicit(made: CallRewrite, defaults: dict[str, str]) -> CallRewrite:
    bound = binding.bind(made.function, tables.tf2_signatures()[made.function], made.args)
    if isinstance(bound, Problem):
        return made
    given = {b.parameter for b in bound}
    added = [Bound(p, Arg(code), False) for p, code in defaults.items() if p not in given]
    return CallRewrite(made.function, (*made.args, *[Arg(b.arg.code, b.parameter) for b in added]))
