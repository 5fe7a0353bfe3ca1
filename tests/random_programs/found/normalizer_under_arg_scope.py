import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    with slim.arg_scope([slim.batch_norm], scale=True, trainable=False):
        slim.fully_connected(tf.zeros([2, 3]), 3, normalizer_fn=slim.batch_norm)
    return []
