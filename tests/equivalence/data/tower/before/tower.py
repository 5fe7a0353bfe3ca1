"""A numbered tower, two heads by name, unnamed layers, noise and dropout; one table read twice."""
import tensorflow as tf


def block(x, scope):
    with tf.variable_scope(scope):
        x = tf.layers.dense(x, 5, activation=tf.nn.relu)
        return tf.layers.dense(x, 5)


def tower(tokens, depth, keep_prob):
    with tf.variable_scope("tower", reuse=tf.AUTO_REUSE):
        table = tf.get_variable("table", [11, 5])
        x = tf.nn.embedding_lookup(table, tokens)
        for i in range(depth):
            x = x + block(x, "h%d" % i)
            x = tf.nn.dropout(x, keep_prob)
        x = x + 0.1 * tf.random_normal(tf.shape(x))
        heads = {}
        for name in ("mean", "scale"):
            with tf.variable_scope("head_" + name):
                heads[name] = tf.squeeze(x * tf.get_variable("w", [5]), 1)
        logits = tf.matmul(heads["mean"], table, transpose_b=True)
        return logits, heads["scale"], tf.argmax(logits, -1)
