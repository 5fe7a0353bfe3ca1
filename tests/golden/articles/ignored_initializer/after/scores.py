"""A linear score whose second user asks for another initial value."""
import tensorflow as tf


class Score(tf.keras.layers.Layer):
    """Project `x` to one number per row."""

    def __init__(self, initializer, **kwargs):
        super().__init__(**kwargs)
        self.initializer = initializer

    def build(self, x_shape):
        self.score_weights = self.add_weight(
            name="weights", shape=[x_shape[1], 1], initializer=self.initializer)

    def call(self, x):
        return tf.matmul(x, self.score_weights)


class BothScores(tf.keras.layers.Layer):
    """Score two batches; the second call hopes for ones and gets the zeros of the first."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.score = Score(tf.keras.initializers.Zeros())

    def call(self, left, right):
        first = self.score(left)
        second = self.score(right)
        return first, second
