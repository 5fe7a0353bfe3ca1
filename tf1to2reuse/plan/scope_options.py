"""Options of a variable scope: what they give to the variables made in it is written out at each layer."""

from __future__ import annotations

import ast

from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.model import Slot
from tf1to2reuse.plan.needs import Needs
from tf1to2reuse.plan.refusals import RefusedCallError
from tf1to2reuse.plan.syntax import contains

GETTERS = ("custom_getter",)


def scope_option(creation: Creation, slot: Slot, site: ast.Call, option: str, needs: Needs) -> str | None:
    """The code of an initializer or regularizer that the scope around a line sets; None when it sets none.

    Raises:
        RefusedCallError: when the scope was opened elsewhere, or renames what is made in it.
    """
    options = slot.events[0].options
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
