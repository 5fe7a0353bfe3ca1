"""Cells of tf.contrib that Keras does not have."""
import tensorflow as tf
from cudnn_gru import CudnnGRUCell
from cell_wrappers import DropoutCell
from independent_rnn import IndependentRNNCell
from layer_norm_lstm import LayerNormLSTMCell
from nas import NASCell
from simple_unit import SimpleUnitCell
from update_gate import UpdateGateCell


class Normalized(tf.keras.layers.Layer):
    def __init__(self, size, keep=1.0, **kwargs):
        super().__init__(**kwargs)
        self.layer_norm_basic_lstm = tf.keras.layers.RNN(
            LayerNormLSTMCell(size, dropout_rate=1 - keep), return_sequences=True,
            return_state=True, zero_output_for_mask=True)

    def call(self, x, lengths):
        y, _, state_c = self.layer_norm_basic_lstm(x, mask=tf.sequence_mask(lengths, tf.shape(x)[1]))
        y = tf.identity(y)  # the mask is for this layer alone
        return y, state_c


class Stacked(tf.keras.layers.Layer):
    def __init__(self, size, depth, **kwargs):
        super().__init__(**kwargs)
        self.multi_rnn = tf.keras.layers.RNN(
            [LayerNormLSTMCell(size, gain=0.5) for _ in range(depth)],
            return_sequences=True, return_state=True)
        self.stacked = tf.keras.layers.Dense(2)

    def call(self, x):
        y, *state = self.multi_rnn(x)
        return self.stacked(y), state[-1][0]


class Ways(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.bidirectional_rnn = tf.keras.layers.Bidirectional(
            tf.keras.layers.RNN(
                UpdateGateCell(
                    size,
                    kernel_initializer=tf.keras.initializers.RandomNormal(stddev=0.1)),
                return_sequences=True, return_state=True),
            backward_layer=tf.keras.layers.RNN(
                NASCell(
                    size, use_bias=True,
                    kernel_initializer=tf.keras.initializers.RandomNormal(stddev=0.1)),
                return_sequences=True, return_state=True, go_backwards=True),
            merge_mode=None)

    def call(self, x):
        *y, last, _, _ = self.bidirectional_rnn(x)
        return tf.concat(y, 2), last


class Hand(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.unit = SimpleUnitCell(size)
        self.norm = LayerNormLSTMCell(size, layer_norm=False)

    def call(self, x):
        state = tf.zeros([2, self.unit.units])
        memory = self.norm.get_initial_state(batch_size=2)
        for t in range(4):
            y, state = self.unit(x[:, t], state)
            y, memory = self.norm(y, memory)
        return y


class Others(tf.keras.layers.Layer):
    def __init__(self, size, **kwargs):
        super().__init__(**kwargs)
        self.cudnn_compatible_gru = tf.keras.layers.RNN(
            CudnnGRUCell(size), return_sequences=True)
        self.ind_rnn = tf.keras.layers.RNN(
            DropoutCell(IndependentRNNCell(size)), return_sequences=True,
            return_state=True)

    def call(self, x):
        y = self.cudnn_compatible_gru(x)
        y, last = self.ind_rnn(y)
        return last
