"""Dropout and residual connections around stacks of cells."""
import tensorflow as tf

rnn = tf.nn.rnn_cell


def around(x, size, keep):
    with tf.variable_scope("around"):
        cell = rnn.MultiRNNCell([rnn.GRUCell(4), rnn.LSTMCell(size)])
        cell = rnn.DropoutWrapper(cell, input_keep_prob=keep, output_keep_prob=keep)
        y, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    return y, state[0], state[1].h


def deep(x, size, depth, keep, training):
    with tf.variable_scope("deep"):
        cell = rnn.DropoutWrapper(rnn.BasicLSTMCell(size), input_keep_prob=keep)
        cell = rnn.MultiRNNCell([cell] * depth, state_is_tuple=True)
        cell = rnn.DropoutWrapper(cell, output_keep_prob=keep) if training else cell
        start = cell.zero_state(2, tf.float32)
        y, state = tf.nn.dynamic_rnn(cell, x, initial_state=start)
    return y, state[-1].c


def residual(x, sizes):
    with tf.variable_scope("residual"):
        cell = rnn.ResidualWrapper(rnn.MultiRNNCell([rnn.GRUCell(size) for size in sizes]))
        y, _ = tf.nn.dynamic_rnn(rnn.DeviceWrapper(cell, "/cpu:0"), x, dtype=tf.float32)
    return y
