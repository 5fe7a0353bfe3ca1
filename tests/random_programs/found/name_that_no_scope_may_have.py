import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("/x"):
        tf.get_variable("w", [1])
    return []
