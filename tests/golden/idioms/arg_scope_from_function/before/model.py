"""A small classifier whose layers are configured by argument scopes."""

import tensorflow as tf

slim = tf.contrib.slim


def model_arg_scope(weight_decay=0.0001, batch_norm_decay=0.9):
    """The arguments of all layers of the model."""
    batch_norm_params = {
        "decay": batch_norm_decay,
        "epsilon": 1e-3,
        "scale": True,
    }
    with slim.arg_scope(
            [slim.conv2d, slim.fully_connected],
            weights_regularizer=slim.l2_regularizer(weight_decay),
            weights_initializer=slim.variance_scaling_initializer(),
            activation_fn=tf.nn.relu,
            normalizer_fn=slim.batch_norm,
            normalizer_params=batch_norm_params):
        with slim.arg_scope([slim.batch_norm], **batch_norm_params):
            with slim.arg_scope([slim.max_pool2d], padding="SAME") as scope:
                return scope


def unit(inputs, depth, stride, scope=None):
    """A residual unit."""
    with tf.variable_scope(scope, "unit", [inputs]):
        preact = slim.batch_norm(inputs, activation_fn=tf.nn.relu, scope="preact")
        shortcut = slim.conv2d(preact, depth, [1, 1], stride=stride, normalizer_fn=None,
                               activation_fn=None, scope="shortcut")
        residual = slim.conv2d(preact, depth, [3, 3], stride=stride, scope="conv1")
        residual = slim.conv2d(residual, depth, [3, 3], stride=1, normalizer_fn=None,
                               activation_fn=None, scope="conv2")
        return shortcut + residual


def network(images, num_classes, is_training=True, keep_prob=0.5, reuse=None, scope="network"):
    """Logits, and the tensors on the way."""
    end_points = {}
    with tf.variable_scope(scope, "network", [images], reuse=reuse):
        with slim.arg_scope([slim.batch_norm, slim.dropout], is_training=is_training):
            net = slim.conv2d(images, 4, [3, 3], scope="conv1")
            end_points["conv1"] = net
            net = slim.max_pool2d(net, [2, 2], scope="pool1")
            net = unit(net, 6, 2, scope="unit_1")
            net = unit(net, 6, 1, scope="unit_2")
            end_points["units"] = net
            net = slim.flatten(net)
            net = slim.fully_connected(net, 8, normalizer_fn=None, scope="fc1")
            net = slim.dropout(net, keep_prob, scope="dropout1")
            logits = slim.fully_connected(net, num_classes, activation_fn=None, normalizer_fn=None,
                                          scope="logits")
            end_points["predictions"] = slim.softmax(logits)
    return logits, end_points
