"""Every way to write a layer's name becomes one catalogue key: ``slim.conv2d``, ``tf_slim.conv2d`` and
``tensorflow.contrib.layers.python.layers.layers.convolution2d`` are all ``contrib.conv2d``."""

from __future__ import annotations

import re

# Module paths, longest first, and the namespace of the catalogue that they stand for.
_MODULES: tuple[tuple[str, str], ...] = (
    (
        r"contrib\.layers\.python\.layers\.(?:layers|normalization|encoders|embedding_ops|rev_block_lib)",
        "contrib",
    ),
    (r"contrib\.layers\.python\.layers", "contrib"),
    (r"contrib\.slim\.python\.slim\.layers", "contrib"),
    (r"contrib\.slim(?:\.layers)?", "contrib"),
    (r"contrib\.layers", "contrib"),
    (r"(?:python\.)?layers\.(?:layers|core|convolutional|normalization|pooling)", "layers"),
    (r"layers", "layers"),
)
_ROOT = re.compile(r"^(?:tensorflow_core|tensorflow|tf)\.(?:_api\.v1\.)?(?:compat\.v1\.)?")
_SLIM = re.compile(r"^(?:tf_slim|slim|tf\.slim)\.(?:layers\.(?:layers\.|normalization\.)?)?(\w+)$")


def key_of(canonical: str) -> str | None:
    """``layers.dense`` or ``contrib.conv2d`` for a canonical name, ``None`` if it is in no layer
    namespace.
    """
    slim = _SLIM.match(canonical)
    if slim:
        return f"contrib.{slim.group(1)}"
    rest, roots = _ROOT.subn("", canonical)
    if not roots:
        return None
    for module, namespace in _MODULES:
        match = re.fullmatch(module + r"\.(\w+)", rest)
        if match:
            return f"{namespace}.{match.group(1)}"
    return None
