"""From the text of a TF1 signature to ``Parameter`` objects, and from the arguments of a call to ``Bound``
ones.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import cache

from tf1to2reuse.apis.layers.model import UNKNOWN, Bound, LayerApi, Parameter, Refused, Role

_ROLES: Mapping[str, Role] = {
    "inputs": "input",
    "ids": "input",
    "labels": "input",
    "logits": "input",
    "x": "input",
    "training": "training",
    "is_training": "training",
    "name": "name",
    "scope": "scope",
    "reuse": "reuse",
    "_reuse": "reuse",
    "_scope": "scope",
    "outputs_collections": "vanish",
    "output_collections": "vanish",
    "variables_collections": "vanish",
    "updates_collections": "vanish",
    "fused": "vanish",
}


COLLECTIONS = ("outputs_collections", "variables_collections")
"""Arguments that go where nobody reads the collections that they name."""


@cache
def literal_of(code: str | None) -> object:
    """The value of source text, ``UNKNOWN`` if it is not a literal."""
    if code is None:
        return UNKNOWN
    try:
        return ast.literal_eval(code)
    except (ValueError, SyntaxError):
        return UNKNOWN


def signature(text: str) -> tuple[Parameter, ...]:
    """Parse ``"inputs, units, activation=None"``. Roles follow from the names, the same in all of TF1."""
    function = ast.parse(f"def f({text}): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    names = [argument.arg for argument in function.args.args]
    defaults: list[str | None] = [ast.unparse(default) for default in function.args.defaults]
    required: list[str | None] = [None] * (len(names) - len(defaults))
    return tuple(
        Parameter(name, default, _ROLES.get(name, "init"))
        for name, default in zip(names, required + defaults, strict=True)
    )


def bind(
    api: LayerApi, positional: Sequence[Bound], keywords: Mapping[str, Bound], *, inputs: bool = True
) -> dict[str, Bound] | Refused:
    """Bind the arguments of a call. Without ``inputs`` the tensor parameters may be missing (a normalizer's
    parameters).
    """
    names = [parameter.name for parameter in api.parameters]
    if len(positional) > len(names):
        return Refused(
            "refused-arguments", f"{api.name} takes {len(names)} arguments, {len(positional)} were given"
        )
    bound = dict(zip(names, positional, strict=False))
    for name, value in keywords.items():
        if name not in names:
            return Refused("refused-arguments", f"{api.name} has no argument {name}")
        if name in bound:
            return Refused("refused-arguments", f"{api.name} got two values for argument {name}")
        bound[name] = value
    for parameter in api.parameters:
        if parameter.name in bound:
            continue
        if parameter.default is not None:
            bound[parameter.name] = Bound(parameter.default, literal_of(parameter.default), given=False)
        elif inputs or parameter.role != "input":
            return Refused("refused-arguments", f"{api.name} needs argument {parameter.name}")
    return bound


def bound_from_code(code: str) -> Bound:
    """A ``Bound`` for source text alone: literals and dictionaries are recognised, nothing is resolved."""
    node = ast.parse(code, mode="eval").body
    return Bound(code, literal_of(code), True, "", _items(node))


def _items(node: ast.expr) -> dict[str, Bound] | None:
    if isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys):
        pairs = zip(node.keys, node.values, strict=True)
        return {
            str(key.value): bound_from_code(ast.unparse(v))
            for key, v in pairs
            if isinstance(key, ast.Constant)
        }
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "dict"
        and not node.args
    ):
        return {k.arg: bound_from_code(ast.unparse(k.value)) for k in node.keywords if k.arg}
    return None
