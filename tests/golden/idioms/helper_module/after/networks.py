"""A critic, built from the blocks of ops.py."""
from ops import *
from compact_layer import CompactLayer


class Critic(CompactLayer):
    """Score images."""

    def __init__(self, name="critic", **kwargs):
        super().__init__(name=name, **kwargs)
        channel = 5
        self.conv_0 = Conv(channel, kernel=4, stride=2, name="conv_0")
        self.fully_0 = FullyConnected(units=1)

    def call(self, x):
        channel = 5
        x = lrelu(self.conv_0(x))

        for i in range(1, 3):
            x = lrelu(self.layer("conv_" + str(i), Conv, channel * 2, use_bias=False, name="conv_" + str(i))(x))
            channel = channel * 2

        x = global_avg_pooling(x)
        return self.fully_0(x)
