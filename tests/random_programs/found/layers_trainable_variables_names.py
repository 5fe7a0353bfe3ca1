import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with tf.variable_scope("g"):
        tf.layers.dense(tf.zeros([2, 3]), 3)
    with tf.variable_scope("d"):
        tf.layers.dense(tf.zeros([2, 3]), 3)
    g = [v.name for v in tf.trainable_variables() if v.name.startswith("g/")]
    d = [v.op.name for v in tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="d")]
    n = len(tf.global_variables())
    return g + [n]
