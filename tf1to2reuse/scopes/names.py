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
PRIVATE = (
    "tf.python.ops.",
    "tf.python.framework.",
    "tf.python.layers.",
    "tf.python.training.",
    "tf.python.util.",
)
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


PUBLIC = {
    "array_ops": "tf", "math_ops": "tf", "control_flow_ops": "tf", "init_ops": "tf", "random_ops": "tf",
    "nn_ops": "tf.nn", "nn": "tf.nn", "rnn": "tf.nn", "rnn_cell": "tf.nn.rnn_cell",
    "rnn_cell_impl": "tf.nn.rnn_cell",
    "embedding_ops": "tf.nn", "template": "tf", "variables": "tf", "check_ops": "tf",
}  # fmt: skip
"""Private modules of ``tensorflow.python.ops``, and where their functions are public."""


def canonical_name(name: str) -> str:
    """``tensorflow.compat.v1.log`` -> ``tf.log``; a function under a private path -> its public name."""
    for prefix, short in PREFIXES:
        if name == prefix or name.startswith(prefix + "."):
            name = short + name[len(prefix) :]
    if name.startswith("tf.variable_scope."):  # the private module of that name, not the function
        return f"tf.{name.rpartition('.')[2]}"
    if name.startswith(PRIVATE):
        leaf = name.rpartition(".")[2]
        if leaf in PRIVATE_LEAVES:
            return f"tf.{leaf}"
        parts = name.split(".")
        if name.startswith("tf.python.ops.") and len(parts) == 5 and parts[3] in PUBLIC:
            return f"{PUBLIC[parts[3]]}.{leaf}"
        if name.startswith("tf.python.layers.") and name.count(".") == 4:
            return f"tf.layers.{leaf}"
    return name


def canonical_external(name: str) -> External:
    """The External of a dotted name."""
    return External(canonical_name(name))
