"""While held back, an assignment to a non-trainable variable becomes nothing.

TF1 evaluates each output alone, and an output that does not depend on an update never sees it. An eager call
runs every update of the program, so those that the recorded output did not depend on are held back while it
is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import keras
import tensorflow as tf
from tensorflow.python.ops import resource_variable_ops


def underlying(variable: Any) -> Any:
    """The ``tf.Variable`` behind a Keras variable, or the variable itself."""
    return variable if isinstance(variable, tf.Variable) else variable.value


def is_state(variable: Any) -> bool:
    """A floating point variable that is not trained: what updates in a forward pass assign."""
    return not variable.trainable and tf.as_dtype(variable.dtype).is_floating


class Holding:
    """Call ``install`` once; inside ``holding(rule)`` assignments that the rule selects do nothing."""

    def __init__(self) -> None:
        self.rule: Callable[[Any], bool] | None = None

    @contextmanager
    def holding(self, rule: Callable[[Any], bool]) -> Iterator[None]:
        before, self.rule = self.rule, rule
        try:
            yield
        finally:
            self.rule = before

    def install(self) -> None:
        self._wrap(keras.Variable, "assign", lambda variable, value: variable._convert_to_tensor(value))
        for name in ("assign", "assign_add", "assign_sub"):
            self._wrap(
                resource_variable_ops.BaseResourceVariable,
                name,
                lambda variable, value: variable.read_value(),
            )

    def _wrap(self, cls: Any, name: str, instead: Callable[[Any, Any], Any]) -> None:
        original = getattr(cls, name)
        holding = self

        def assign(self: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
            if holding.rule is not None and holding.rule(self):
                return instead(self, value)
            return original(self, value, *args, **kwargs)

        setattr(cls, name, tf.autograph.experimental.do_not_convert(assign))


def live_only(live: frozenset[int], mapped: frozenset[int]) -> Callable[[Any], bool]:
    """Hold back every mapped variable but the live ones; both given as ids of underlying variables."""

    def rule(variable: Any) -> bool:
        if not is_state(variable):
            return False
        own = id(underlying(variable)) if not isinstance(variable, tf.Variable) else id(variable)
        return own in mapped and own not in live

    return rule
