"""Values from outside the repository as code."""

from __future__ import annotations

from tf1to2reuse.apis.symbols import Problem, rename
from tf1to2reuse.plan.creation import Creation
from tf1to2reuse.plan.needs import CannotMoveError
from tf1to2reuse.scopes.values import External, Value


def outside_code(creation: Creation, value: Value) -> str | None:
    """A function of TensorFlow by its present name."""
    if not isinstance(value, External) or not value.name.startswith("tf."):
        return None
    renamed = rename(value.name)
    if isinstance(renamed, Problem):
        raise CannotMoveError(renamed.message)
    return str(creation.symbols.own(renamed or value.name))
