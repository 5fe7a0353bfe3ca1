"""Calls whose static shapes are recorded from TF 1.15.5 (Python 3.6 syntax: both interpreters read this
file).

Letters are placeholders; the shapes stand in ``SHAPES`` under the letter.
"""

SHAPES = {
    "i": (None, 8, 9, 3),  # images, unknown batch
    "j": (2, 7, 5, 4),
    "u": (None, None, None, 3),
    "m": (None, 6),
    "n": (6, 4),
    "v": (5,),
    "s": (None, 10, 6),  # sequences
    "t": (2, 3, 4),
    "one": (1, 4, 1),
    "q": (),
    "r": None,
    "k": (3, 3, 3, 8),  # kernels
    "kk": (3, 3, 4, 8),
    "k1": (3, 6, 8),
    "k3": (2, 2, 2, 3, 4),
    "c": (None, 4, 6, 8, 3),
    "dw": (3, 3, 3, 2),
    "pw": (1, 1, 6, 7),
    "b": (8,),
    "e": (100, 16),
    "bm": (None, 5, 6, 7),
    "bn": (None, 5, 7, 4),
}
INTEGERS = {"q_int": (), "ids": (None, 10), "labels": (None,), "l2": (4, 2)}

CALLS = """
tf.nn.relu(i)
tf.tanh(m)
tf.identity(r)
tf.nn.leaky_relu(u, alpha=0.1)
tf.cast(ids, tf.float32)
tf.to_float(ids)
tf.clip_by_value(m, -1., 1.)
tf.nn.softmax(m)
tf.nn.dropout(m, 0.5)
tf.cumsum(s, axis=1)
tf.zeros_like(i)
tf.stop_gradient(r)
tf.nn.l2_normalize(m, 1)
tf.add(m, 1.0)
tf.add(m, m)
tf.multiply(one, [[[1., 2.]]])
tf.maximum(s, [1., 2., 3., 4., 5., 6.])
tf.subtract(u, [1., 2., 3.])
tf.add(i, tf.zeros([1, 1, 9, 3]))
tf.pow(m, 2.0)
tf.equal(ids, 3)
tf.where(tf.equal(ids, 3))
tf.where(tf.equal(m, 0.), m, m)
tf.squared_difference(m, 0.0)
tf.matmul(m, n)
tf.matmul(n, n, transpose_b=True)
tf.matmul(n, n, transpose_a=True)
tf.matmul(bm, bm, transpose_b=True)
tf.matmul(t, t, adjoint_b=True)
tf.nn.bias_add(u, [1., 2., 3.])
tf.nn.xw_plus_b(m, n, [1., 2., 3., 4.])
tf.nn.conv2d(i, k, [1, 1, 1, 1], 'SAME')
tf.nn.conv2d(i, k, strides=[1, 2, 2, 1], padding='VALID')
tf.nn.conv2d(i, k, strides=[1, 2, 2, 1], padding='SAME')
tf.nn.conv2d(i, k, strides=[1, 1, 1, 1], padding='VALID', dilations=[1, 2, 2, 1])
tf.nn.conv2d(u, k, strides=[1, 2, 2, 1], padding='SAME')
tf.nn.conv2d(u, k, strides=[1, 1, 1, 1], padding='SAME')
tf.nn.conv2d(j, kk, 3, 'SAME')
tf.nn.conv1d(s, k1, 2, 'SAME')
tf.nn.conv1d(s, k1, stride=1, padding='VALID')
tf.nn.conv3d(c, k3, [1, 2, 2, 2, 1], 'SAME')
tf.nn.conv3d(c, k3, strides=[1, 1, 1, 1, 1], padding='VALID')
tf.nn.atrous_conv2d(i, k, 2, 'SAME')
tf.nn.atrous_conv2d(i, k, 2, 'VALID')
tf.nn.depthwise_conv2d(i, dw, [1, 1, 1, 1], 'SAME')
tf.nn.depthwise_conv2d(i, dw, [1, 2, 2, 1], 'VALID')
tf.nn.separable_conv2d(i, dw, pw, [1, 2, 2, 1], 'SAME')
tf.nn.conv2d_transpose(i, tf.zeros([3, 3, 8, 3]), [4, 16, 18, 8], [1, 2, 2, 1])
tf.nn.max_pool(i, [1, 2, 2, 1], [1, 2, 2, 1], 'SAME')
tf.nn.max_pool(i, ksize=[1, 3, 3, 1], strides=[1, 2, 2, 1], padding='VALID')
tf.nn.avg_pool(u, ksize=[1, 2, 2, 1], strides=[1, 1, 1, 1], padding='SAME')
tf.nn.avg_pool(j, 3, 1, 'VALID')
tf.nn.max_pool2d(j, 2, 2, 'VALID')
tf.nn.max_pool3d(c, [1, 2, 2, 2, 1], [1, 2, 2, 2, 1], 'VALID')
tf.nn.pool(s, [2], 'MAX', 'SAME', strides=[2])
tf.reshape(i, [-1, 216])
tf.reshape(i, [4, -1])
tf.reshape(j, [-1])
tf.reshape(j, [-1, 5])
tf.reshape(j, (2, -1, 4))
tf.reshape(r, [-1, 3])
tf.reshape(r, [5, 3])
tf.reshape(m, [-1])
tf.reshape(u, [-1, 3])
tf.reshape(t, [3, 8])
tf.transpose(i, [0, 3, 1, 2])
tf.transpose(n)
tf.transpose(s, perm=(1, 0, 2))
tf.matrix_transpose(t)
tf.expand_dims(m, 1)
tf.expand_dims(m, -1)
tf.expand_dims(m, axis=0)
tf.squeeze(one)
tf.squeeze(one, [2])
tf.squeeze(one, axis=0)
tf.squeeze(one, squeeze_dims=[0, 2])
tf.squeeze(u)
tf.concat([i, i], 3)
tf.concat([i, i], axis=-1)
tf.concat([m, m, m], 0)
tf.concat(values=[t, t], axis=1)
tf.stack([m, m], 1)
tf.stack([q, q, 1.0])
tf.stack([t, t], axis=-1)
tf.stack(m)
tf.unstack(t)
tf.unstack(s, axis=1)
tf.unstack(m, num=2, axis=0)
tf.split(i, 3, 3)
tf.split(i, num_or_size_splits=2, axis=1)
tf.split(s, [2, -1], 1)
tf.split(s, [2, 8], axis=1)
tf.split(u, 1, 1)
tf.tile(t, [1, 2, 3])
tf.tile(m, [2, 2])
tf.pad(i, [[0, 0], [1, 1], [2, 2], [0, 0]])
tf.pad(t, [[0, 1], [1, 0], [2, 2]], 'CONSTANT')
tf.gather(e, ids)
tf.gather(t, [0, 1], axis=2)
tf.gather(t, 1)
tf.gather_nd(t, l2)
tf.nn.embedding_lookup(e, ids)
tf.nn.embedding_lookup([e], labels)
tf.boolean_mask(t, [True, False])
tf.slice(i, [0, 1, 1, 0], [-1, 4, -1, 2])
i[0]
i[:, 1:]
i[:, 1:-1, ::2, :2]
i[..., 0]
i[..., tf.newaxis]
i[:, None, 3]
i[:2]
i[1:]
i[-1:]
j[::-1]
j[1:1]
j[:, 2:100]
j[5:]
s[:, -1]
s[:, -1, :]
u[:, 1:]
u[:, :-1, :, 0]
t[q_int]
t[0, ..., 1]
tf.depth_to_space(tf.zeros([2, 3, 4, 8]), 2)
tf.space_to_depth(j[:, :6, :4], 2)
tf.reduce_sum(m)
tf.reduce_mean(i, [1, 2])
tf.reduce_mean(i, [1, 2], True)
tf.reduce_mean(i, axis=-1, keepdims=True)
tf.reduce_max(i, reduction_indices=1)
tf.reduce_sum(i, axis=(1, 2), keep_dims=True)
tf.reduce_sum(r)
tf.reduce_sum(r, 1)
tf.reduce_all(tf.equal(m, 1.), 1)
tf.reduce_logsumexp(m, 1)
tf.count_nonzero(m, axis=1)
tf.norm(m, axis=1)
tf.norm(m)
tf.argmax(m, 1)
tf.argmax(m, axis=-1)
tf.argmin(m, dimension=1)
tf.argmax(m)
tf.nn.moments(i, [0, 1, 2])
tf.nn.moments(i, axes=[1, 2], keep_dims=True)
tf.nn.top_k(m, 3)
tf.nn.in_top_k(m, labels, 2)
tf.tensordot(s, n, 1)
tf.tensordot(s, n, axes=[[2], [0]])
tf.einsum('bij,jk->bik', s, n)
tf.einsum('abc,abd->acd', s, s)
tf.shape(i)
tf.shape(r)
tf.size(m)
tf.rank(m)
tf.zeros([3, 4])
tf.ones((2,))
tf.zeros(5)
tf.fill([2, 3], 1.0)
tf.constant([[1, 2], [3, 4]])
tf.constant(1.0, shape=[2, 2])
tf.constant(3)
tf.random_normal([4, 5])
tf.random_uniform(shape=[4, 5], minval=0.)
tf.truncated_normal([2])
tf.random.normal((2, 2))
tf.placeholder(tf.float32)
tf.placeholder(tf.float32, [None, 3])
tf.placeholder(tf.int32, shape=())
tf.placeholder_with_default([1., 2.], [None])
tf.multinomial(m, 1)
tf.range(5)
tf.range(2, 10, 3)
tf.range(10, 0, -4)
tf.linspace(0., 1., 7)
tf.eye(3)
tf.eye(3, 4)
tf.one_hot(ids, 7)
tf.one_hot(labels, depth=7, axis=0)
tf.one_hot(labels, 5, axis=-1)
tf.sequence_mask(labels, 10)
tf.add_n([m, m])
tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=m)
tf.nn.softmax_cross_entropy_with_logits(labels=m, logits=m)
tf.nn.softmax_cross_entropy_with_logits_v2(labels=n, logits=n)
tf.nn.sigmoid_cross_entropy_with_logits(labels=m, logits=m)
tf.nn.l2_loss(m)
tf.nn.batch_normalization(i, tf.zeros([3]), tf.ones([3]), None, None, 1e-3)
tf.nn.fused_batch_norm(i, [1., 1., 1.], [0., 0., 0.])
tf.image.resize_images(i, [16, 18])
tf.image.resize_images(i, (16, 18), method=1)
tf.image.resize_bilinear(i, [4, 4])
tf.image.resize_nearest_neighbor(u, (20, 30))
tf.image.resize_image_with_crop_or_pad(i, 6, 7)
tf.random_crop(j, [2, 3, 3, 4])
tf.image.flip_left_right(i)
tf.broadcast_to(q, [2, 3])
tf.reshape(i, [tf.shape(i)[0], 216])
tf.layers.dense(m, 5)
tf.layers.dense(s, 5)
tf.layers.conv2d(i, 5, 3)
tf.layers.conv2d(i, 5, (3, 2), strides=2, padding='SAME')
tf.layers.conv2d(i, 5, 3, dilation_rate=2)
tf.layers.conv2d(u, 5, 3, strides=(2, 2), padding='same')
tf.layers.conv1d(s, 5, 3, strides=2)
tf.layers.conv3d(c, 5, 2)
tf.layers.conv2d_transpose(i, 5, 3, strides=2)
tf.layers.conv2d_transpose(i, 5, 5, strides=(2, 3), padding='same')
tf.layers.conv2d_transpose(i, 5, 1, strides=2, padding='valid')
tf.layers.separable_conv2d(i, 5, 3, depth_multiplier=2)
tf.layers.separable_conv1d(s, 5, 3, padding='same')
tf.layers.batch_normalization(i)
tf.layers.dropout(i)
tf.layers.flatten(i)
tf.layers.flatten(m)
tf.layers.flatten(u)
tf.layers.max_pooling2d(i, 2, 2)
tf.layers.max_pooling2d(i, [3, 3], strides=[2, 2], padding='same')
tf.layers.average_pooling1d(s, 3, 2)
tf.contrib.layers.conv2d(i, 5, 3)
tf.contrib.layers.conv2d(i, 5, [3, 3], stride=2)
tf.contrib.layers.conv2d(i, 5, [3, 3], 2, 'VALID')
tf.contrib.layers.convolution(s, 5, 3)
tf.contrib.layers.conv2d_transpose(i, 5, 4, stride=2)
tf.contrib.layers.conv2d_transpose(i, 5, 4, 2, padding='VALID')
tf.contrib.layers.separable_conv2d(i, 5, 3, 1)
tf.contrib.layers.separable_conv2d(i, None, 3, 2, stride=2)
tf.contrib.layers.fully_connected(m, 5)
tf.contrib.layers.linear(s, 5)
tf.contrib.layers.batch_norm(i)
tf.contrib.layers.layer_norm(s)
tf.contrib.layers.instance_norm(i)
tf.contrib.layers.group_norm(j, 2)
tf.contrib.layers.dropout(m)
tf.contrib.layers.flatten(i)
tf.contrib.layers.max_pool2d(i, 2)
tf.contrib.layers.avg_pool2d(i, [3, 3], stride=1, padding='SAME')
tf.contrib.slim.max_pool2d(i, [3, 3])
"""


def calls():
    return CALLS.strip().split("\n")
