"""The few names of ``tf.contrib`` (and slim) with a mechanical equal; all others are reported by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tf1to2reuse.apis.symbols import initializers, tables
from tf1to2reuse.apis.symbols.model import Arg, CallRewrite, Problem

# slim re-exports what layers, framework, losses, metrics and training offer.
_SLIM = (
    "tf.contrib.slim.initializers.",
    "tf.contrib.slim.regularizers.",
    "tf.contrib.layers.python.layers.initializers.",
    "tf.contrib.layers.python.layers.regularizers.",
    "tf.contrib.slim.",
    "tf.contrib.layers.",
    "tf.contrib.framework.",
)
# Packages of slim that are no layers: their functions have no equal.
_SLIM_OTHER = ("losses", "metrics", "learning", "evaluation", "queues", "dataset", "dataset_data_provider")
_TRAIN = "tf.compat.v1.train."
_FRAMEWORK = {
    "get_global_step": _TRAIN + "get_global_step",
    "create_global_step": _TRAIN + "create_global_step",
    "get_or_create_global_step": _TRAIN + "get_or_create_global_step",
    "assert_global_step": _TRAIN + "assert_global_step",
    "init_from_checkpoint": _TRAIN + "init_from_checkpoint",
    "list_variables": "tf.train.list_variables",
    "load_checkpoint": "tf.train.load_checkpoint",
    "load_variable": "tf.train.load_variable",
    "is_tensor": "tf.is_tensor",
    "argsort": "tf.argsort",
    "sort": "tf.sort",
}
_MOVED = {
    "tf.contrib.training.checkpoints_iterator": "tf.train.checkpoints_iterator",
    "tf.contrib.framework.nest": "tf.nest",
    "tf.contrib.distributions": "tf.compat.v1.distributions",
    "tf.contrib.signal": "tf.signal",
    "tf.contrib.keras": "tf.keras",
}
_LAYER_PACKAGES = ("layers", "slim", "rnn", "cudnn_rnn", "grid_rnn", "legacy_seq2seq")


def leaf(name: str) -> str | None:
    """The name inside contrib's layers, framework or slim; None for anything else (or deeper)."""
    for prefix in _SLIM:
        rest = name.removeprefix(prefix)
        if rest != name and "." not in rest:
            return rest
    return None


def contrib_target(name: str) -> str | Problem:
    """The new dotted name of a symbol below ``tf.contrib``."""
    inner = leaf(name)
    if inner is not None and _FRAMEWORK.get(inner):
        return _FRAMEWORK[inner]
    if name in _MOVED:
        return _MOVED[name]
    if inner is not None and inner in initializers.CONTRIB_REFERENCES:
        return initializers.CONTRIB_REFERENCES[inner]
    return no_target(name)


def contrib_call(name: str, args: Sequence[Arg]) -> CallRewrite | Problem:
    """A call of a symbol below ``tf.contrib``."""
    rule = initializers.CONTRIB.get(leaf(name) or "")
    if rule is not None:
        made = rule(name, args)
        return made if made is not None else no_target(name)
    target = contrib_target(name)
    return target if isinstance(target, Problem) else CallRewrite(target, tuple(args))


_READER = "tf.train.NewCheckpointReader"
_LEGACY = {
    "tf.pywrap_tensorflow.NewCheckpointReader": _READER,
    "tf.python.pywrap_tensorflow.NewCheckpointReader": _READER,
    "tf.python.platform.gfile": "tf.gfile",
    "tf.python.platform.flags": "tf.flags",
    "tf.python.platform.tf_logging": "tf.logging",
    "tf.python.platform.app": "tf.app",
}


_KERAS = ("tf.contrib.keras.api.keras.", "tf.contrib.keras.")
_OTHER_KERAS = re.compile(r"optimizers\.[A-Z]\w+|callbacks\.TensorBoard|backend\.name_scope")
"""What ``tf.contrib.keras`` has under a name that is something else in ``tf.keras``: its older optimizers."""


def keras_alias(name: str) -> str:
    """``tf.keras.X`` for ``tf.contrib.keras.X``, where both are one object in TF 1.15."""
    inner = next(name.removeprefix(prefix) for prefix in _KERAS if name.startswith(prefix))
    known = f"tf.keras.{inner}" in tables.targets() or f"tf.keras.{inner}" in tables.modules()
    return f"tf.keras.{inner}" if known and not _OTHER_KERAS.fullmatch(inner) else name


def alias(name: str) -> str:
    """The public TF1 name outside contrib for the same object, or the name itself."""
    if name.startswith(_KERAS):
        return keras_alias(name)
    if name.startswith("tf.contrib."):
        return tables.contrib_aliases().get(name, name)
    if not name.startswith(("tf.python.", "tf.pywrap_tensorflow.")):
        return name
    module, _, last = name.rpartition(".")
    if module in _LEGACY:
        return f"{_LEGACY[module]}.{last}"
    if name.startswith("tf.python.util.compat."):
        return "tf.compat." + last
    return _LEGACY.get(name) or tables.private_aliases().get(name, name)


def no_target(name: str) -> Problem:
    """Why a contrib name stays: a layer (another part of the tool), a class to stand in for, or nothing."""
    if name == "tf.contrib.training.HParams":
        return Problem(
            "symbol-needs-standin", f"{name} has no target; a small class with the same methods can stand in"
        )
    inner = leaf(name)
    if inner in initializers.CONTRIB:
        return Problem("symbol-no-target", f"{name} has a target only where it is called")
    package = name.split(".")[2] if name.count(".") > 1 else ""
    other = name.startswith(tuple(f"tf.contrib.slim.{word}." for word in _SLIM_OTHER))
    if (not other and package in _LAYER_PACKAGES) or name.endswith(("arg_scope", "arg_scoped_arguments")):
        return Problem("layer-not-handled", f"{name} belongs to the layer catalogue")
    return Problem("symbol-no-target", f"{name}: tf.contrib does not exist in current TensorFlow")
