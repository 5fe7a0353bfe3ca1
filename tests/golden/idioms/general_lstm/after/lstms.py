"""LSTM cells that have more than that of Keras."""
import tensorflow as tf
from cell_wrappers import DropoutCell
from general_lstm import GeneralLSTMCell


class Peep(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.lstm = tf.keras.layers.RNN(
            GeneralLSTMCell(
                size, use_peepholes=True,
                kernel_initializer=tf.keras.initializers.RandomUniform(-0.2, 0.2)),
            return_sequences=True, return_state=True, zero_output_for_mask=True)

    def call(self, x, lengths):
        y, _, state_c = self.lstm(x, mask=tf.sequence_mask(lengths, tf.shape(x)[1]))
        y = tf.identity(y)  # the mask is for this layer alone
        return y, state_c


class Deep(tf.keras.layers.Layer):
    def __init__(self, size, depth, keep, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [
                DropoutCell(
                    GeneralLSTMCell(
                        size, cell_clip=0.5, projection=3, projection_clip=0.2),
                    input_rate=1 - keep)
                for _ in range(depth)],
            return_sequences=True, return_state=True)
        self.deep = tf.keras.layers.Dense(2)

    def call(self, x):
        y, *state = self.multi_rnn(x)
        return self.deep(y), state[1][0]


class Ways(tf.keras.layers.Layer):
    def __init__(self, size, bias, **kwargs):
        super().__init__(**kwargs)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                GeneralLSTMCell(size, forget_bias=bias), return_sequences=True),
            backward_layer=tf.keras.layers.RNN(
                GeneralLSTMCell(size, use_peepholes=True, forget_bias=0.3),
                return_sequences=True, go_backwards=True),
            merge_mode=None)

    def call(self, x):
        y = self.bidirectional_rnn(x)
        return tf.concat(y, 2)


class Hand(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.cell = GeneralLSTMCell(size, projection=2)

    def call(self, x):
        state = self.cell.get_initial_state(batch_size=2)
        for t in range(4):
            y, state = self.cell(x[:, t], state)
        return y
