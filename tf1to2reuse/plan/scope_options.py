"""Options of a variable scope: what they give to the variables made in it is written out at each layer."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from tf1to2reuse.apis.layers import Bound, LayerApi
from tf1to2reuse.apis.layers.cell_parts import SCOPE_INITIALIZER
from tf1to2reuse.apis.layers.model import UNKNOWN
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.scopes.values import Value

GETTERS = ("custom_getter",)
FROM_SCOPE = (
    "kernel_initializer", "weights_initializer", "depthwise_initializer", "pointwise_initializer",
    "bias_initializer", "initializer",
)  # fmt: skip
"""Arguments for which None is the initializer of the scope, where a variable is made for them."""
OF_ITS_OWN = ("contrib.separable_conv2d",)
"""Here None is the layer's initializer for the depthwise half."""


def scope_option(creation: Creation, slot: Slot, site: ast.Call, option: str, needs: Needs) -> str | None:
    """The code of an initializer or regularizer that the scope around a line sets; None when it sets none.

    Raises:
        RefusedCallError: when the scope was opened elsewhere, or renames what is made in it.
    """
    return option_code(creation, slot.events[0].options, site, option, needs)


def option_code(
    creation: Creation, options: Mapping[str, Value], site: ast.Call, option: str, needs: Needs
) -> str | None:
    """The same for the options of a scope."""
    for getter in GETTERS:
        if options.get(getter) is not None:
            raise RefusedCallError(
                "refused-scope-options", f"the scope's {getter} decides what is made here", site
            )
    if options.get(option) is None:
        return None
    node = lexical_option(creation, site, option)
    if node is None:
        message = f"the scope sets an {option} for this line, but was not opened in this function"
        raise RefusedCallError("refused-scope-options", message, site)
    return creation.code(node, needs)


def lexical_option(creation: Creation, site: ast.Call, option: str) -> ast.expr | None:
    """The argument of the innermost ``with tf.variable_scope(...)`` around a line that sets an option."""
    found: ast.expr | None = None
    for definition in reversed(creation.functions_around(site)):
        for node in definition.nodes:
            if not isinstance(node, ast.With) or not any(
                contains(statement, site) for statement in node.body
            ):
                continue
            for item in node.items:
                call = item.context_expr
                if isinstance(call, ast.Call):
                    found = next((k.value for k in call.keywords if k.arg == option), found)
    return found


def with_initializer(
    creation: Creation,
    api: LayerApi,
    bound: dict[str, Bound],
    options: Mapping[str, Value],
    where: tuple[ast.Call, Needs],
) -> dict[str, Bound]:
    """The arguments of a layer or cell, with the scope's initializer for variables that have no other one.

    ``where``: the line that makes the variables, and what creation needs.
    """
    code = option_code(creation, options, where[0], "initializer", where[1])
    if code is None or api.name in OF_ITS_OWN:
        return bound
    cell = api.name.startswith("rnn.")
    names = [name for name in FROM_SCOPE if name in bound and bound[name].literal is None]
    given = {name: replace(bound[name], code=code, literal=UNKNOWN, given=True) for name in names}
    if cell:  # a GRU cell's biases begin with constants
        given.pop("bias_initializer", None)
        given[SCOPE_INITIALIZER] = Bound(code)
    return {**bound, **given}


def refuse_regularizer(
    creation: Creation, options: Mapping[str, Value], site: ast.Call, needs: Needs
) -> None:
    """A regularizer reaches all variables of a cell, whose Keras weights are other ones (a forget bias).

    Raises:
        RefusedCallError: where the scope sets one.
    """
    if option_code(creation, options, site, "regularizer", needs) is not None:
        message = "the scope's regularizer reaches variables of a recurrent cell that Keras keeps otherwise"
        raise RefusedCallError("refused-scope-options", message, site)
