"""Several cells as one, and two that run in opposite directions."""
import tensorflow as tf


class Stacked(tf.keras.layers.Layer):
    def __init__(self, size, depth, batch, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                tf.keras.layers.LSTMCell(size, recurrent_initializer="glorot_uniform")
                for _ in range(depth)],
            return_sequences=True, return_state=True, zero_output_for_mask=True)

    def call(self, x, lengths):
        outputs, *state = self.multi_rnn(x, mask=tf.sequence_mask(lengths, tf.shape(x)[1]))
        outputs = tf.identity(outputs)  # the mask is for this layer alone
        return outputs, state[-1][0], state[0][1]


class Deep(tf.keras.layers.Layer):
    def __init__(self, sizes, **kwargs):
        super().__init__(**kwargs)
        self.sizes = sizes
        self.multi_rnn = tf.keras.layers.RNN(
            [
                tf.keras.layers.GRUCell(
                    size, recurrent_initializer="glorot_uniform",
                    bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                    reset_after=False)
                for size in self.sizes],
            return_sequences=True, return_state=True)

    def call(self, x, y):
        one, *state = self.multi_rnn(x)
        # goes on where the first ended
        two, *_ = self.multi_rnn(y, initial_state=state)
        return one, two


class Mixed(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                tf.keras.layers.GRUCell(
                    size, recurrent_initializer="glorot_uniform",
                    bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                    reset_after=False),
                tf.keras.layers.LSTMCell(
                    size + 1, recurrent_initializer="glorot_uniform",
                    unit_forget_bias=False)],
            return_sequences=True, return_state=True)

    def call(self, x):
        outputs, (one,), two = self.multi_rnn(x)
        return outputs, one, two[1]


class StepByStep(tf.keras.layers.Layer):
    def __init__(self, steps, size, **kwargs):
        super().__init__(**kwargs)
        self.steps = steps
        self.lstm = tf.keras.layers.LSTM(
            size, recurrent_initializer="glorot_uniform", return_sequences=True)
        self.gru = tf.keras.layers.GRU(
            size, recurrent_initializer="glorot_uniform",
            bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
            reset_after=False, return_sequences=True)

    def call(self, x):
        words = tf.unstack(x, self.steps, 1)
        outputs = tf.unstack(self.lstm(tf.stack(words, axis=1)), axis=1)
        again = tf.unstack(self.gru(x), axis=1)
        return outputs[-1] + again[0]


class Both(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True,
                return_state=True, zero_output_for_mask=True),
            backward_layer=tf.keras.layers.LSTM(
                size, recurrent_initializer="glorot_uniform", return_sequences=True,
                return_state=True, zero_output_for_mask=True, go_backwards=True),
            merge_mode=None)

    def call(self, x, lengths):
        *outputs, states_fw_h, _, states_bw_h, _ = self.bidirectional_rnn(x, mask=tf.sequence_mask(lengths, tf.shape(x)[1]))
        return tf.concat(outputs, 2), tf.concat([states_fw_h, states_bw_h], 1)


class BothGru(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.pair = tf.keras.layers.Bidirectional(
            tf.keras.layers.GRU(
                size, activation=tf.nn.relu, recurrent_initializer="glorot_uniform",
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                reset_after=False, return_sequences=True, return_state=True),
            backward_layer=tf.keras.layers.GRU(
                size, recurrent_initializer="glorot_uniform",
                bias_initializer=tf.keras.initializers.Constant([1.0] * (2 * size) + [0.0] * size),
                reset_after=False, return_sequences=True, return_state=True,
                go_backwards=True),
            merge_mode=None)

    def call(self, x):
        ahead, back, last, _ = self.pair(x)
        return ahead + back, last
