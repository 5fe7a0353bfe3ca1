"""Layers applied several times by ``slim.repeat`` and ``slim.stack``, in scopes numbered from 1."""

import numpy as np
import tensorflow as tf


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 9, 9, 3)).astype("float32")


class Block(tf.keras.layers.Layer):
    def __init__(self, scale=1.0, activation_fn=tf.nn.relu, name="Block", **kwargs):
        super().__init__(name=name, **kwargs)
        self.scale = scale
        self.activation_fn = activation_fn

    def build(self, net_shape):
        self.conv2d_1x1 = tf.keras.layers.Conv2D(
            net_shape[3], 1, padding="same", name="Conv2d_1x1")

    def call(self, net):
        up = self.conv2d_1x1(net)
        net += self.scale * up
        if self.activation_fn:
            net = self.activation_fn(net)
        return net


class Network(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.conv = [
            tf.keras.layers.Conv2D(
                4, [3, 3], padding="same", use_bias=False, name="conv1_%d" % (i + 1))
            for i in range(2)]
        self.conv_bn = [
            tf.keras.layers.BatchNormalization(momentum=0.9, scale=False)
            for i in range(2)]
        self.max_pool = tf.keras.layers.MaxPooling2D([2, 2], strides=2, name="pool1")
        self.repeat_block = [
            Block(scale=0.5, name="block_%d" % (i + 1))
            for i in range(3)]
        self.repeat_1_block = [
            Block(scale=0.25, name="block_%d" % (i + 1))
            for i in range(2)]
        self.flatten = tf.keras.layers.Flatten()
        self.fc = [
            tf.keras.layers.Dense(
                num_outputs, activation=tf.nn.relu, name="fc_%d" % (i + 1))
            for i, num_outputs in enumerate([5, 4])]

    def call(self, net, is_training=True):
        for i in range(2):
            net = tf.nn.relu(self.conv_bn[i](self.conv[i](net), training=is_training))
        net = self.max_pool(net)
        # three blocks
        for i in range(3):
            net = self.repeat_block[i](net)  # of one form
        for i in range(2):
            net = self.repeat_1_block[i](net)
        net = self.flatten(net)
        for i, num_outputs in enumerate([5, 4]):
            net = self.fc[i](net)
        return net


class ProbeRepeatAndStack(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.network = Network()

    def call(self, first=images(1), second=images(2)):
        return {"train": self.network(first), "eval": self.network(second, is_training=False)}
