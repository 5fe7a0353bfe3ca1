"""Any spelling of a TensorFlow 1 or numpy name becomes one: ``tf.log``, ``tf.contrib.slim.x``, ``np.int``."""

from __future__ import annotations

_ROOTS = (
    ("tensorflow.compat.v1.", "tf."),
    ("tensorflow.", "tf."),
    ("tensorflow_core.", "tf."),
    ("tf_slim.", "tf.contrib.slim."),
    ("numpy.", "np."),
)


def canonical(name: str) -> str:
    """The name under which the tables know a symbol. ``compat.v2`` names stay: they mean TF2 already."""
    dotted = name + "."
    for root, short in _ROOTS:
        if dotted.startswith(root):
            dotted = short + dotted.removeprefix(root)
            break
    while dotted.startswith("tf.compat.v1."):
        dotted = "tf." + dotted.removeprefix("tf.compat.v1.")
    return dotted[:-1]
