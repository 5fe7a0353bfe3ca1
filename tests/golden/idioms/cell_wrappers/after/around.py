"""Dropout and residual connections around stacks of cells."""
import tensorflow as tf
from cell_wrappers import DropoutCell
from cell_wrappers import ResidualCell


class Around(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            DropoutCell(
                tf.keras.layers.StackedRNNCells(
                    [
                        tf.keras.layers.GRUCell(
                            4, recurrent_initializer="glorot_uniform",
                            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * 4) + [0.0] * 4),
                            reset_after=False),
                        tf.keras.layers.LSTMCell(
                            size, recurrent_initializer="glorot_uniform")])),
            return_sequences=True, return_state=True)

    def call(self, x, keep):
        self.multi_rnn.cell.input_rate = self.multi_rnn.cell.output_rate = 1 - keep
        y, *state = self.multi_rnn(x)
        return y, state[0][0], state[1][0]


class Deep(tf.keras.layers.Layer):
    def __init__(self, size, depth, keep, training, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            DropoutCell(
                tf.keras.layers.StackedRNNCells(
                    [
                        DropoutCell(
                            tf.keras.layers.LSTMCell(
                                size, recurrent_initializer="glorot_uniform"),
                            input_rate=1 - keep)] * depth),
                output_rate=1 - keep if training else 0.0),
            return_sequences=True, return_state=True)

    def call(self, x):
        y, *state = self.multi_rnn(x)
        return y, state[-1][1]


class Residual(tf.keras.layers.Layer):
    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            ResidualCell(
                tf.keras.layers.StackedRNNCells(
                    [
                        tf.keras.layers.GRUCell(
                            size, recurrent_initializer="glorot_uniform",
                            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                            reset_after=False)
                        for size in sizes])),
            return_sequences=True)

    def call(self, x):
        y = self.multi_rnn(x)
        return y
