"""Reads two sentences with one LSTM, and their difference with a GRU."""
import tensorflow as tf


class Read(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.lstm = tf.keras.layers.LSTM(
            size, recurrent_initializer="glorot_uniform", return_sequences=True,
            return_state=True, zero_output_for_mask=True)

    def call(self, words, lengths):
        # past the end of a sentence the outputs are zero
        outputs, state_h, _ = self.lstm(words, mask=tf.sequence_mask(lengths, tf.shape(words)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        return outputs, state_h


class Comparison(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.size = size
        self.read = Read(self.size)
        self.gru = tf.keras.layers.GRU(
            4, activation=tf.nn.relu, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * 4) + [0.0] * 4),
            reset_after=False)
        self.score = tf.keras.layers.Dense(1, name="score")

    def call(self, left, right, left_lengths, right_lengths):
        left_outputs, left_last = self.read(left, left_lengths)
        right_outputs, right_last = self.read(right, right_lengths)
        last = self.gru(left_outputs - right_outputs)
        both = tf.concat([left_last, right_last, last], axis=1)
        return self.score(both)
