"""A response is compared with every turn of a conversation, by the same weights."""
import tensorflow as tf


def normalize(x, epsilon=1e-6):
    scale = tf.get_variable("scale", [x.shape[-1]], initializer=tf.ones_initializer())
    mean = tf.reduce_mean(x, axis=-1, keepdims=True)
    variance = tf.reduce_mean(tf.square(x - mean), axis=-1, keepdims=True)
    return scale * (x - mean) * tf.rsqrt(variance + epsilon)


def block(query, key):
    """What the query finds in the key."""
    found = tf.matmul(tf.nn.softmax(tf.matmul(query, key, transpose_b=True)), key)
    with tf.variable_scope("norm"):
        y = normalize(query + found)
    return tf.layers.dense(y, y.shape[-1].value, tf.nn.relu, name="ffn")


def similarity(x, y):
    """How alike two texts are, each as it sees the other."""
    with tf.variable_scope("x_attend_y"):
        try:
            x_a_y = block(x, y)
        except ValueError:
            tf.get_variable_scope().reuse_variables()
            x_a_y = block(x, y)

    with tf.variable_scope("y_attend_x"):
        try:
            y_a_x = block(y, x)
        except ValueError:
            tf.get_variable_scope().reuse_variables()
            y_a_x = block(y, x)

    return tf.matmul(x + x_a_y, y + y_a_x, transpose_b=True)


def score(x, width=1):
    with tf.variable_scope("score") as scope:
        try:
            w = tf.get_variable(
                "w", [x.shape[-1], width], initializer=tf.truncated_normal_initializer(stddev=0.1))
        except ValueError:
            # It is there already.
            scope.reuse_variables()
            w = tf.get_variable("w")
        return tf.tensordot(x, w, 1)


def match(turns, response):
    scores = []
    for turn in turns:
        scores.append(score(similarity(turn, response)))
    return tf.add_n(scores)
