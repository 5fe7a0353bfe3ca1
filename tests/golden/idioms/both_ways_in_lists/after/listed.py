"""Both directions over lists of steps."""
import tensorflow as tf
from general_lstm import GeneralLSTMCell


class Classify(tf.keras.layers.Layer):
    def __init__(self, steps, size, classes, **kwargs):
        super().__init__(**kwargs)
        self.steps = steps
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True),
            backward_layer=tf.keras.layers.RNN(
                GeneralLSTMCell(size, forget_bias=0.5), return_sequences=True,
                go_backwards=True))
        self.out = tf.keras.layers.Dense(classes, name="out")

    def call(self, x):
        x = tf.unstack(x, self.steps, 1)
        outputs = tf.unstack(self.bidirectional_rnn(tf.stack(x, axis=1)), axis=1)
        return self.out(outputs[-1])


class Tag(tf.keras.layers.Layer):
    def __init__(self, size, classes, **kwargs):
        super().__init__(**kwargs)
        self.inner = tf.keras.layers.Dense(5, name="inner")
        self.ways = tf.keras.layers.Bidirectional(
            tf.keras.layers.GRU(
                size, recurrent_initializer="glorot_uniform",
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                reset_after=False, return_sequences=True),
            backward_layer=tf.keras.layers.GRU(
                2 * size, recurrent_initializer="glorot_uniform",
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * (2 * size)) + [0.0] * (2 * size)),
                reset_after=False, return_sequences=True, go_backwards=True))
        self.out = tf.keras.layers.Dense(classes, name="out")

    def call(self, x):
        x = self.inner(x)
        outputs = tf.unstack(self.ways(x), axis=1)
        return self.out(tf.stack(outputs, axis=1))
