import tensorflow as tf

slim = tf.contrib.slim
notes = []


def lin(x, units, *args, **kwargs):
    return tf.layers.dense(x, units, *args, **kwargs)


def wrap(f, *args, **kw):
    kw.setdefault("name", "wrapped")
    kw["reuse"] = tf.AUTO_REUSE
    return f(*args, **kw)


def probe():
    x = tf.zeros([2, 3])
    x = lin(x, 3, name="a", use_bias=False)
    x = wrap(lin, x, 3)
    x = wrap(lin, x, 3, name="q")
    opts = dict(name="z", units=3)
    x = tf.layers.dense(x, **opts)
    x = tf.layers.dense(x, 3, tf.nn.relu, False)
    return []
