"""The usual call of a layer: TF1's defaults, and a stand-in for each argument that has none."""

from __future__ import annotations

from tf1to2reuse.apis.layers.model import UNKNOWN, Bound, KerasForm, LayerApi, Parameter, Refused
from tf1to2reuse.apis.layers.signature import literal_of

_RANKS = (4, 3, 2, 5, None)
_SYMBOLIC = ("kernel_size", "pool_size", "filters", "units", "num_outputs", "num_classes")
_SAMPLES = {
    "pooling_type": "'MAX'",
    "vocab_size": "vocab_size",
    "embed_dim": "embed_dim",
    "num_units": "num_units",
}


def usual_call(api: LayerApi) -> dict[str, Bound]:
    """The arguments of a call that gives no more than it must."""
    return {parameter.name: usual_argument(parameter) for parameter in api.parameters}


def usual_form(api: LayerApi) -> tuple[KerasForm | Refused, int | None]:
    """The form of the usual call, for the first rank of the input that the call allows, and that rank."""
    bound = usual_call(api)
    forms = [(api.keras_form(bound, rank), rank) for rank in _RANKS]
    return next((pair for pair in forms if isinstance(pair[0], KerasForm)), forms[0])


def usual_argument(parameter: Parameter) -> Bound:
    """TF1's default, or the parameter's own name."""
    if parameter.name in _SAMPLES:
        code = _SAMPLES[parameter.name]
        return Bound(code, literal_of(code))
    if parameter.default is not None:
        return Bound(parameter.default, literal_of(parameter.default), given=False)
    return Bound(parameter.name, 3 if parameter.name in _SYMBOLIC else UNKNOWN)
