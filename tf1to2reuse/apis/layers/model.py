"""What the catalogue says about one TF1 layer call, as frozen data.

A ``LayerApi`` turns the bound arguments of a call into a ``KerasForm`` (Keras constructors and how their
weights map to TF1 variables), or into a ``Refused`` that names the argument without an equal. Nothing here
imports TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from tf1to2reuse.apis.dims import DoubtfulError, add, fresh

Role = Literal["input", "init", "training", "name", "scope", "reuse", "vanish"]
Numbering = Literal["layers", "scope", "none"]


class _Unknown:
    """The value of an argument that is not a literal."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True)
class Parameter:
    """One parameter of the TF1 signature. ``default`` is source text; ``None`` means required."""

    name: str
    default: str | None
    role: Role


@dataclass(frozen=True)
class Bound:
    """One bound argument: its source text (rewritten for TF2), its value if that is a literal, and whether
    it was given.

    ``canonical`` is the canonical TF1 name where the argument is a known symbol
    (``normalizer_fn=slim.batch_norm``), and ``items`` its entries where it is a dictionary with literal
    keys (``normalizer_params={...}``). For ``normalizer_params`` the items hold also what ``arg_scope``
    sets for the normalizer.
    """

    code: str
    literal: object = UNKNOWN
    given: bool = True
    canonical: str = ""
    items: Mapping[str, Bound] | None = None


@dataclass(frozen=True)
class InputDim:
    """A dimension equal to the input's dimension ``axis``, times ``times``."""

    axis: int
    times: int = 1


@dataclass(frozen=True)
class InputPlus:
    """The input's last dimension plus ``extra``: the rows of a recurrent cell's kernel."""

    extra: object


@dataclass(frozen=True)
class InputDims:
    """All dimensions of the input from ``start`` on."""

    start: int


ShapeRule: TypeAlias = tuple[object, ...]
"""Dimensions: int, None (unknown), ``InputDim``, ``InputDims``, or the opaque value that the argument had."""


@dataclass(frozen=True)
class VariableSpec:
    """One variable. ``leaf`` is its TF1 path below the layer's own scope; ``keras`` is part index, dot,
    attribute. ``trainable`` is ``None`` where its argument is not known."""

    leaf: str
    keras: str
    trainable: bool | None
    shape: ShapeRule

    def resolve(self, inputs: tuple[object, ...] | None) -> tuple[object, ...] | None:
        """The shape for inputs of shape ``inputs``; ``None`` where that is unknown."""
        dims: list[object] = []
        for dim in self.shape:
            if isinstance(dim, InputDims):
                if inputs is None:
                    return None
                dims.extend(inputs[dim.start :])
            elif isinstance(dim, InputPlus):
                dims.append(None if inputs is None else add(inputs[-1], dim.extra))
            elif isinstance(dim, InputDim):
                value = None if inputs is None else inputs[dim.axis]
                dims.append(
                    value * dim.times if isinstance(value, int) else (value if dim.times == 1 else None)
                )
            else:
                dims.append(dim)
        return tuple(dims)


Leaves: TypeAlias = "str | tuple[str, ...]"
"""The TF1 variable, or the several that a transform makes one Keras weight of."""


@dataclass(frozen=True)
class Inner:
    """A layer inside one Keras layer: where that holds it, its path below the call's scope, its weights."""

    attribute: str
    path: str
    part: Part
    many: bool = False


@dataclass(frozen=True)
class Part:
    """One Keras layer of a form.

    ``arguments`` are (keyword, code); an empty keyword is positional. ``weights`` maps a Keras attribute to
    the TF1 path below the call's own scope. ``training`` is the code of the ``training=`` call keyword, if
    the layer takes one. ``two_states``: a cell with the states h and c.
    """

    constructor: str
    arguments: tuple[tuple[str, str], ...] = ()
    weights: Mapping[str, Leaves] = field(default_factory=dict)
    training: str | None = None
    transform: str | Mapping[str, object] | None = None
    suffix: str = ""
    inner: tuple[Inner, ...] = ()
    two_states: bool = False


@dataclass(frozen=True)
class KerasForm:
    """Parts applied one after the other, then ``activation`` (code of a function) where it is not a
    constructor argument.

    A form without parts has only ``expression``: code with ``{inputs}`` (and other parameters already
    filled in) of a plain function, for calls without state.
    """

    parts: tuple[Part, ...]
    activation: str | None = None
    expression: str | None = None


