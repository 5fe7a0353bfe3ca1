import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    im = tf.placeholder(tf.float32, [2, 8, 8, 3])
    flat = tf.reduce_mean(im, [1, 2])
    for i in range(2):
        im = slim.conv2d(im, 3, [3, 3], scope="s/n1", reuse=tf.AUTO_REUSE)
        flat = tf.matmul(flat, tf.get_variable("s/n1/n%d" % i, [3, 3]))
    return []
