"""Layers that follow a recurrent one whose sequences end early."""
import tensorflow as tf


class Encode(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.gru = tf.keras.layers.GRU(
            size, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
            reset_after=False, return_sequences=True, zero_output_for_mask=True)
        self.encode = tf.keras.layers.Dense(size)

    def call(self, words, lengths):
        outputs = self.gru(words, mask=tf.sequence_mask(lengths, tf.shape(words)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        return self.encode(outputs)


class Read(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.encode = Encode(size)
        self.gru = tf.keras.layers.GRU(
            size, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
            reset_after=False, return_sequences=True, return_state=True)

    def call(self, words, lengths):
        encoded = self.encode(words, lengths)
        # reads on past the end of the words
        outputs, last = self.gru(encoded)
        return outputs, last


class Normalized(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True,
                zero_output_for_mask=True),
            backward_layer=tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True,
                zero_output_for_mask=True, go_backwards=True),
            merge_mode=None)
        self.batch_normalization = tf.keras.layers.BatchNormalization()

    def call(self, words, lengths, training):
        ahead, back = self.bidirectional_rnn(words, mask=tf.sequence_mask(lengths, tf.shape(words)[1]))
        ahead = tf.identity(ahead)  # the mask is for this layer alone
        ahead = self.batch_normalization(ahead, training=training)
        return ahead + back
