"""Recurrent cells that functions make for the code that runs them."""
import tensorflow as tf
from cell_wrappers import DropoutCell


class Repeated(tf.keras.layers.Layer):
    def __init__(self, size, depth, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        size, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                        reset_after=False))
                for _ in range(depth)],
            return_sequences=True)

    def call(self, x, keep):
        for dropout_cell in self.multi_rnn.cell.cells:
            dropout_cell.output_rate = 1 - keep
        y = self.multi_rnn(x)
        return y


class Configured(tf.keras.layers.Layer):
    def __init__(self, config, training, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.LSTMCell(
                        config.size, recurrent_initializer="glorot_uniform",
                        unit_forget_bias=False),
                    output_rate=1 - config.keep if training else 0.0)
                for _ in range(config.depth)],
            return_sequences=True)

    def call(self, x):
        y = self.multi_rnn(x)
        return y


class Sized(tf.keras.layers.Layer):
    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        size, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                        reset_after=False))
                for size in sizes],
            return_sequences=True)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        3, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * 3) + [0.0] * 3),
                        reset_after=False)),
                return_sequences=True),
            backward_layer=tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        sizes[0] + 1, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * (sizes[0] + 1)) + [0.0] * (sizes[0] + 1)),
                        reset_after=False)),
                return_sequences=True, go_backwards=True),
            merge_mode=None)

    def call(self, x, keep):
        for dropout_cell in self.multi_rnn.cell.cells:
            dropout_cell.output_rate = 1 - keep
        y = self.multi_rnn(x)
        self.bidirectional_rnn.forward_layer.cell.output_rate = 1 - keep
        self.bidirectional_rnn.backward_layer.cell.output_rate = 1 - keep
        z = self.bidirectional_rnn(x)
        return y, z


class Unlike(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        size, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                        reset_after=False)),
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        size + 1, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * (size + 1)) + [0.0] * (size + 1)),
                        reset_after=False))],
            return_sequences=True)

    def call(self, x, keep):
        self.multi_rnn.cell.cells[0].output_rate = 1 - keep
        y = self.multi_rnn(x)
        return y


class Reader(tf.keras.layers.Layer):
    def __init__(self, settings, **kwargs):
        super().__init__(**kwargs)
        self.settings = settings
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        settings.size, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * settings.size) + [0.0] * settings.size),
                        reset_after=False),
                    output_rate=1 - settings.keep),
                return_sequences=True),
            backward_layer=tf.keras.layers.RNN(
                DropoutCell(
                    tf.keras.layers.GRUCell(
                        settings.size + 1, recurrent_initializer="glorot_uniform",
                        bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * (settings.size + 1)) + [0.0] * (settings.size + 1)),
                        reset_after=False),
                    output_rate=1 - settings.keep),
                return_sequences=True, go_backwards=True),
            merge_mode=None)

    def call(self, words):
        self.outputs = self.bidirectional_rnn(words)
        return self
