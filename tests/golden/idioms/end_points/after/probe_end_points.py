"""A network that can end early, keeps its tensors in a dictionary, and shares its scope with its base."""

import numpy as np
import tensorflow as tf


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 8, 8, 3)).astype("float32")


class NetworkBase(tf.keras.layers.Layer):
    def __init__(self, final_endpoint="Mixed", name="Network", **kwargs):
        super().__init__(name=name, **kwargs)
        self.final_endpoint = final_endpoint
        self.conv1 = tf.keras.layers.Conv2D(
            4, [3, 3], strides=2, padding="same", use_bias=False, name="Conv1")
        self.conv1_bn = tf.keras.layers.BatchNormalization(momentum=0.9, scale=False)
        self.branch_0 = tf.keras.layers.Conv2D(
            3, [1, 1], padding="same", use_bias=False, name="Branch_0")
        self.branch_0_bn = tf.keras.layers.BatchNormalization(momentum=0.9, scale=False)
        self.branch_1 = tf.keras.layers.Conv2D(
            2, [3, 3], padding="same", use_bias=False, name="Branch_1")
        self.branch_1_bn = tf.keras.layers.BatchNormalization(momentum=0.9, scale=False)

    def call(self, inputs, is_training):
        end_points = {}
        end_point = "Conv1"
        net = tf.nn.relu(self.conv1_bn(self.conv1(inputs), training=is_training))
        end_points[end_point] = net
        if self.final_endpoint == end_point:
            return net, end_points
        end_point = "Mixed"
        branch_0 = tf.nn.relu(self.branch_0_bn(self.branch_0(net), training=is_training))
        branch_1 = tf.nn.relu(self.branch_1_bn(self.branch_1(net), training=is_training))
        net = tf.concat([branch_0, branch_1], 3)
        end_points[end_point] = net
        if self.final_endpoint == end_point:
            return net, end_points
        raise ValueError("Unknown final endpoint %s" % self.final_endpoint)


class Network(tf.keras.layers.Layer):
    def __init__(self, num_classes, name="Network", **kwargs):
        super().__init__(name=name, **kwargs)
        self.network_base = NetworkBase(name=self.name)
        self.logits = tf.keras.layers.Conv2D(
            num_classes, [1, 1], padding="same", name="Logits")

    def call(self, inputs, is_training=True):
        net, end_points = self.network_base(inputs, is_training=is_training)
        net = tf.keras.layers.AveragePooling2D(net.get_shape()[1:3], strides=2)(net)
        net = self.logits(net)
        end_points["Logits"] = tf.squeeze(net, [1, 2])
        return end_points["Logits"], end_points


class ProbeEndPoints(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.network = Network(3)

    def call(self, train_images=images(3), eval_images=10 * images(4)):
        train, _ = self.network(train_images)
        logits, end_points = self.network(eval_images, is_training=False)
        return {"train": train, "eval": logits, "mixed": end_points["Mixed"]}
