"""contrib's ``normalizer_fn`` and ``activation_fn``: functions of the repository run in the layer's scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.values import DictVal, FunctionVal, PartialVal, Tensor, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

ARGUMENTS = ("normalizer_fn", "activation_fn")


def own_functions(bound: dict[str, Value]) -> dict[str, Value]:
    """Those of the two arguments that are functions of the repository."""
    return {name: bound[name] for name in ARGUMENTS if isinstance(bound.get(name), FunctionVal | PartialVal)}


def without(literals: dict[str, Any], functions: dict[str, Value]) -> dict[str, Any]:
    """The arguments as the catalogue can judge them: it knows nothing of the repository's functions."""
    return {**literals, **dict.fromkeys(functions)}


def own_specs(specs: tuple[Any, ...], functions: dict[str, Value]) -> tuple[Any, ...]:
    """The layer's own variables: with a normalizer there is no bias."""
    return tuple(spec for spec in specs if spec.leaf != "biases") if "normalizer_fn" in functions else specs


def call_attached(
    ev: Evaluator, frame: Frame, functions: dict[str, Value], bound: dict[str, Value], output: Tensor
) -> None:
    """Calls normalizer and activation, in TF1's order, on the layer's output."""
    from tf1to2reuse.scopes.calls import call_value

    for name, function in functions.items():
        given = bound.get("normalizer_params") if name == "normalizer_fn" else None
        items = dict(given.items) if isinstance(given, DictVal) else {}
        if given is not None and not (isinstance(given, DictVal) and given.complete):
            items["**"] = True
        result = call_value(ev, frame, None, function, [output], items)
        output = result if isinstance(result, Tensor) else Tensor(output.shape, output.dtype)
