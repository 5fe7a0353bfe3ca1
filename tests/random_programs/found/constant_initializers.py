import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        tf.get_variable("w", initializer=tf.zeros([3]))
        tf.get_variable("w", initializer=tf.zeros([5]))
        try:
            tf.get_variable("v", [3], initializer=tf.zeros([3]))
        except ValueError:
            notes.append("shape and value")
        try:
            tf.get_variable("u")
        except ValueError:
            notes.append("no shape")
    return list(notes)
