"""The attributes that the tool takes for unsettable are those of the installed Keras."""

from __future__ import annotations

from typing import Any

import pytest

from tf1to2reuse.plan.naming import RESERVED, UNSETTABLE

tf = pytest.importorskip("tensorflow", minversion="2.16")


def works(name: str) -> bool:
    """Whether a layer with an attribute of that name can be made, called, and holds its weights."""

    class Holder(tf.keras.layers.Layer):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            setattr(self, name, True)
            self.dense = tf.keras.layers.Dense(2)

        def call(self, x: Any) -> Any:
            return self.dense(x)

    try:
        layer = Holder()
        layer(tf.ones([2, 3]))
    except (AttributeError, TypeError, ValueError):
        return False
    return len(layer.trainable_weights) == 2


@pytest.mark.parametrize("name", sorted(RESERVED - {"self", "name"}))
def test_it_is_so_in_keras(name: str) -> None:
    assert works(name) is (name not in UNSETTABLE)
