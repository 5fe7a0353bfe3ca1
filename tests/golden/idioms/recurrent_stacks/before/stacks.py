"""Several cells as one, and two that run in opposite directions."""
import tensorflow as tf


def stacked(x, lengths, size, depth, batch):
    def make_cell():
        return tf.nn.rnn_cell.BasicLSTMCell(size)

    with tf.variable_scope("stacked"):
        cells = tf.nn.rnn_cell.MultiRNNCell([make_cell() for _ in range(depth)])
        start = cells.zero_state(batch, tf.float32)
        outputs, state = tf.nn.dynamic_rnn(cells, x, sequence_length=lengths, initial_state=start)
        return outputs, state[-1].h, state[0].c


class Deep(object):
    def __init__(self, sizes):
        self.sizes = sizes

    def run(self, x, y):
        with tf.variable_scope("deep"):
            cells = []
            for size in self.sizes:
                cells.append(tf.nn.rnn_cell.GRUCell(size))
            cell = tf.nn.rnn_cell.MultiRNNCell(cells, state_is_tuple=True)
            one, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
            # goes on where the first ended
            two, _ = tf.nn.dynamic_rnn(cell, y, initial_state=state)
        return one, two


def mixed(x, size):
    first = tf.nn.rnn_cell.GRUCell(size)
    second = tf.nn.rnn_cell.LSTMCell(size + 1, forget_bias=0.0)
    cell = tf.contrib.rnn.MultiRNNCell([first, second])
    outputs, (one, two) = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, scope="mixed")
    return outputs, one, two.c


def step_by_step(x, steps, size):
    with tf.variable_scope("steps"):
        words = tf.unstack(x, steps, 1)
        outputs, _ = tf.nn.static_rnn(tf.nn.rnn_cell.BasicLSTMCell(size), words, dtype=tf.float32)
        again, _ = tf.nn.static_rnn(tf.nn.rnn_cell.GRUCell(size), tf.unstack(x, axis=1), dtype=tf.float32)
        return outputs[-1] + again[0]


def both(x, lengths, size):
    with tf.variable_scope("both"):
        fw, bw = tf.nn.rnn_cell.LSTMCell(size), tf.nn.rnn_cell.LSTMCell(size)
        outputs, states = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, sequence_length=lengths, dtype=tf.float32)
        return tf.concat(outputs, 2), tf.concat([states[0].h, states[1].h], 1)


def both_gru(x, size):
    fw = tf.nn.rnn_cell.GRUCell(size, activation=tf.nn.relu)
    bw = tf.nn.rnn_cell.GRUCell(size)
    (ahead, back), (last, _) = tf.nn.bidirectional_dynamic_rnn(fw, bw, x, dtype=tf.float32, scope="pair")
    return ahead + back, last
