import tensorflow as tf


def weights(reuse, scale):
    with tf.variable_scope("s", reuse=reuse):
        # the same initializer both times, and numbers known only at run time: no certain difference
        a = tf.get_variable("w", [2], initializer=tf.zeros_initializer())
        b = tf.get_variable("v", [2], initializer=tf.constant_initializer(scale))
        return a + b


def main(argv=None):
    first = weights(False, tf.flags.FLAGS.first)
    second = weights(True, tf.flags.FLAGS.second)
    with tf.variable_scope("s", reuse=True):
        return first, second, tf.get_variable("w", [2])


if __name__ == "__main__":
    tf.flags.DEFINE_float("first", 1.0, "")
    tf.flags.DEFINE_float("second", 1.0, "")
    main()
