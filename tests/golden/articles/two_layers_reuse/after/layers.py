"""A two-layer perceptron that is built once and then applied a second time."""
import tensorflow as tf


class TwoLayers(tf.keras.layers.Layer):
    """Return the logits of `x`, a batch of vectors.

    The second half of the function runs with reuse switched on, so the same
    four variables come back.
    """

    def __init__(self, width, **kwargs):
        super().__init__(**kwargs)
        self.width = width

    def build(self, x_shape):
        self.w1 = self.add_weight(name="w1", shape=[x_shape[1], self.width])
        self.b1 = self.add_weight(
            name="b1", shape=[self.width], initializer=tf.keras.initializers.Zeros())
        self.w2 = self.add_weight(name="w2", shape=[self.width, x_shape[1]])
        self.b2 = self.add_weight(
            name="b2", shape=[x_shape[1]], initializer=tf.keras.initializers.Zeros())

    def call(self, x):
        features = x.shape[-1]
        w1 = self.w1
        b1 = self.b1
        w2 = self.w2
        b2 = self.b2
        hidden = tf.nn.relu(tf.matmul(x, w1) + b1)
        once = tf.matmul(hidden, w2) + b2

        # The same weights again: nothing new is made from here on.
        w1 = self.w1
        b1 = self.b1
        w2 = self.w2
        b2 = self.b2
        hidden = tf.nn.relu(tf.matmul(once, w1) + b1)
        twice = tf.matmul(hidden, w2) + b2

        # A name that was never created.
        try:
            raise ValueError('Variable perceptron/w3 does not exist')
            twice = tf.matmul(twice, w3)
        except ValueError as error:
            print("as expected: %s" % error)
        return once, twice
