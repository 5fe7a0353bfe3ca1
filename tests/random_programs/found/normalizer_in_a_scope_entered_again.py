import tensorflow as tf

slim = tf.contrib.slim


def probe():
    x = tf.placeholder(tf.float32, [2, 3])
    with slim.arg_scope([slim.conv2d, slim.fully_connected], normalizer_fn=slim.batch_norm):
        with tf.variable_scope("h", reuse=tf.AUTO_REUSE) as s:
            x = slim.batch_norm(x)
            x = slim.fully_connected(x, 3, scope=s)
    return []
