import tensorflow as tf

slim = tf.contrib.slim
notes = []


def probe():
    x = tf.zeros([2, 3])
    scopes = []
    for i in range(2):
        with tf.variable_scope("s%d" % i) as s:
            x = tf.layers.dense(x, 3)
        scopes.append(s)
    for s in scopes:
        with tf.variable_scope(s, reuse=True):
            x = tf.layers.dense(x, 3, name="dense")
    table = {"a": lambda x: tf.layers.dense(x, 3, name="fa"), "b": lambda x: tf.layers.dense(x, 3, name="fb")}
    for k in sorted(table):
        x = table[k](x)
    names = {s.name: i for i, s in enumerate(scopes)}
    for k, v in sorted(names.items()):
        x = tf.layers.dense(x, 3, name="%s_%d" % (k, v))
    return sorted(names)
