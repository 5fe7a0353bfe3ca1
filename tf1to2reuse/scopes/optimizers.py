"""Variables that optimizers and moving averages make for themselves: noted, not predicted.

Which they are depends on which variables the loss has a gradient for.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tf1to2reuse.facts.code import code_of
from tf1to2reuse.scopes.requests import log
from tf1to2reuse.scopes.values import Sym, Tensor, Value

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame

TRAINING = ("minimize", "apply_gradients")
STATELESS = {"tf.train.GradientDescentOptimizer", "tf.train.ProximalGradientDescentOptimizer"}
AVERAGE = "tf.train.ExponentialMovingAverage"


def note_own_variables(ev: Evaluator, node: ast.Call | None, function: Sym) -> None:
    """Notes a call that makes slots, powers or averages; in templates only that it may."""
    if not function.args:
        return
    owner, method = function.args[0], function.args[1 if function.op == "attr" else -1]
    made_by = owner.args[0] if isinstance(owner, Sym) and owner.op == "call" else ""
    if method in TRAINING and made_by not in STATELESS:
        ev.trained.add(ev.graph.key)
    elif not (method == "apply" and made_by == AVERAGE):
        return
    if node is not None and isinstance(made_by, str) and made_by and made_by not in STATELESS:
        reason = own_variables(made_by.rpartition(".")[2], method)
        path = (Sym("unmodelled", (code_of(node.func),), reason),)
        log(ev, path, "", None, False, "unresolved", reason=reason, api="call")


def optimize_loss(
    ev: Evaluator, frame: Frame, node: ast.Call, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    """``tf.contrib.layers.optimize_loss``: an optimizer and what it makes, in a scope of their own."""
    ev.trained.add(ev.graph.key)
    reason = own_variables("optimize_loss", "minimize")
    path = (*ev.graph.current.name, Sym("unmodelled", ("tf.contrib.layers.optimize_loss",), reason))
    log(ev, path, "", None, False, "unresolved", reason=reason, api="call")
    return Tensor(())


def own_variables(name: str, method: str) -> str:
    """What the call makes, in words."""
    if method == "apply":
        return f"{name} makes an average of everything that it is given"
    return f"{name} makes variables of its own, for each variable that has a gradient"
