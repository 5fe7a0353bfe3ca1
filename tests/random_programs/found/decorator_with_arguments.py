import tensorflow as tf

slim = tf.contrib.slim
notes = []


def scoped(name):
    def outer(f):
        def inner(*args, **kwargs):
            with tf.variable_scope(name, reuse=tf.AUTO_REUSE):
                return f(*args, **kwargs)

        return inner

    return outer


@scoped("zz")
def net(x, n=3):
    return tf.layers.dense(x, n)


def probe():
    return [net(net(tf.zeros([2, 3]))) is None]
