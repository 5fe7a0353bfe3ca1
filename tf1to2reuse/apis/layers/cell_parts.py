"""What the entries of recurrent cells have in common: units, initializers, one kernel with its bias."""

from __future__ import annotations

from collections.abc import Mapping

from tf1to2reuse.apis.dims import total
from tf1to2reuse.apis.layers.emit import Arguments, Target
from tf1to2reuse.apis.layers.model import UNKNOWN, Call, InputPlus, VariableSpec

Variables = tuple[VariableSpec, ...]
Literals = Mapping[str, object]
ACTIVATION = (Target("activation", "activation", None),)
SCOPE_INITIALIZER = "<initializer of the scope>"
"""Where the bound arguments of a cell have the initializer that the scope sets for its kernels."""


def units_of(call: Call) -> str:
    return call.code("num_units")


def initializer(call: Call, name: str = "initializer") -> str | None:
    """The code of the initializer of the kernels: the cell's own, or that of the scope."""
    if name in call.bound and not call.is_none(name):
        return call.code(name)
    return call.code(SCOPE_INITIALIZER) if SCOPE_INITIALIZER in call.bound else None


def kernel_argument(call: Call, name: str = "initializer") -> Arguments:
    """The initializer of the kernels of a cell that has TF1's own variables."""
    code = initializer(call, name)
    return () if code is None else (("kernel_initializer", code),)


def kernel_and_bias(prefix: str, units: object, gates: int, state: object = None) -> Variables:
    """One kernel for input and state, and its bias. ``state``: the size of the state, if not the units."""
    columns = total((units, gates)) if units is not UNKNOWN else None
    rows = InputPlus(units if state is None else state) if units is not UNKNOWN else None
    return (
        VariableSpec(f"{prefix}kernel", "0.kernel", True, (rows, columns)),
        VariableSpec(f"{prefix}bias", "0.bias", True, (columns,)),
    )


def times(units: object, number: int) -> object:
    """A number of times the units, where these are known."""
    return total((units, number)) if units is not UNKNOWN else None