@dataclass(frozen=True)
class Refused:
    """Why a call has no equal in Keras. ``code`` is a stable ``refused-*`` name."""

    code: str
    message: str


class RefusedError(Exception):
    """Raised inside the catalogue; ``LayerApi`` turns it into ``Refused``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.refused = Refused(code, message)


class Undecided(Exception):  # noqa: N818 (an answer, not a mistake)
    """Which variables a call creates depends on an argument whose value is not known."""

    def __init__(self, argument: str) -> None:
        super().__init__(f"which variables exist depends on {argument}")
        self.argument = argument


@dataclass(frozen=True)
class Call:
    """The bound arguments of one call, as the families read them."""

    api: str
    bound: Mapping[str, Bound]
    rank: int | None = None

    def __getitem__(self, name: str) -> Bound:
        return self.bound[name]

    def literal(self, name: str) -> object:
        return self.bound[name].literal

    def code(self, name: str) -> str:
        return self.bound[name].code

    def is_none(self, name: str) -> bool:
        return self.bound[name].literal is None

    def refuse(self, argument: str, why: str) -> RefusedError:
        code = "refused-" + argument.replace("_", "-")
        return RefusedError(code, f"{self.api}: argument {argument}={self.code(argument)} {why}")

    def require_none(self, *names: str) -> None:
        """RefusedError arguments without an equal in Keras unless they are off (None or False)."""
        for name in names:
            if self.literal(name) is not None and self.literal(name) is not False:
                raise self.refuse(name, "has no equal in Keras")


RANK: Final = "<rank>"

Form: TypeAlias = Callable[[Call], KerasForm]
Creates: TypeAlias = Callable[[Mapping[str, object]], tuple[VariableSpec, ...]]
OutputShape: TypeAlias = Callable[[tuple[object, ...], Mapping[str, object]], "tuple[object, ...] | None"]


def _nothing(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    return ()


def _same(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...] | None:
    return inputs


@dataclass(frozen=True)
class LayerApi:
    """One TF1 layer function or class.

    ``default_name`` is TF1's base name for automatic numbering; ``numbering`` says how: ``layers`` is the
    per-scope uniquifier of ``tf.layers``, ``scope`` the default name of ``tf.variable_scope``, ``none``
    consumes no number. ``is_class``: the parameters are those of the constructor, and ``call_parameters``
    those of the call.
    """

    name: str
    parameters: tuple[Parameter, ...]
    default_name: str
    numbering: Numbering
    form: Form
    creates: Creates = _nothing
    shape: OutputShape = _same
    is_class: bool = False
    call_parameters: tuple[Parameter, ...] = ()
    golden: str = ""

    def keras_form(self, bound: Mapping[str, Bound], inputs_rank: int | None = None) -> KerasForm | Refused:
        """The Keras layers that compute what this call computes in TF1."""
        try:
            return self.form(Call(self.name, bound, inputs_rank))
        except RefusedError as refusal:
            return refusal.refused

    @property
    def creates_variables(self) -> bool:
        """Whether a call may make variables at all."""
        return self.creates is not _nothing

    def variables(self, literals: Mapping[str, object], rank: int | None = None) -> tuple[VariableSpec, ...]:
        """The variables in TF1's creation order, which may depend on the rank of the input. Missing arguments
        take TF1's defaults. ``normalizer_fn`` is ``None`` or a canonical name.

        Raises ``Undecided`` where an unknown argument decides which variables exist.
        """
        return self.creates({**self.defaults(), RANK: rank, **literals})

    def output_shape(
        self, inputs: tuple[object, ...] | None, literals: Mapping[str, object]
    ) -> tuple[object, ...] | None:
        """The static shape of the result; ``None`` is an unknown rank. Unknown numbers become new symbols."""
        if inputs is None:
            return None
        values = {**self.defaults(), **literals}
        sure = {name: fresh() if value is UNKNOWN else value for name, value in values.items()}
        try:
            return self.shape(inputs, sure)
        except DoubtfulError:
            return None

    def defaults(self) -> dict[str, object]:
        """The literal defaults of TF1 by parameter name; ``UNKNOWN`` for objects such as initializers."""
        from tf1to2reuse.apis.layers.signature import literal_of

        return {p.name: literal_of(p.default) for p in self.parameters if p.default is not None}
