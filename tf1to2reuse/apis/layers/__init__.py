"""The layer catalogue: what each TF1 layer call means in Keras 3.

``find`` knows every layer function and class of ``tf.layers``, ``tf.contrib.layers`` and slim under all of
its names.
"""

from __future__ import annotations

from tf1to2reuse.apis.layers import convolution, dense, dropout, embedding, normalization, plain, pooling
from tf1to2reuse.apis.layers.cells import CELLS, MULTI, find_cell
from tf1to2reuse.apis.layers.model import (
    UNKNOWN,
    Bound,
    Inner,
    KerasForm,
    LayerApi,
    Parameter,
    Part,
    Refused,
    Undecided,
    VariableSpec,
)
from tf1to2reuse.apis.layers.names import key_of
from tf1to2reuse.apis.layers.signature import bind, bound_from_code

_FAMILIES = (dense, convolution, normalization, dropout, pooling, embedding, plain)
CATALOGUE: dict[str, LayerApi] = {api.name: api for family in _FAMILIES for api in family.APIS}
_ALIASES = {
    "contrib.convolution1d": "contrib.conv1d",
    "contrib.convolution2d": "contrib.conv2d",
    "contrib.convolution3d": "contrib.conv3d",
    "contrib.convolution2d_transpose": "contrib.conv2d_transpose",
    "contrib.convolution3d_transpose": "contrib.conv3d_transpose",
    "contrib.convolution2d_in_plane": "contrib.conv2d_in_plane",
    "contrib.separable_convolution2d": "contrib.separable_conv2d",
    "layers.Convolution1D": "layers.Conv1D",
    "layers.Convolution2D": "layers.Conv2D",
    "layers.Convolution3D": "layers.Conv3D",
    "layers.Convolution2DTranspose": "layers.Conv2DTranspose",
    "layers.Convolution3DTranspose": "layers.Conv3DTranspose",
    "layers.SeparableConvolution2D": "layers.SeparableConv2D",
    "layers.Deconvolution2D": "layers.Conv2DTranspose",
    "layers.Deconv2D": "layers.Conv2DTranspose",
    "layers.convolution1d": "layers.conv1d",
    "layers.convolution2d": "layers.conv2d",
    "layers.convolution3d": "layers.conv3d",
    "layers.FullyConnected": "layers.Dense",
    "layers.BatchNorm": "layers.BatchNormalization",
    "layers.AvgPool2D": "layers.AveragePooling2D",
    "layers.MaxPool2D": "layers.MaxPooling2D",
    "layers.Deconvolution3D": "layers.Conv3DTranspose",
    "layers.Deconv3D": "layers.Conv3DTranspose",
}


def find(canonical: str) -> LayerApi | None:
    """The entry for a canonical name such as ``tf.layers.dense`` or ``tf.contrib.slim.conv2d``."""
    key = key_of(canonical)
    if key is None:
        return None
    return CATALOGUE.get(_ALIASES.get(key, key))


def entry(name: str) -> LayerApi:
    """The entry of a layer or recurrent cell by its own name, such as ``layers.Dense`` or ``rnn.GRUCell``."""
    if name == MULTI.name:
        return MULTI
    return CELLS[name.removeprefix("rnn.")] if name.startswith("rnn.") else CATALOGUE[name]


__all__ = [
    "CATALOGUE",
    "UNKNOWN",
    "Bound",
    "Inner",
    "KerasForm",
    "LayerApi",
    "Parameter",
    "Part",
    "Refused",
    "Undecided",
    "VariableSpec",
    "bind",
    "bound_from_code",
    "entry",
    "find",
    "find_cell",
]
