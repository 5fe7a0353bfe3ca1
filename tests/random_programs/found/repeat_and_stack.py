import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    x = tf.zeros([2, 8, 8, 3])
    x = slim.repeat(x, 2, slim.conv2d, 3, [3, 3], scope="c")
    x = slim.repeat(x, 2, slim.conv2d, 3, [3, 3])
    x = slim.stack(x, slim.conv2d, [[3, [3, 3]], [3, [1, 1]]], scope="s")
    y = slim.stack(tf.zeros([2, 3]), slim.fully_connected, [3, 4], scope="f")
    return []
