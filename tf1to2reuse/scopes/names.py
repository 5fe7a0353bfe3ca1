"""Canonical names of things outside the repository."""

from __future__ import annotations

from tf1to2reuse.scopes.values import External

PREFIXES = (
    ("tensorflow.compat.v1", "tf"),
    ("tensorflow.compat.v2", "tf"),
    ("tensorflow_core", "tf"),
    ("tensorflow", "tf"),
    ("tf.compat.v1", "tf"),
    ("tf_slim", "tf.contrib.slim"),
    ("numpy", "np"),
)
PRIVATE = ("tf.python.ops.", "tf.python.framework.", "tf.python.layers.", "tf.python.training.", "tf.python.util.")
PRIVATE_LEAVES = {
    "get_variable",
    "variable_scope",
    "get_variable_scope",
    "AUTO_REUSE",
    "make_template",
    "Variable",
    "name_scope",
    "control_dependencies",
}


def canonical_name(name: str) -> str:
    """``tensorflow.compat.v1.log`` -> ``tf.log``; the same function under a private path -> its public name."""
    for prefix, short in PREFIXES:
        if name == prefix or name.startswith(prefix + "."):
            name = short + name[len(prefix) :]
    if name.startswith(PRIVATE):
        leaf = name.rpartition(".")[2]
        if leaf in PRIVATE_LEAVES:
            return f"tf.{leaf}"
        if name.startswith("tf.python.layers.") and name.count(".") == 4:
            return f"tf.layers.{leaf}"
    return name


def canonical_external(name: str) -> External:
    """The External of a dotted name."""
    return External(canonical_name(name))
