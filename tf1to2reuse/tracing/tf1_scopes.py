"""The variable scopes that are open in a running program, as it opened them. Python 3.6 or newer."""

# Python 3.6 has no zip(strict=).

import functools
import importlib
import sys
import threading
from typing import Any

SCOPE_OPTIONS = (
    "initializer",
    "regularizer",
    "caching_device",
    "partitioner",
    "custom_getter",
    "reuse",
    "dtype",
    "use_resource",
    "constraint",
)


class Scopes:
    """The variable scopes that are open, per thread, as the program opened them."""

    def __init__(self, tf: Any, values: Any, files: Any) -> None:
        self.tf, self.values, self.files = tf, values, files
        self.entries, self.local = [], threading.local()

    def stack(self) -> Any:
        if not hasattr(self.local, "stack"):
            self.local.stack = []
        return self.local.stack

    def install(self) -> None:
        kind = importlib.import_module("tensorflow.python.ops.variable_scope").variable_scope
        if not isinstance(kind, type):
            raise ImportError(
                "TensorFlow %s is too old to be traced: its scopes are not objects" % self.tf.__version__
            )
        enter, leave, own = kind.__enter__, kind.__exit__, self

        @functools.wraps(enter)
        def noted_enter(self: Any) -> Any:
            entry = own.opened(self, sys._getframe(1))
            scope = enter(self)
            entry.update(own.condition(), name=scope.name)
            own.stack().append((entry["number"], own.defaults(scope)))
            return scope

        @functools.wraps(leave)
        def noted_leave(self: Any, *exception: Any) -> Any:
            own.stack().pop()
            return leave(self, *exception)

        kind.__enter__, kind.__exit__ = noted_enter, noted_leave

    def opened(self, manager: Any, frame: Any) -> Any:
        name = manager._name_or_scope
        current = name is self.tf.get_variable_scope()
        given = [(option, getattr(manager, "_" + option, None)) for option in SCOPE_OPTIONS]
        options = {option: self.values.describe(value) for option, value in given if value is not None}
        if not getattr(manager, "_auxiliary_name_scope", True):
            options["auxiliary_name_scope"] = self.values.describe(False)
        if manager._default_name is not None:
            options["default_name"] = self.values.describe(manager._default_name)
        opened = (
            {"kind": "code", "text": "tf.get_variable_scope()"} if current else self.values.describe(name)
        )
        entry = {
            "number": len(self.entries),
            "scope": opened,
            "options": options,
            "line": self.files.line(frame),
        }
        self.entries.append(entry)
        return entry

    def condition(self) -> Any:
        scope = self.tf.get_variable_scope()
        return {"reuse": "auto" if scope.reuse is self.tf.AUTO_REUSE else bool(scope.reuse)}

    def defaults(self, scope: Any) -> Any:
        """What a scope gives to the variables in it; held, so that identity tells whether it was changed."""
        return tuple(getattr(scope, "_" + name, None) for name in SCOPE_OPTIONS if name != "reuse")

    def changed(self) -> Any:
        """Whether the program has changed the open scope by anything but reuse since it opened it."""
        stack, now = self.stack(), self.defaults(self.tf.get_variable_scope())
        before = stack[-1][1] if stack else tuple(None for _ in now)
        return any(
            a is not b and not (a in (None, False) and b in (None, False)) for a, b in zip(now[:5], before)
        )
