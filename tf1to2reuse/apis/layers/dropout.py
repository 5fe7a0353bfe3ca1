"""Dropout: TF1 names what it keeps (contrib) or drops (``tf.layers``), is off by default in ``tf.layers``
and on in contrib.
"""

from __future__ import annotations

import ast
from decimal import Decimal

from tf1to2reuse.apis.layers.emit import REQUIRED, Target, arguments
from tf1to2reuse.apis.layers.model import Bound, Call, KerasForm, LayerApi, Part
from tf1to2reuse.apis.layers.signature import signature

DROPOUT = "tf.keras.layers.Dropout"
_REST = (Target("noise_shape", "noise_shape", None), Target("seed", "seed", None))


def _core_form(call: Call) -> KerasForm:
    written = arguments(call, (Target("rate", "", REQUIRED), *_REST))
    return KerasForm(
        (Part(DROPOUT, written, {}, call.code("training") if "training" in call.bound else "False"),)
    )


def _contrib_form(call: Call) -> KerasForm:
    call.require_none("outputs_collections")
    written = (("", dropped(call["keep_prob"])), *arguments(call, _REST))
    return KerasForm((Part(DROPOUT, written, {}, call.code("is_training")),))


def dropped(keep: Bound) -> str:
    """Code of the rate that a probability to keep leaves: ``0.2`` for ``0.8``, ``1 - keep`` for a name."""
    if isinstance(keep.literal, (int, float)):
        return str(Decimal(1) - Decimal(repr(keep.literal)))
    node = ast.parse(keep.code, mode="eval").body
    simple = isinstance(node, (ast.Name, ast.Attribute, ast.Call, ast.Subscript))
    return f"1 - {keep.code}" if simple else f"1 - ({keep.code})"


APIS: tuple[LayerApi, ...] = (
    LayerApi(
        "layers.dropout",
        signature("inputs, rate=0.5, noise_shape=None, seed=None, training=False, name=None"),
        "dropout",
        "layers",
        _core_form,
    ),
    LayerApi(
        "layers.Dropout",
        signature("rate=0.5, noise_shape=None, seed=None, name=None"),
        "dropout",
        "layers",
        _core_form,
        is_class=True,
        call_parameters=signature("inputs, training=False"),
    ),
    LayerApi(
        "contrib.dropout",
        signature(
            "inputs, keep_prob=0.5, noise_shape=None, is_training=True, outputs_collections=None, "
            "scope=None, seed=None"
        ),
        "Dropout",
        "scope",
        _contrib_form,
    ),
)
