"""Cells around other cells."""
import tensorflow as tf
from cell_wrappers import DropoutCell
from cell_wrappers import ResidualCell


class Deep(tf.keras.layers.Layer):
    def __init__(self, size, depth, keep, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.LSTMCell(
                        size, recurrent_initializer="glorot_uniform"),
                    input_rate=1 - keep, output_rate=1 - keep)
                for _ in range(depth)],
            return_sequences=True, return_state=True, zero_output_for_mask=True)

    def call(self, x, lengths):
        outputs, *state = self.multi_rnn(x, mask=tf.sequence_mask(lengths, tf.shape(x)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        return outputs, state[-1][0]


class Residual(tf.keras.layers.Layer):
    def __init__(self, size, keep, **kwargs):
        super().__init__(**kwargs)
        self.gru = tf.keras.layers.RNN(
            ResidualCell(
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        size, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                        reset_after=False),
                    output_rate=1 - keep)),
            return_sequences=True, return_state=True, zero_output_for_mask=True)

    def call(self, x, lengths):
        outputs, state = self.gru(x, mask=tf.sequence_mask(lengths, tf.shape(x)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        return outputs, state


class Both(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.both = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.LSTMCell(
                        size, recurrent_initializer="glorot_uniform")),
                return_sequences=True),
            backward_layer=tf.keras.layers.RNN(
                ResidualCell(
                    tf.keras.layers.LSTMCell(
                        size, recurrent_initializer="glorot_uniform")),
                return_sequences=True, go_backwards=True),
            merge_mode=None)

    def call(self, x):
        outputs = self.both(x)
        return tf.concat(outputs, 2)
