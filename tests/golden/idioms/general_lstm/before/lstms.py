"""LSTM cells that have more than that of Keras."""
import tensorflow as tf

rnn_cell = tf.nn.rnn_cell


def peep(x, lengths, size):
    with tf.variable_scope("peep"):
        cell = rnn_cell.LSTMCell(size, use_peepholes=True, initializer=tf.random_uniform_initializer(-0.2, 0.2))
        y, state = tf.nn.dynamic_rnn(cell, x, sequence_length=lengths, dtype=tf.float32)
    return y, state.c


def deep(x, size, depth, keep):
    def projected():
        cell = rnn_cell.LSTMCell(size, num_proj=3, cell_clip=0.5, proj_clip=0.2)
        return rnn_cell.DropoutWrapper(cell, input_keep_prob=keep)

    with tf.variable_scope("deep"):
        cells = rnn_cell.MultiRNNCell([projected() for _ in range(depth)])
        y, state = tf.nn.dynamic_rnn(cells, x, dtype=tf.float32)
        return tf.layers.dense(y, 2), state[1].h


def ways(x, size, bias):
    with tf.variable_scope("ways"):
        fw = rnn_cell.BasicLSTMCell(size, forget_bias=bias)
        bw = tf.contrib.rnn.LSTMBlockCell(size, forget_bias=0.3, use_peephole=True)
        y, _ = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, dtype=tf.float32)
        return tf.concat(y, 2)


def hand(x, size):
    with tf.variable_scope("hand"):
        cell = rnn_cell.LSTMCell(size, num_proj=2)
        state = cell.zero_state(2, tf.float32)
        for t in range(4):
            y, state = cell(x[:, t], state)
        return y
