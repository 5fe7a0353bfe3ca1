"""Cells around other cells."""
import tensorflow as tf

rnn_cell = tf.nn.rnn_cell


def deep(x, lengths, size, depth, keep, reuse=None):
    def make_cell():
        cell = rnn_cell.LSTMCell(size)
        return rnn_cell.DropoutWrapper(cell, input_keep_prob=keep, output_keep_prob=keep)

    with tf.variable_scope("deep", reuse=reuse):
        cells = rnn_cell.MultiRNNCell([make_cell() for _ in range(depth)])
        outputs, state = tf.nn.dynamic_rnn(cells, x, sequence_length=lengths, dtype=tf.float32)
        return outputs, state[-1].h


def residual(x, lengths, size, keep):
    with tf.variable_scope("residual"):
        cell = rnn_cell.DropoutWrapper(rnn_cell.GRUCell(size), output_keep_prob=keep)
        cell = rnn_cell.DeviceWrapper(rnn_cell.ResidualWrapper(cell), "/cpu:0")
        outputs, state = tf.nn.dynamic_rnn(cell, x, sequence_length=lengths, dtype=tf.float32)
        return outputs, state


def both(x, size):
    fw = rnn_cell.DropoutWrapper(rnn_cell.BasicLSTMCell(size), state_keep_prob=1.0)
    bw = rnn_cell.ResidualWrapper(rnn_cell.BasicLSTMCell(size))
    outputs, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, dtype=tf.float32, scope="both")
    return tf.concat(outputs, 2)
