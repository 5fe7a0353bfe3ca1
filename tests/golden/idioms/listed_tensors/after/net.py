import tensorflow as tf
from compact_layer import CompactLayer


class Fuse(CompactLayer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.out = tf.keras.layers.Dense(units, name="out")

    def call(self, inputs):
        total = 0
        for i, x in enumerate(inputs):
            total += self.layer("fuse/in_%d" % i, tf.keras.layers.Dense, self.units)(x)
        return self.out(total)


class Gate(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.w = self.add_weight(name="w", shape=[3])

    def call(self, xs):
        out = []
        for x in xs:
            out.append(x * self.w)
        return out


class Model(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fuse = Fuse(3)
        self.gate = Gate()

    def call(self, a, b):
        fused = self.fuse([a, b])
        gated = self.gate([fused, fused * 2])
        return tf.add_n(gated)
