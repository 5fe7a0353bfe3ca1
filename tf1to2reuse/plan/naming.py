"""Names of classes and attributes: from the source's own names, clear of what Keras reserves."""

from __future__ import annotations

import keyword
import re

RESERVED = {
    "input", "output", "losses", "weights", "variables", "dtype", "path", "metrics", "name", "layers",
    "built", "trainable", "trainable_variables", "trainable_weights", "non_trainable_weights",
    "non_trainable_variables", "build", "call", "input_spec", "activity_regularizer", "count_params",
    "add_weight", "add_variable", "add_loss", "add_metric", "get_config", "from_config", "get_build_config",
    "build_from_config", "compute_dtype", "variable_dtype", "dtype_policy", "input_dtype", "supports_masking",
    "autocast", "metrics_variables", "get_weights", "set_weights", "stateless_call", "symbolic_call",
    "quantize", "quantization_mode", "quantized_build", "quantized_call", "rematerialized_call",
    "compute_mask", "compute_output_shape", "compute_output_spec", "save_own_variables", "load_own_variables",
    "layer", "weight", "parts", "self",
}  # fmt: skip
UNSETTABLE = {
    "activity_regularizer", "build", "call", "compute_dtype", "dtype", "dtype_policy", "input", "input_dtype",
    "input_spec", "losses", "metrics", "metrics_variables", "non_trainable_variables",
    "non_trainable_weights", "output", "path", "quantization_mode", "trainable_variables",
    "trainable_weights", "variable_dtype", "variables", "weights",
}  # fmt: skip
"""Attributes that a layer cannot be given: Keras raises there, or where the layer is called."""


def class_name(function: str) -> str:
    """``gaussian_MLP_encoder`` -> ``GaussianMLPEncoder``; leading underscores stay."""
    bare = function.lstrip("_")
    words = [word for word in bare.split("_") if word]
    joined = "".join(word if word[:1].isupper() else word[:1].upper() + word[1:] for word in words)
    return "_" * (len(function) - len(bare)) + joined


def snake_case(name: str) -> str:
    """``GaussianMLPEncoder`` -> ``gaussian_mlp_encoder``."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return spaced.lower()


def identifier(text: str, fallback: str) -> str:
    """A Python name from a scope name: unknown parts, other characters and what they leave dangling go."""
    name = re.sub(r"\{[^}]*\}", "", text)
    name = re.sub(r"\W+", "_", name).strip("_")
    if not name:
        name = fallback
    if not name:
        return ""
    if name[0].isdigit():
        name = f"{fallback}_{name}"
    return name + "_" if keyword.iskeyword(name) else name


def layer_attribute(scope: str, fallback: str) -> str:
    """A scope's name as that of an attribute: ``BatchNorm`` -> ``batch_norm``; ``G`` and ``D_X`` stay."""
    name = identifier(scope, fallback)
    return name if name.isupper() else snake_case(name)


def unused(name: str, taken: set[str], slots: set[str], suffix: str) -> str:
    """``name``; with a suffix where it is reserved or means something else here, with a number where another
    instance has it."""
    if name in RESERVED or name in taken:
        name = f"{name}_{suffix}"
    number = 1
    candidate = name
    while candidate in slots or candidate in taken:
        candidate = f"{name}_{number}"
        number += 1
    return candidate
