"""Base class of layers that declare their parts where ``call`` first uses them."""

import tensorflow as tf


class CompactLayer(tf.keras.layers.Layer):
    """``self.layer(key, cls, ...)`` and ``self.weight(key, shape, ...)`` make a part once and then reuse it.

    What decides how a part is made may become known only in ``call``. Load weights after the first call.
    """

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.parts = {}

    def __call__(self, *args, **kwargs):
        self.built = True  # parts are added during the call: there is nothing to build ahead of it
        return super().__call__(*args, **kwargs)

    def layer(self, key, cls, *args, **kwargs):
        """The layer stored under ``key``; made by ``cls(*args, **kwargs)`` at its first use."""
        if key not in self.parts:
            with tf.init_scope():
                self.parts[key] = cls(*args, **kwargs)
        return self.parts[key]

    def weight(self, key, shape, **kwargs):
        """The weight stored under ``key``; made by ``add_weight`` at its first use."""
        if key not in self.parts:
            name = key.replace("/", "_")
            with tf.init_scope():
                self.parts[key] = self.add_weight(name=name, shape=shape, **kwargs)
        return self.parts[key]
