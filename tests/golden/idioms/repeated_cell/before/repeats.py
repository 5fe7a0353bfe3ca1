"""One cell as all layers of a stack: in TensorFlow 1.15 they share their weights."""
import tensorflow as tf


def plain(x, size, depth, batch):
    with tf.variable_scope("plain"):
        cell = tf.nn.rnn_cell.BasicLSTMCell(size)
        cell = tf.nn.rnn_cell.MultiRNNCell([cell] * depth, state_is_tuple=True)
        start = cell.zero_state(batch, tf.float32)
        outputs, state = tf.nn.dynamic_rnn(cell, x, initial_state=start)
        return outputs, state[-1].h


def dropped(x, size, keep):
    cells = tf.nn.rnn_cell.GRUCell(size)
    cells = tf.nn.rnn_cell.DropoutWrapper(cells, output_keep_prob=keep)
    stack = tf.nn.rnn_cell.MultiRNNCell([cells] * 2)
    outputs, _ = tf.nn.dynamic_rnn(stack, x, dtype=tf.float32, scope="dropped")
    return outputs


def pair(x, size):
    with tf.variable_scope("pair"):
        cell = tf.nn.rnn_cell.GRUCell(size)
        stack = [cell, cell]
        outputs, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.MultiRNNCell(stack), x, dtype=tf.float32)
        return outputs
