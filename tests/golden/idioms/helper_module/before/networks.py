"""A critic, built from the blocks of ops.py."""
from ops import *


def critic(x, reuse=False, scope="critic"):
    """Score images."""
    with tf.variable_scope(scope, reuse=reuse):
        channel = 5
        x = lrelu(conv(x, channel, kernel=4, stride=2, scope="conv_0"))

        for i in range(1, 3):
            x = lrelu(conv(x, channel * 2, use_bias=False, scope="conv_" + str(i)))
            channel = channel * 2

        x = global_avg_pooling(x)
        return fully_connected(x, units=1)
