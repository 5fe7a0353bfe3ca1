import tensorflow as tf

slim = tf.contrib.slim
notes = []


@slim.add_arg_scope
def layer(x, reuse=None):
    return tf.layers.dense(x, 3, reuse=reuse)


def probe():
    with slim.arg_scope([layer], reuse=tf.AUTO_REUSE):
        return [layer(tf.zeros([2, 3]), True)]
