"""Where cells are named: by the scope of their first run, not by where they are made."""

import numpy as np
import tensorflow as tf

X = np.zeros((2, 5, 3), "float32")


def probe_a(x=X):
    with tf.variable_scope("s"):
        o, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
        o, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.LSTMCell(3), o, dtype=tf.float32)
    return {"o": o}


def probe_b(x=X):
    with tf.variable_scope("s"):
        cell = tf.nn.rnn_cell.LSTMCell(3, name="mine")
        o, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, scope="one")
        p, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, scope="two")
    return {"o": o, "p": p}


def probe_c(x=X):
    with tf.variable_scope("s"):
        a = tf.nn.rnn_cell.BasicRNNCell(3)
        b = tf.nn.rnn_cell.BasicRNNCell(3)
        o, _ = tf.nn.dynamic_rnn(a, x, dtype=tf.float32, scope="one")
        p, _ = tf.nn.dynamic_rnn(b, x, dtype=tf.float32, scope="two")
    return {"o": o, "p": p}


def probe_d(x=X):
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        for i in range(2):
            cell = tf.nn.rnn_cell.GRUCell(3)
            with tf.variable_scope(f"layer{i}"):
                x, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
        again, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32, scope="layer0/rnn")
    return {"o": again}


def probe_e(x=X):
    cell = tf.nn.rnn_cell.GRUCell(3)
    with tf.variable_scope("s"):
        o, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.variable_scope("t"):
        p, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    return {"o": o, "p": p}


def probe_f(x=X):
    with tf.variable_scope("s"):
        o, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
        tf.get_variable_scope().reuse_variables()
        p, _ = tf.nn.dynamic_rnn(tf.nn.rnn_cell.GRUCell(3), x, dtype=tf.float32)
    return {"o": o, "p": p}


def probe_g(x=X):
    with tf.variable_scope("s"):
        step = x[:, 0]
        cell, other = tf.nn.rnn_cell.GRUCell(3), tf.nn.rnn_cell.LSTMCell(4)
        wide, state = cell(step, step)
        out, (_, hidden) = other(wide, other.zero_state(2, tf.float32))
        first = tf.layers.dense(state, 2, name="first")
        tf.get_variable_scope().reuse_variables()
        second = tf.layers.dense(cell(step, state)[1], 2, name="first")
    third = tf.layers.dense(hidden, 2, name="third")
    return {"o": out, "first": first, "second": second, "third": third}


def probe_h(x=X):
    cells = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.LSTMCell(3), tf.nn.rnn_cell.GRUCell(4)])
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        for _ in range(2):
            o, _ = tf.nn.dynamic_rnn(cells, x, dtype=tf.float32)
            o = tf.layers.dense(o, 2)
    return {"o": o}


def probe_i(x=X):
    cell = tf.nn.rnn_cell.GRUCell(3)
    many = tf.nn.rnn_cell.MultiRNNCell([cell] * 2)
    o, _ = tf.nn.dynamic_rnn(many, x, dtype=tf.float32, scope="many")
    p, _ = tf.nn.static_rnn(tf.nn.rnn_cell.BasicRNNCell(2), tf.unstack(x, axis=1), dtype=tf.float32)
    return {"o": o, "p": p[-1]}


def probe_j(x=X):
    with tf.variable_scope("s"):
        both, _ = tf.nn.bidirectional_dynamic_rnn(
            tf.nn.rnn_cell.LSTMCell(3), tf.nn.rnn_cell.GRUCell(2), x, dtype=tf.float32
        )
        more, _ = tf.nn.bidirectional_dynamic_rnn(
            tf.nn.rnn_cell.GRUCell(3), tf.nn.rnn_cell.GRUCell(2), x, dtype=tf.float32, scope="more"
        )
    return {"o": tf.concat([*both, *more], 2)}


def probe_k(x=X):
    cell, layer = tf.nn.rnn_cell.GRUCell(3), tf.layers.Dense(3)
    state = cell.zero_state(2, tf.float32)
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        for t in range(3):
            _, state = cell(layer(x[:, t]), state)
        unnamed = tf.layers.dense(state, 2)
    _, named = tf.nn.rnn_cell.GRUCell(3)(state, state, scope="mine")
    return {"o": tf.concat([unnamed, named], 1)}
