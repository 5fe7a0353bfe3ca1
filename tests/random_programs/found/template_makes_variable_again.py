import tensorflow as tf

slim = tf.contrib.slim
notes = []


def body(x):
    tf.Variable(1.0, name="v")
    return tf.layers.dense(x, 3)


def probe():
    made = tf.make_template("t", body)
    return [made(made(tf.zeros([2, 3])))]
