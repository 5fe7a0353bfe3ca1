"""Static shapes of TF1 calls: the name of a function and its arguments become the shape that TF 1.15
infers.

A shape is ``None`` (unknown rank) or a tuple of dimensions (see ``dims``). Functions with several results
give a list of shapes. No rule, or any doubt: ``None``.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any

from tf1to2reuse.apis.dims import DerivedDim, DoubtfulError, Shape
from tf1to2reuse.apis.layers import LayerApi, find
from tf1to2reuse.apis.shape_rules import arrays, convolutions, elementwise, reductions
from tf1to2reuse.apis.shape_rules.registry import RULES, shape_of

_ROOT = re.compile(r"^(?:tensorflow_core|tensorflow|tf)\.(?:compat\.v1\.)?(?:math\.)?")
# Importing a family registers its rules.
_FAMILIES = (arrays, convolutions, elementwise, reductions)


def infer(op: str, args: Sequence[object], kwargs: Mapping[str, object]) -> Shape | list[Shape]:
    """The static shape of the result of ``op``, a canonical TF1 name, or of one of several results."""
    layer = find(op)
    if layer is not None:
        return _layer_shape(layer, args, kwargs)
    rule = RULES.get(_ROOT.sub("", op))
    if rule is None:
        return None
    try:
        inspect.signature(rule).bind(*args, **kwargs)
    except TypeError:
        return None
    try:
        result: Any = rule(*args, **kwargs)
    except DoubtfulError:
        return None
    return result  # type: ignore[no-any-return]


def has_rule(op: str) -> bool:
    """Whether the shape of ``op`` is modelled at all."""
    return find(op) is not None or _ROOT.sub("", op) in RULES


def _layer_shape(layer: LayerApi, args: Sequence[object], kwargs: Mapping[str, object]) -> Shape:
    if layer.is_class or len(args) > len(layer.parameters):
        return None
    names = [parameter.name for parameter in layer.parameters]
    bound = {**dict(zip(names, args, strict=False)), **kwargs}
    inputs = next((p.name for p in layer.parameters if p.role == "input"), None)
    if inputs is None or inputs not in bound or not set(bound) <= set(names):
        return None
    return layer.output_shape(shape_of(bound[inputs]), bound)


__all__ = ["DerivedDim", "Shape", "has_rule", "infer"]
