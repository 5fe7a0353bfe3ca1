"""Which TF1 functions can be moved because they create, read and change nothing by name."""

from __future__ import annotations

from tf1to2reuse.apis.symbols import contrib, initializers, tables

# data/no_variables.txt and these create no variable, but feed, add to a collection, open a name or device
# scope, assign, or ask the graph.
_NO_VARIABLE_MODULES = (
    "tf.summary.",
    "tf.losses.",
    "tf.gfile.",
    "tf.io.gfile.",
    "tf.logging.",
    "tf.flags.",
    "tf.app.",
    "tf.distributions.",
    "tf.data.",
    "tf.errors.",
    "tf.test.",
    "tf.graph_util.",
    "tf.python_io.",
)


def is_pure_op(name: str) -> bool:
    """Whether a call only builds tensors (or an initializer, a shape, a nest) from its arguments.

    Functions that call back (``tf.cond``, ``tf.map_fn``) are not: what they call may create variables.
    Random ops are: see ``is_random``.
    """
    name = contrib.alias(name)
    return (
        name in tables.pure()
        or name in initializers.ENTRIES
        or (contrib.leaf(name) or "") in initializers.CONTRIB
    )


def is_random(name: str) -> bool:
    """Whether a pure op gives other numbers at every evaluation, so that moving or repeating it matters."""
    name = contrib.alias(name)
    last = name.rpartition(".")[2]
    named = last.startswith("random_") or name.startswith("tf.random.")
    samplers = last.endswith("_candidate_sampler") or last in ("sampled_softmax_loss", "nce_loss")
    return name in tables.pure() and (named or samplers or last in _RANDOM)


_RANDOM = {
    "truncated_normal",
    "multinomial",
    "dropout",
    "sample_distorted_bounding_box",
    "fractional_max_pool",
}
_RANDOM |= {"fractional_avg_pool"}


def creates_no_variables(name: str) -> bool:
    """Whether a call creates no variable: pure ops, and those that feed, scope, collect or assign."""
    name = contrib.alias(name)
    return (
        is_pure_op(name) or name in tables.lines("no_variables.txt") or name.startswith(_NO_VARIABLE_MODULES)
    )
