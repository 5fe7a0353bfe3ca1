"""A siamese network whose scope is switched to reuse after the first branch."""
import tensorflow as tf


class Dense(tf.keras.layers.Layer):
    """A fully connected layer; its variables are called <name>_w and <name>_b."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, x_shape):
        self.w = self.add_weight(
            name="w", shape=[x_shape[1], self.units],
            initializer=tf.keras.initializers.TruncatedNormal(stddev=0.1))
        self.b = self.add_weight(
            name="b", shape=[self.units],
            initializer=tf.keras.initializers.Constant(0.01))

    def call(self, x):
        return tf.nn.bias_add(tf.matmul(x, self.w), self.b)


class Branch(tf.keras.layers.Layer):
    """The network that both sides go through. Creates in the scope of its caller."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.fc1 = Dense(8, name="fc1")
        self.fc2 = Dense(2, name="fc2")

    def call(self, x):
        x = tf.nn.relu(self.fc1(x))
        return self.fc2(x)


class Siamese(tf.keras.layers.Layer):
    """Embed both sides with the same weights."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.siamese = Branch()

    def call(self, left, right):
        a = self.siamese(left)
        b = self.siamese(right)
        return a, b
