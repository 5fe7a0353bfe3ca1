import tensorflow as tf


def probe():
    with tf.variable_scope("s", reuse=tf.AUTO_REUSE):
        ids = tf.placeholder("float", [2, 5])
        x = tf.layers.dense(tf.one_hot(tf.argmax(ids, 1), 5), 3, name="shared")
        x = tf.layers.dense(ids, 3, name="shared")
        tf.get_variable("a", initializer=tf.zeros([3]))
        tf.get_variable("a", [3])
        tf.get_variable("a", [3], dtype=tf.float64)
    return [x]
