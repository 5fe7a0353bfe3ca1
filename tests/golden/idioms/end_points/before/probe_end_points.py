"""A network that can end early, keeps its tensors in a dictionary, and shares its scope with its base."""

import numpy as np
import tensorflow as tf

slim = tf.contrib.slim


def images(seed):
    return np.random.RandomState(seed).uniform(-1, 1, (4, 8, 8, 3)).astype("float32")


def network_base(inputs, final_endpoint="Mixed", scope=None):
    end_points = {}
    with tf.variable_scope(scope, "Network", [inputs]):
        end_point = "Conv1"
        net = slim.conv2d(inputs, 4, [3, 3], stride=2, scope=end_point)
        end_points[end_point] = net
        if final_endpoint == end_point:
            return net, end_points
        end_point = "Mixed"
        with tf.variable_scope(end_point):
            branch_0 = slim.conv2d(net, 3, [1, 1], scope="Branch_0")
            branch_1 = slim.conv2d(net, 2, [3, 3], scope="Branch_1")
            net = tf.concat([branch_0, branch_1], 3)
        end_points[end_point] = net
        if final_endpoint == end_point:
            return net, end_points
    raise ValueError("Unknown final endpoint %s" % final_endpoint)


def network(inputs, num_classes, is_training=True, reuse=None, scope="Network"):
    batch_norm_params = {
        "decay": 0.9,
        "variables_collections": {"beta": None, "moving_mean": ["moving_vars"]},
    }
    with tf.variable_scope(scope, "Network", [inputs], reuse=reuse) as scope:
        with slim.arg_scope([slim.batch_norm], is_training=is_training):
            with slim.arg_scope([slim.conv2d], normalizer_fn=slim.batch_norm,
                                normalizer_params=batch_norm_params):
                net, end_points = network_base(inputs, scope=scope)
                net = slim.avg_pool2d(net, net.get_shape()[1:3], scope="AvgPool")
                net = slim.conv2d(net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None,
                                  scope="Logits")
                end_points["Logits"] = tf.squeeze(net, [1, 2])
    return end_points["Logits"], end_points


def probe_end_points(train_images=images(3), eval_images=10 * images(4)):
    train, _ = network(train_images, 3)
    logits, end_points = network(eval_images, 3, is_training=False, reuse=True)
    return {"train": train, "eval": logits, "mixed": end_points["Mixed"]}
