import tensorflow as tf

slim = tf.contrib.slim
notes = []


count = 0


def lin(x):
    global count
    count += 1
    return tf.layers.dense(x, 3, name="l%d" % count)


def probe():
    x = lin(lin(tf.zeros([2, 3])))
    return [count]
