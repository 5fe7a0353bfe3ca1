"""A TF1 symbol or call becomes a current one: rules first, tables next, a problem last. Never a guess."""

from __future__ import annotations

from collections.abc import Sequence

from tf1to2reuse.apis.symbols import contrib, generic, initializers, keras_names, numpy_names, ops, tables
from tf1to2reuse.apis.symbols.model import Arg, CallRewrite, Problem

_LAYERS = ("tf.layers.", "tf.nn.rnn_cell.", "tf.contrib.layers.", "tf.contrib.rnn.")
_LAYER_NAMES = {
    "tf.nn.dynamic_rnn",
    "tf.nn.bidirectional_dynamic_rnn",
    "tf.nn.raw_rnn",
    "tf.nn.static_rnn",
    "tf.nn.static_bidirectional_rnn",
    "tf.nn.static_state_saving_rnn",
}
# A class or function whose reference means something else than its call.
_REFERENCES = {"tf.Variable": "tf.Variable"}


# Functions of ``tf.compat`` itself, the same in both versions.
_COMPAT = frozenset(
    "tf.compat." + name
    for name in (
        "as_bytes",
        "as_str",
        "as_str_any",
        "as_text",
        "path_to_str",
        "dimension_value",
        "dimension_at_index",
        "bytes_or_text_types",
        "complex_types",
        "integral_types",
        "real_types",
        "forward_compatible",
        "forward_compatibility_horizon",
    )
)


def rename(name: str) -> str | Problem | None:
    """The new dotted name of a symbol that is not called here; None when it stays as it is."""
    found = _renamed(name)
    return None if found == name else found


def rewrite_call(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    """The new call; None when it stays as it is."""
    made = _rewritten(name, args)
    same = (
        isinstance(made, CallRewrite) and made.function == name and made.args == tuple(args) and not made.code
    )
    return None if same and rename(name) is None else made


def _renamed(name: str) -> str | Problem:
    if name.startswith("np."):
        return _numpy(name)
    if not name.startswith("tf.") or name.startswith("tf.compat.v2."):
        return name
    name = contrib.alias(name)
    if name.rpartition(".")[2].startswith("__") and name.count(".") == 1:  # tf.__version__
        return name
    return _refused(name) or _known(name) or _attribute(name)


def _known(name: str) -> str | Problem | None:
    """A name that the tables have; None for others."""
    if name in _REFERENCES:
        return _REFERENCES[name]
    if name in _COMPAT:
        return name
    if name.startswith("tf.keras.") and (name in tables.targets() or name in keras_names.MOVED):
        return keras_names.target(name)
    if name.startswith("tf.contrib."):
        return contrib.contrib_target(name) if "." not in name.removeprefix("tf.contrib.") else None
    if name in tables.targets():
        found = initializers.initializer_reference(name) or generic.reference_target(name)
        return found or Problem("symbol-no-target", f"{name} does not exist in current TensorFlow")
    return None


def _attribute(name: str) -> str | Problem:
    """An attribute of a known class or constant moves with it; one of a module must be known itself."""
    owner, _, rest = name.rpartition(".")
    if name in tables.modules():
        found = tables.modules()[name]
        return found or (name if found == "" else Problem("symbol-no-target", f"{name} is gone"))
    if name.startswith("tf.contrib"):
        return contrib.contrib_target(name)
    function = owner in tables.targets() and owner not in tables.constants()
    if owner == "tf" or owner in tables.modules() or function:
        return _unknown(name)
    above = _renamed(owner)
    return above if isinstance(above, Problem) else f"{above}.{rest}"


def _unknown(name: str) -> Problem:
    if name in tables.lines("pre_1_0.txt"):
        return Problem("pre-1.0-name", f"{name} is a name of TensorFlow before 1.0; TF 1.15 does not have it")
    return Problem("symbol-unknown", f"TF 1.15 has no {name}")


def _numpy(name: str) -> str | Problem:
    if name in numpy_names.GONE:
        return Problem("symbol-no-target", f"{name} is gone from numpy: {numpy_names.GONE[name]}")
    return numpy_names.RENAMED.get(name, name)


def _refused(name: str) -> Problem | None:
    """What other parts of the tool handle, and what must not be touched."""
    if name in _LAYER_NAMES or ((name + ".").startswith(_LAYERS) and contrib.leaf(name) is None):
        return Problem("layer-not-handled", f"{name} belongs to the layer catalogue")
    if name.startswith("tf.python."):
        return Problem("symbol-private", f"{name} is private to TensorFlow and may be gone or changed")
    if name.startswith(("tf.examples.", "tf.models.")):
        return Problem("symbol-no-target", f"{name} is not part of current TensorFlow")
    return None


def _rewritten(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    if name.startswith("np."):
        found = _numpy(name)
        return found if isinstance(found, Problem) else CallRewrite(found, tuple(args))
    if not name.startswith("tf.") or name.startswith("tf.compat.v2."):
        return None
    name = contrib.alias(name)
    refused = _refused(name)
    if refused is not None:
        return refused
    return _by_rule(name, args) or _by_table(name, args)


def _by_rule(name: str, args: Sequence[Arg]) -> CallRewrite | Problem | None:
    if name.startswith("tf.contrib."):
        return contrib.contrib_call(name, args) if contrib.leaf(name) or name.count(".") < 4 else None
    if name.startswith("tf.keras.") and (name in tables.targets() or name in keras_names.MOVED):
        return keras_names.call(name, args)
    made = initializers.initializer_call(name, args)
    if made is None and name in ops.RULES:
        made = ops.RULES[name](name, args)
    return made


def _by_table(name: str, args: Sequence[Arg]) -> CallRewrite | Problem:
    if name in tables.targets():
        return generic.generic_call(name, args)
    found = _renamed(name)
    return found if isinstance(found, Problem) else CallRewrite(found, tuple(args))
