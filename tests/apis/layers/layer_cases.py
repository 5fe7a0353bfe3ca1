# ruff: noqa: E501 (one call per line)
"""Calls of TF1 layers whose numbers are recorded from TF 1.15.5 (Python 3.6 syntax: both interpreters read
this file).

Letters are inputs of fixed shape and pseudo-random values. ``train`` stands for the training flag: such
calls are recorded twice. The same text is evaluated by TF1, and bound and emitted as Keras code by the
test.
"""

INPUTS = {
    "m": (5, 6),
    "m32": (5, 32),
    "s": (3, 10, 6),
    "i": (2, 9, 8, 3),
    "j": (2, 5, 7, 4),
    "g": (2, 4, 4, 64),
    "c": (2, 5, 6, 7, 3),
    "f": (2, 3, 9, 8),  # channels first
}
INTEGERS = {"ids": ((4, 5), 11), "labels": ((6,), 7)}

# Names of functions that appear as arguments, and their canonical TF1 names.
FUNCTIONS = {
    "tf.contrib.layers.batch_norm": "tf.contrib.layers.batch_norm",
    "tf.contrib.layers.layer_norm": "tf.contrib.layers.layer_norm",
    "tf.contrib.layers.instance_norm": "tf.contrib.layers.instance_norm",
    "tf.contrib.slim.batch_norm": "tf.contrib.slim.batch_norm",
    "tf.layers.batch_normalization": "tf.layers.batch_normalization",
}

