"""From bound TF1 arguments to the arguments of a Keras constructor: only those that differ from Keras'
defaults.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tf1to2reuse.apis.layers.model import UNKNOWN, Bound, Call, Undecided
from tf1to2reuse.apis.layers.signature import literal_of


class _Required:
    """Keras has no default: always written."""


REQUIRED: Final = _Required()
INITIALIZER: Final = "initializer"


@dataclass(frozen=True)
class Target:
    """Where a TF1 parameter goes: Keras keyword ("" is positional) and Keras' own default."""

    parameter: str
    keyword: str
    default: object


Arguments = tuple[tuple[str, str], ...]

# Spellings that are Keras' own default for that keyword, so that nothing is written.
_ZEROS = {
    "tf.zeros_initializer()",
    "tf.zeros_initializer",
    "tf.keras.initializers.Zeros()",
    "tf.initializers.Zeros()",
}
_ONES = {
    "tf.ones_initializer()",
    "tf.ones_initializer",
    "tf.keras.initializers.Ones()",
    "tf.initializers.Ones()",
}
_DEFAULT_SPELLINGS: Mapping[str, set[str]] = {
    "bias_initializer": _ZEROS,
    "initializer": _ZEROS,
    "beta_initializer": _ZEROS,
    "moving_mean_initializer": _ZEROS,
    "gamma_initializer": _ONES,
    "moving_variance_initializer": _ONES,
}


def arguments(call: Call, targets: Iterable[Target]) -> Arguments:
    """What to write for ``targets``, in their order."""
    written: list[tuple[str, str]] = []
    for target in targets:
        bound = call[target.parameter]
        if not _is_default(bound, target):
            written.append((target.keyword, bound.code))
    return tuple(written)


def _is_default(bound: Bound, target: Target) -> bool:
    if target.default is REQUIRED:
        return False
    if target.default is INITIALIZER:
        return not bound.given or bound.code in _DEFAULT_SPELLINGS.get(target.keyword, ())
    return is_literal(bound) and _equal(bound.literal, target.default)


def is_literal(bound: Bound) -> bool:
    """Whether the source text itself is a literal. A name whose value happens to be known is written out:
    the value may be that of one call only.
    """
    return bound.literal is not UNKNOWN and (not bound.given or literal_of(bound.code) is not UNKNOWN)


def _equal(value: object, default: object) -> bool:
    if isinstance(value, (list, tuple)) and isinstance(default, int):
        return all(type(v) is type(default) and v == default for v in value)
    return (type(value) is type(default) and value == default) or value is default


def padding(call: Call, parameter: str = "padding", default: str = "valid") -> Arguments:
    """TF1 takes any case; Keras lower case only (its pooling layers do not convert)."""
    bound = call[parameter]
    if isinstance(bound.literal, str) and is_literal(bound):
        lowered = bound.literal.lower()
        quote = "'" if bound.given and bound.code.startswith("'") else '"'
        return () if lowered == default else (("padding", f"{quote}{lowered}{quote}"),)
    return (("padding", f"{atom(bound.code)}.lower()"),)


def atom(code: str) -> str:
    """Code that can be followed by ``.name`` or an operator."""
    node = ast.parse(code, mode="eval").body
    simple = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant)
    return code if isinstance(node, simple) else f"({code})"


def data_format(call: Call) -> Arguments:
    """contrib's "NHWC"/"NCHW" to Keras' words; an unknown value is decided at run time as TF1 decides it."""
    bound = call["data_format"]
    if bound.literal is UNKNOWN:
        return (
            (
                "data_format",
                f'"channels_first" if ({bound.code} or "N").startswith("NC") else "channels_last"',
            ),
        )
    if isinstance(bound.literal, str) and bound.literal.startswith("NC"):
        return (("data_format", '"channels_first"'),)
    return ()


def trainable(call: Call) -> Arguments:
    """``trainable=True`` is the default of both."""
    return arguments(call, (Target("trainable", "trainable", True),))


def decide(literals: Mapping[str, object], name: str) -> bool:
    """The truth of a literal argument that decides whether a variable exists."""
    value = literals.get(name)
    if value is None or isinstance(value, (bool, int, float, str, tuple, list, dict)):
        return bool(value)
    raise Undecided(name)


def flag(literals: Mapping[str, object], name: str) -> bool | None:
    """A switch that does not decide what exists; ``None`` if its value is not known."""
    try:
        return decide(literals, name)
    except Undecided:
        return None
