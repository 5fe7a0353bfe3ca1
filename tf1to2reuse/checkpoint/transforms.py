"""Arrays in TF1's layout become arrays in Keras's layout, and back, under one name per transform.

A transform works on the group of variables of one layer: TF1 arrays keyed by role (``kernel``,
``gates/kernel``) on one side, Keras arrays keyed by weight attribute (``kernel``, ``recurrent_kernel``) on
the other. With ``linear=True`` constants that TF1 adds at run time (a forget bias) are left out, as gradients
and optimizer slots need it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Arrays = Mapping[str, Array]


@dataclass(frozen=True)
class Transform:
    """Both directions of one layout change. ``tf1`` and ``keras`` name the roles of both sides in order."""

    name: str
    tf1: tuple[str, ...]
    keras: tuple[str, ...]
    to_keras: Callable[[Arrays, bool], dict[str, Array]]
    to_tf1: Callable[[Arrays, bool], dict[str, Array]]


class UnknownTransformError(ValueError):
    """The manifest names a transform that this version does not have."""


def transform(spec: str | Mapping[str, Any] | None) -> Transform:
    """The transform that a manifest slot names: ``"lstm"``, or ``{"name": "lstm", "forget_bias": 0.0}``."""
    if spec is None:
        return IDENTITY
    options = {"name": spec} if isinstance(spec, str) else dict(spec)
    name = options.pop("name", None)
    if name not in REGISTRY:
        raise UnknownTransformError(f"unknown transform {name!r}; known are {', '.join(sorted(REGISTRY))}")
    try:
        return REGISTRY[name](**options)
    except TypeError as error:
        raise UnknownTransformError(
            f"transform {name!r} does not take the options {sorted(options)}"
        ) from error


def _same(values: Arrays, linear: bool) -> dict[str, Array]:
    return dict(values)


IDENTITY = Transform("identity", (), (), _same, _same)


def _identity() -> Transform:
    return IDENTITY


def _columns(matrix: Array, order: tuple[int, ...]) -> Array:
    """The equal blocks of the last axis, in another order."""
    blocks = np.split(matrix, len(order), axis=-1)
    return np.concatenate([blocks[i] for i in order], axis=-1)


def _lstm_to_keras(values: Arrays, linear: bool, *, forget_bias: float) -> dict[str, Array]:
    kernel = _columns(values["kernel"], (0, 2, 1, 3))  # i, j, f, o becomes i, f, j, o
    units = kernel.shape[1] // 4
    bias = _columns(values["bias"], (0, 2, 1, 3)).copy()
    bias[units : 2 * units] += 0 if linear else forget_bias
    rows = kernel.shape[0] - units
    return {"kernel": kernel[:rows], "recurrent_kernel": kernel[rows:], "bias": bias}


def _lstm_to_tf1(values: Arrays, linear: bool, *, forget_bias: float) -> dict[str, Array]:
    units = values["recurrent_kernel"].shape[0]
    bias = values["bias"].copy()
    bias[units : 2 * units] -= 0 if linear else forget_bias
    kernel = np.concatenate([values["kernel"], values["recurrent_kernel"]])
    return {"kernel": _columns(kernel, (0, 2, 1, 3)), "bias": _columns(bias, (0, 2, 1, 3))}


def _lstm(forget_bias: float = 1.0) -> Transform:
    """BasicLSTMCell, LSTMCell, LSTMBlockCell: one kernel, gates i, j, f, o; forget bias added at run time."""
    return Transform(
        "lstm",
        ("kernel", "bias"),
        ("kernel", "recurrent_kernel", "bias"),
        partial(_lstm_to_keras, forget_bias=forget_bias),
        partial(_lstm_to_tf1, forget_bias=forget_bias),
    )


GRU_BLOCK = ("w_ru", "b_ru", "w_c", "b_c")
GRU_TF1 = ("gates/kernel", "gates/bias", "candidate/kernel", "candidate/bias")


def _gru_to_keras(values: Arrays, linear: bool) -> dict[str, Array]:
    gates = _columns(values["gates/kernel"], (1, 0))  # r, u becomes u, r: Keras calls them z, r
    kernel = np.concatenate([gates, values["candidate/kernel"]], axis=1)
    bias = np.concatenate([_columns(values["gates/bias"], (1, 0)), values["candidate/bias"]])
    rows = kernel.shape[0] - kernel.shape[1] // 3
    return {"kernel": kernel[:rows], "recurrent_kernel": kernel[rows:], "bias": bias}


def _gru_to_tf1(values: Arrays, linear: bool) -> dict[str, Array]:
    kernel = np.concatenate([values["kernel"], values["recurrent_kernel"]])
    bias, units = values["bias"], values["recurrent_kernel"].shape[0]
    return {
        "gates/kernel": _columns(kernel[:, : 2 * units], (1, 0)),
        "gates/bias": _columns(bias[: 2 * units], (1, 0)),
        "candidate/kernel": kernel[:, 2 * units :],
        "candidate/bias": bias[2 * units :],
    }


def _gru(block: bool = False) -> Transform:
    """GRUCell, GRUBlockCellV2: gates r, u; the Keras layer must have reset_after=False.

    ``block``: the names of GRUBlockCell.
    """
    roles = ("kernel", "recurrent_kernel", "bias")
    if not block:
        return Transform("gru", GRU_TF1, roles, _gru_to_keras, _gru_to_tf1)
    names = dict(zip(GRU_BLOCK, GRU_TF1, strict=True))

    def to_keras(values: Arrays, linear: bool) -> dict[str, Array]:
        return _gru_to_keras({names[own]: value for own, value in values.items()}, linear)

    def to_tf1(values: Arrays, linear: bool) -> dict[str, Array]:
        found = _gru_to_tf1(values, linear)
        return {own: found[name] for own, name in names.items()}

    return Transform("gru", GRU_BLOCK, roles, to_keras, to_tf1)


def _rnn_to_keras(values: Arrays, linear: bool) -> dict[str, Array]:
    rows = values["kernel"].shape[0] - values["kernel"].shape[1]
    kernel = values["kernel"]
    return {"kernel": kernel[:rows], "recurrent_kernel": kernel[rows:], "bias": values["bias"]}


def _rnn_to_tf1(values: Arrays, linear: bool) -> dict[str, Array]:
    return {"kernel": np.concatenate([values["kernel"], values["recurrent_kernel"]]), "bias": values["bias"]}


def _rnn() -> Transform:
    """BasicRNNCell: the input's rows first, then the state's."""
    roles = ("kernel", "recurrent_kernel", "bias")
    return Transform("rnn", ("kernel", "bias"), roles, _rnn_to_keras, _rnn_to_tf1)


REGISTRY: dict[str, Callable[..., Transform]] = {
    "identity": _identity,
    "lstm": _lstm,
    "gru": _gru,
    "rnn": _rnn,
}
