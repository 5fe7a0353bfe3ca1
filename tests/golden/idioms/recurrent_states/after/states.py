"""States of recurrent cells: given, handed on, taken apart, and carried by hand from step to step."""
import tensorflow as tf


class Translate(tf.keras.layers.Layer):
    def __init__(self, size, batch, **kwargs):
        super().__init__(**kwargs)
        self.encoder_rnn_lstm = tf.keras.layers.LSTM(
            size, recurrent_initializer="glorot_uniform", return_sequences=True,
            return_state=True, zero_output_for_mask=True)
        self.decoder_rnn_lstm = tf.keras.layers.LSTM(
            size, recurrent_initializer="glorot_uniform", return_sequences=True,
            return_state=True)

    def call(self, source, target, lengths):
        outputs, *state = self.encoder_rnn_lstm(source, mask=tf.sequence_mask(lengths, tf.shape(source)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        # begins where the encoder ended
        decoded, last_h, _ = self.decoder_rnn_lstm(target, initial_state=state)
        return outputs, decoded, state[1], last_h


class Bridge(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.bridge = tf.keras.layers.Dense(size)
        self.lstm = tf.keras.layers.LSTM(
            size, recurrent_initializer="glorot_uniform", return_sequences=True,
            return_state=True)
        self.gru = tf.keras.layers.GRU(
            size, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
            reset_after=False, return_sequences=True, return_state=True)

    def call(self, x, c, h):
        start = [h, self.bridge(c)]
        out, *end = self.lstm(x, initial_state=start)
        hidden, memory = end
        out, last = self.gru(out, initial_state=hidden + start[1])
        return out, last, memory


class Pointer(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.gru = tf.keras.layers.GRUCell(
            size, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
            reset_after=False)
        self.logits = tf.keras.layers.Dense(2, name="logits")

    def call(self, x, state):
        _, state = self.gru(x, state)
        first = self.logits(state)
        _, state = self.gru(x, state)
        return first, self.logits(state)


class Steps(tf.keras.layers.Layer):
    def __init__(self, size, steps, **kwargs):
        super().__init__(**kwargs)
        self.cell = tf.keras.layers.LSTMCell(
            size, recurrent_initializer="glorot_uniform", unit_forget_bias=False)
        self.steps = steps

    def call(self, words):
        outputs = []
        state = self.cell.get_initial_state(batch_size=tf.shape(words)[0])
        for t in range(self.steps):
            output, state = self.cell(words[:, t, :], state)
            outputs.append(output)
        h, c = state
        return tf.stack(outputs, 1), c, state[0]
