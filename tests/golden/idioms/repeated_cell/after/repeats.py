"""One cell as all layers of a stack: in TensorFlow 1.15 they share their weights."""
import tensorflow as tf
from cell_wrappers import DropoutCell


class Plain(tf.keras.layers.Layer):
    def __init__(self, size, depth, batch, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                tf.keras.layers.LSTMCell(
                    size, recurrent_initializer="glorot_uniform")] * depth,
            return_sequences=True, return_state=True)

    def call(self, x):
        outputs, *state = self.multi_rnn(x)
        return outputs, state[-1][0]


class Dropped(tf.keras.layers.Layer):
    def __init__(self, size, keep, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        size, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                        reset_after=False),
                    output_rate=1 - keep)] * 2,
            return_sequences=True)

    def call(self, x):
        outputs = self.multi_rnn(x)
        return outputs


class Pair(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                tf.keras.layers.GRUCell(
                    size, recurrent_initializer="glorot_uniform",
                    bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                    reset_after=False)] * 2,
            return_sequences=True)

    def call(self, x):
        outputs = self.multi_rnn(x)
        return outputs