CALLS = """
tf.layers.dense(m, 4)
tf.layers.dense(m, 4, tf.nn.relu, use_bias=False)
tf.layers.dense(s, units=3, activation=tf.tanh, name='d')
tf.layers.dense(m, 4, bias_initializer=None)
tf.layers.conv1d(s, 4, 3)
tf.layers.conv1d(s, 4, 2, strides=3, padding='SAME', activation=tf.nn.relu)
tf.layers.conv1d(s, 4, 3, dilation_rate=2)
tf.layers.conv2d(i, 4, 3)
tf.layers.conv2d(i, 4, (3, 2), strides=(2, 2), padding='same', activation=tf.nn.elu)
tf.layers.conv2d(i, 4, [4, 4], 2, "SAME", use_bias=False)
tf.layers.conv2d(i, 4, 3, dilation_rate=(2, 2), padding='same')
tf.layers.conv2d(i, 4, 3, strides=(1, 2))
tf.layers.conv3d(c, 2, 3)
tf.layers.conv3d(c, 2, (2, 3, 2), strides=(1, 2, 2), padding='SAME')
tf.layers.conv2d_transpose(i, 4, 3)
tf.layers.conv2d_transpose(i, 4, 5, strides=2, padding='same', activation=tf.nn.relu)
tf.layers.conv2d_transpose(i, 4, 4, strides=(2, 3), padding='valid', use_bias=False)
tf.layers.conv2d_transpose(i, 4, 1, strides=2)
tf.layers.conv2d_transpose(j, 2, 3, 3, 'SAME')
tf.layers.conv3d_transpose(c, 2, 2)
tf.layers.conv3d_transpose(c, 2, 3, strides=2, padding='same')
tf.layers.separable_conv1d(s, 4, 3)
tf.layers.separable_conv1d(s, 4, 3, strides=2, padding='same', depth_multiplier=2)
tf.layers.separable_conv2d(i, 4, 3)
tf.layers.separable_conv2d(i, 4, 3, strides=2, padding='same', depth_multiplier=2, activation=tf.nn.relu)
tf.layers.separable_conv2d(i, 4, 3, dilation_rate=2, use_bias=False)
tf.layers.batch_normalization(i, training=train)
tf.layers.batch_normalization(m, training=train)
tf.layers.batch_normalization(s, training=train, momentum=0.9, epsilon=1e-5)
tf.layers.batch_normalization(i, training=train, momentum=0.9, epsilon=1e-8, scale=False)
tf.layers.batch_normalization(i, training=train, center=False, fused=False, epsilon=1e-5)
tf.layers.batch_normalization(f, axis=[1], training=train, fused=False)
tf.layers.batch_normalization(c, training=train)
tf.layers.batch_normalization(i)
tf.layers.batch_normalization(j, 2, training=train)
tf.layers.dropout(m)
tf.layers.dropout(m, 0.3, training=False)
tf.layers.flatten(i)
tf.layers.flatten(m)
tf.layers.max_pooling1d(s, 2, 2)
tf.layers.max_pooling2d(i, 2, 2)
tf.layers.max_pooling2d(i, [3, 2], strides=[2, 2], padding='SAME')
tf.layers.max_pooling3d(c, 2, 2, 'same')
tf.layers.average_pooling1d(s, 3, 2, padding='same')
tf.layers.average_pooling2d(i, 3, 2, padding='SAME')
tf.layers.average_pooling2d(i, (2, 2), (1, 1))
tf.layers.average_pooling3d(c, 2, 1)
tf.contrib.layers.fully_connected(m, 4)
tf.contrib.layers.fully_connected(s, 4, activation_fn=None, biases_initializer=None)
tf.contrib.layers.fully_connected(m, 4, normalizer_fn=tf.contrib.layers.batch_norm, normalizer_params={'is_training': train})
tf.contrib.layers.fully_connected(m, 4, activation_fn=tf.contrib.layers.batch_norm)
tf.contrib.layers.fully_connected(m, 4, tf.nn.elu, normalizer_fn=tf.contrib.layers.layer_norm)
tf.contrib.layers.fully_connected(m, 4, scope='fc', activation_fn=lambda v: v * 2)
tf.contrib.layers.linear(m, 4)
tf.contrib.layers.relu(m, 4)
tf.contrib.layers.relu6(m, 4)
tf.contrib.layers.elu(m, 4)
tf.contrib.layers.conv1d(s, 4, 3)
tf.contrib.layers.conv2d(i, 4, 3)
tf.contrib.layers.conv2d(i, 4, [3, 3], 2, 'VALID', activation_fn=tf.nn.tanh)
tf.contrib.layers.conv2d(i, 4, [3, 2], stride=2, biases_initializer=None)
tf.contrib.layers.conv2d(i, 4, 3, rate=2, activation_fn=None)
tf.contrib.layers.conv2d(i, 4, 3, normalizer_fn=tf.contrib.layers.batch_norm, normalizer_params={'is_training': train, 'decay': 0.9, 'scale': True, 'epsilon': 1e-5, 'updates_collections': None})
tf.contrib.layers.conv2d(i, 4, 3, normalizer_fn=tf.contrib.layers.batch_norm, normalizer_params=dict(is_training=train, scope='bn', activation_fn=tf.nn.relu), activation_fn=None)
tf.contrib.layers.conv2d(i, 4, 3, normalizer_fn=tf.layers.batch_normalization, normalizer_params={'training': train})
tf.contrib.layers.conv2d(i, 4, 3, normalizer_fn=tf.contrib.layers.instance_norm)
tf.contrib.slim.conv2d(i, 4, 1, scope='c')
tf.contrib.layers.conv3d(c, 2, 3)
tf.contrib.layers.convolution(s, 4, 3, stride=2)
tf.contrib.layers.convolution(i, 4, 3)
tf.contrib.layers.conv2d_transpose(i, 4, 3)
tf.contrib.layers.conv2d_transpose(i, 4, 4, stride=2, activation_fn=None)
tf.contrib.layers.conv2d_transpose(i, 4, 5, 2, 'VALID', normalizer_fn=tf.contrib.slim.batch_norm, normalizer_params={'is_training': train})
tf.contrib.layers.conv3d_transpose(c, 2, 3, 2)
tf.contrib.layers.conv2d_in_plane(i, 3)
tf.contrib.layers.conv2d_in_plane(i, [3, 2], stride=2, padding='VALID', activation_fn=None)
tf.contrib.layers.separable_conv2d(i, 4, 3)
tf.contrib.layers.separable_conv2d(i, 4, [3, 3], 2, stride=2, padding='VALID', activation_fn=None)
tf.contrib.layers.separable_conv2d(i, None, 3)
tf.contrib.layers.separable_conv2d(i, None, [3, 3], 2, stride=2, normalizer_fn=tf.contrib.layers.batch_norm, normalizer_params={'is_training': train})
tf.contrib.layers.separable_conv2d(i, None, 3, rate=2, biases_initializer=None)
tf.contrib.layers.batch_norm(i, is_training=train)
tf.contrib.layers.batch_norm(i)
tf.contrib.layers.batch_norm(m, is_training=train, epsilon=1e-5)
tf.contrib.layers.batch_norm(i, 0.9, updates_collections=None, epsilon=1e-5, scale=True, is_training=train, scope='bn')
tf.contrib.layers.batch_norm(i, decay=0.9, fused=False, center=False, scale=True, is_training=train, activation_fn=tf.nn.relu)
tf.contrib.layers.batch_norm(f, data_format='NCHW', is_training=train, fused=False)
tf.contrib.layers.batch_norm(s, is_training=train, updates_collections=None)
tf.contrib.layers.layer_norm(m)
tf.contrib.layers.layer_norm(s)
tf.contrib.layers.layer_norm(i, activation_fn=tf.nn.relu)
tf.contrib.layers.layer_norm(s, begin_norm_axis=-1)
tf.contrib.layers.layer_norm(s, begin_norm_axis=2, begin_params_axis=2, center=False)
tf.contrib.layers.layer_norm(s, begin_norm_axis=1, begin_params_axis=1)
tf.contrib.layers.layer_norm(i, begin_norm_axis=1, scale=False)
tf.contrib.layers.instance_norm(i)
tf.contrib.layers.instance_norm(i, center=False, epsilon=1e-5, activation_fn=tf.nn.relu)
tf.contrib.layers.instance_norm(f, data_format='NCHW')
tf.contrib.layers.group_norm(g)
tf.contrib.layers.group_norm(j, 2, epsilon=1e-3, scale=False)
tf.contrib.layers.group_norm(f, 3, channels_axis=-3, reduction_axes=[-2, -1])
tf.contrib.layers.dropout(m, 0.8, is_training=False)
tf.contrib.layers.flatten(i)
tf.contrib.layers.max_pool2d(i, 2)
tf.contrib.layers.max_pool2d(i, [3, 3], stride=[2, 2], padding='SAME')
tf.contrib.layers.avg_pool2d(i, 3)
tf.contrib.layers.avg_pool2d(i, [2, 2], 1, 'SAME')
tf.contrib.layers.max_pool3d(c, 2)
tf.contrib.layers.avg_pool3d(c, 2, 1)
tf.contrib.slim.pool(i, [3, 3], 'MAX', stride=2)
tf.contrib.slim.pool(i, 2, 'AVG', 'SAME')
tf.contrib.layers.bias_add(i)
tf.contrib.layers.bias_add(m, activation_fn=tf.nn.relu)
tf.contrib.layers.embed_sequence(ids, 11, 4)
tf.contrib.layers.embed_sequence(ids, vocab_size=11, embed_dim=4, scope='e')
tf.contrib.layers.one_hot_encoding(labels, 7)
tf.contrib.layers.one_hot_encoding(labels, 7, on_value=2.0, off_value=-1.0)
tf.contrib.layers.softmax(m)
tf.contrib.layers.softmax(s)
tf.contrib.layers.unit_norm(m, 1)
tf.contrib.layers.maxout(m, 3)
tf.contrib.layers.maxout(i, 1)
tf.contrib.layers.legacy_fully_connected(m, 4)
tf.contrib.layers.legacy_fully_connected(s, 4, activation_fn=tf.nn.relu, bias_init=None)
tf.contrib.layers.bow_encoder(ids, 11, 4, sparse_lookup=False)
"""


def calls():
    """Pairs of call and training flag; the flag is ``None`` for calls that do not mention it."""
    found = []
    for line in CALLS.strip().split("\n"):
        found += [(line, flag) for flag in ((False, True) if "train" in line else (None,))]
    return found


def name_of(call, flag):
    return call if flag is None else f"{call}  # train={flag}"
