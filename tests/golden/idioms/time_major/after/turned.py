"""Recurrent layers whose inputs have the time in front of the batch."""
import tensorflow as tf


class Read(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.lstm = tf.keras.layers.LSTM(
            size, recurrent_initializer="glorot_uniform", return_sequences=True,
            return_state=True, zero_output_for_mask=True)
        self.read = tf.keras.layers.Dense(3)

    def call(self, frames, lengths):
        outputs, state_h, _ = self.lstm(tf.transpose(frames, [1, 0, 2]), mask=tf.sequence_mask(lengths, tf.shape(frames)[0]))
        outputs = tf.transpose(outputs, [1, 0, 2])
        logits = self.read(outputs)
        return logits, state_h


class BothWays(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.GRU(
                size, recurrent_initializer="glorot_uniform",
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                reset_after=False, return_sequences=True),
            backward_layer=tf.keras.layers.GRU(
                size, recurrent_initializer="glorot_uniform",
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                reset_after=False, return_sequences=True, go_backwards=True),
            merge_mode=None)

    def call(self, frames):
        outputs = self.bidirectional_rnn(tf.transpose(frames, [1, 0, 2]))
        outputs = [tf.transpose(one, [1, 0, 2]) for one in outputs]
        return tf.concat(outputs, 2)


class Apart(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.apart = tf.keras.layers.Bidirectional(
            tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True,
                return_state=True, zero_output_for_mask=True),
            backward_layer=tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True,
                return_state=True, zero_output_for_mask=True, go_backwards=True),
            merge_mode=None)

    def call(self, frames, lengths):
        ahead, back, _, states_fw_c, _, _ = self.apart(tf.transpose(frames, [1, 0, 2]), mask=tf.sequence_mask(lengths, tf.shape(frames)[0]))
        ahead = tf.transpose(ahead, [1, 0, 2])
        back = tf.transpose(back, [1, 0, 2])
        return ahead - back, states_fw_c


class Last(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.gru = tf.keras.layers.GRU(
            size, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
            reset_after=False)

    def call(self, frames):
        state = self.gru(tf.transpose(frames, [1, 0, 2]))
        return state


class Stacked(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                tf.keras.layers.GRUCell(
                    size, recurrent_initializer="glorot_uniform",
                    bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                    reset_after=False)
                for _ in range(2)],
            return_sequences=True)

    def call(self, frames):
        self.frames = tf.transpose(frames, [1, 0, 2])
        self.outputs = self.multi_rnn(tf.transpose(self.frames, [1, 0, 2]))
        self.outputs = tf.transpose(self.outputs, [1, 0, 2])
        self.last = self.outputs[-1]
        return self
