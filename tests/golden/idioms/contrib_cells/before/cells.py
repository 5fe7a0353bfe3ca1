"""Cells of tf.contrib that Keras does not have."""
import tensorflow as tf
from tensorflow.contrib import rnn
from tensorflow.contrib.cudnn_rnn import CudnnCompatibleGRUCell


def normalized(x, lengths, size, keep=1.0):
    with tf.variable_scope("normalized"):
        cell = rnn.LayerNormBasicLSTMCell(size, dropout_keep_prob=keep)
        y, state = tf.nn.dynamic_rnn(cell, x, sequence_length=lengths, dtype=tf.float32)
    return y, state.c


def stacked(x, size, depth, reuse=None):
    with tf.variable_scope("stacked", reuse=reuse):
        cells = rnn.MultiRNNCell([rnn.LayerNormBasicLSTMCell(size, norm_gain=0.5) for _ in range(depth)])
        y, state = tf.nn.dynamic_rnn(cells, x, dtype=tf.float32)
        return tf.layers.dense(y, 2), state[-1].h


def ways(x, size):
    with tf.variable_scope("ways", initializer=tf.random_normal_initializer(stddev=0.1)):
        fw = rnn.UGRNNCell(size)
        bw = rnn.NASCell(size, use_bias=True)
        y, (last, _) = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, dtype=tf.float32)
        return tf.concat(y, 2), last


def hand(x, size):
    with tf.variable_scope("hand"):
        unit = rnn.SRUCell(size)
        norm = rnn.LayerNormBasicLSTMCell(size, layer_norm=False)
        state = unit.zero_state(2, tf.float32)
        memory = norm.zero_state(2, tf.float32)
        for t in range(4):
            y, state = unit(x[:, t], state)
            y, memory = norm(y, memory)
        return y


def others(x, size):
    with tf.variable_scope("others"):
        y, _ = tf.nn.dynamic_rnn(CudnnCompatibleGRUCell(size), x, dtype=tf.float32, scope="gru")
        y, last = tf.nn.dynamic_rnn(rnn.DropoutWrapper(rnn.IndRNNCell(size), 1.0), y, dtype=tf.float32)
        return last
