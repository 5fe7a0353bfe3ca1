"""TF1 functions whose ``compat.v1`` form differs from the native one, where renaming arguments makes them equal.

Each row was read against both signatures and both sources: with every argument under its new name the native function
computes the same. What is not here (or in the rules) goes to ``tf.compat.v1``, which is always exact.

Row: names | native name | ``old:new`` argument renames; ``old:`` drops an argument that has no effect on values.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

_ROWS = """
tf.argmax tf.math.argmax tf.arg_max | tf.argmax | dimension:axis
tf.argmin tf.math.argmin tf.arg_min | tf.argmin | dimension:axis
tf.assert_equal tf.debugging.assert_equal | tf.debugging.assert_equal |
tf.assert_greater tf.debugging.assert_greater | tf.debugging.assert_greater |
tf.assert_greater_equal tf.debugging.assert_greater_equal | tf.debugging.assert_greater_equal |
tf.assert_less tf.debugging.assert_less | tf.debugging.assert_less |
tf.assert_less_equal tf.debugging.assert_less_equal | tf.debugging.assert_less_equal |
tf.assert_near tf.debugging.assert_near | tf.debugging.assert_near |
tf.assert_negative tf.debugging.assert_negative | tf.debugging.assert_negative |
tf.assert_non_negative tf.debugging.assert_non_negative | tf.debugging.assert_non_negative |
tf.assert_non_positive tf.debugging.assert_non_positive | tf.debugging.assert_non_positive |
tf.assert_none_equal tf.debugging.assert_none_equal | tf.debugging.assert_none_equal |
tf.assert_positive tf.debugging.assert_positive | tf.debugging.assert_positive |
tf.assert_rank tf.debugging.assert_rank | tf.debugging.assert_rank |
tf.assert_rank_at_least tf.debugging.assert_rank_at_least | tf.debugging.assert_rank_at_least |
tf.assert_rank_in tf.debugging.assert_rank_in | tf.debugging.assert_rank_in |
tf.batch_to_space | tf.batch_to_space | block_size:block_shape
tf.batch_to_space_nd tf.manip.batch_to_space_nd | tf.batch_to_space |
tf.boolean_mask | tf.boolean_mask |
tf.confusion_matrix tf.math.confusion_matrix | tf.math.confusion_matrix |
tf.convert_to_tensor | tf.convert_to_tensor | preferred_dtype:dtype_hint
tf.count_nonzero tf.math.count_nonzero | tf.math.count_nonzero | input_tensor:input keep_dims:keepdims reduction_indices:axis
tf.decode_csv tf.io.decode_csv | tf.io.decode_csv |
tf.decode_raw tf.io.decode_raw | tf.io.decode_raw | bytes:input_bytes
tf.depth_to_space tf.nn.depth_to_space | tf.nn.depth_to_space |
tf.expand_dims | tf.expand_dims | dim:axis
tf.extract_image_patches tf.image.extract_image_patches tf.image.extract_patches | tf.image.extract_patches | ksizes:sizes
tf.foldl | tf.foldl |
tf.foldr | tf.foldr |
tf.scan | tf.scan |
tf.map_fn | tf.map_fn | dtype:fn_output_signature
tf.gather | tf.gather | validate_indices:
tf.gather_nd tf.manip.gather_nd | tf.gather_nd |
tf.gradients | tf.gradients | colocate_gradients_with_ops:
tf.hessians | tf.hessians | colocate_gradients_with_ops:
tf.image.crop_and_resize | tf.image.crop_and_resize | box_ind:box_indices
tf.linalg.norm tf.norm | tf.norm | keep_dims:keepdims
tf.multinomial tf.random.multinomial | tf.random.categorical | output_dtype:dtype
tf.ones_like | tf.ones_like | tensor:input optimize:
tf.zeros_like | tf.zeros_like | tensor:input optimize:
tf.pad | tf.pad |
tf.parse_example tf.io.parse_example | tf.io.parse_example |
tf.parse_single_example tf.io.parse_single_example | tf.io.parse_single_example |
tf.py_func | tf.numpy_function |
tf.random_poisson tf.random.poisson | tf.random.poisson |
tf.reduce_all tf.math.reduce_all | tf.reduce_all | reduction_indices:axis keep_dims:keepdims
tf.reduce_any tf.math.reduce_any | tf.reduce_any | reduction_indices:axis keep_dims:keepdims
tf.reduce_logsumexp tf.math.reduce_logsumexp | tf.reduce_logsumexp | reduction_indices:axis keep_dims:keepdims
tf.reduce_max tf.math.reduce_max | tf.reduce_max | reduction_indices:axis keep_dims:keepdims
tf.reduce_mean tf.math.reduce_mean | tf.reduce_mean | reduction_indices:axis keep_dims:keepdims
tf.reduce_min tf.math.reduce_min | tf.reduce_min | reduction_indices:axis keep_dims:keepdims
tf.reduce_prod tf.math.reduce_prod | tf.reduce_prod | reduction_indices:axis keep_dims:keepdims
tf.reduce_sum tf.math.reduce_sum | tf.reduce_sum | reduction_indices:axis keep_dims:keepdims
tf.reduce_join tf.strings.reduce_join | tf.strings.reduce_join | reduction_indices:axis keep_dims:keepdims
tf.reverse_sequence | tf.reverse_sequence | seq_dim:seq_axis batch_dim:batch_axis
tf.scalar_mul tf.math.scalar_mul | tf.scalar_mul |
tf.shape | tf.shape |
tf.size | tf.size |
tf.space_to_batch tf.nn.space_to_batch | tf.space_to_batch | block_size:block_shape
tf.space_to_depth tf.nn.space_to_depth | tf.nn.space_to_depth |
tf.sparse_add tf.sparse.add | tf.sparse.add | thresh:threshold
tf.sparse_concat tf.sparse.concat | tf.sparse.concat | concat_dim:axis expand_nonconcat_dim:expand_nonconcat_dims
tf.sparse_reduce_max tf.sparse.reduce_max | tf.sparse.reduce_max | reduction_axes:axis keep_dims:keepdims
tf.sparse_reduce_sum tf.sparse.reduce_sum | tf.sparse.reduce_sum | reduction_axes:axis keep_dims:keepdims
tf.sparse_segment_mean tf.sparse.segment_mean | tf.sparse.segment_mean |
tf.sparse_segment_sqrt_n tf.sparse.segment_sqrt_n | tf.sparse.segment_sqrt_n |
tf.sparse_segment_sum tf.sparse.segment_sum | tf.sparse.segment_sum |
tf.squeeze | tf.squeeze | squeeze_dims:axis
tf.strings.length | tf.strings.length |
tf.string_to_hash_bucket tf.strings.to_hash_bucket | tf.strings.to_hash_bucket | string_tensor:input
tf.string_to_number tf.strings.to_number | tf.strings.to_number | string_tensor:input
tf.substr tf.strings.substr | tf.strings.substr |
tf.transpose | tf.transpose |
tf.tuple | tf.tuple |
tf.verify_tensor_all_finite tf.debugging.assert_all_finite | tf.debugging.assert_all_finite | t:x msg:message
tf.nn.avg_pool tf.nn.avg_pool2d | tf.nn.avg_pool2d | value:input
tf.nn.max_pool | tf.nn.max_pool2d | value:input
tf.nn.batch_norm_with_global_normalization | tf.nn.batch_norm_with_global_normalization | t:input m:mean v:variance
tf.nn.conv1d | tf.nn.conv1d | value:input use_cudnn_on_gpu:
tf.nn.conv2d | tf.nn.conv2d | filter:filters use_cudnn_on_gpu:
tf.nn.conv3d | tf.nn.conv3d | filter:filters
tf.nn.conv2d_transpose | tf.nn.conv2d_transpose | value:input filter:filters
tf.nn.conv3d_transpose | tf.nn.conv3d_transpose | value:input filter:filters
tf.nn.convolution | tf.nn.convolution | filter:filters dilation_rate:dilations
tf.nn.crelu | tf.nn.crelu |
tf.nn.depthwise_conv2d | tf.nn.depthwise_conv2d | rate:dilations
tf.nn.separable_conv2d | tf.nn.separable_conv2d | rate:dilations
tf.nn.in_top_k tf.math.in_top_k | tf.math.in_top_k |
tf.nn.log_softmax tf.math.log_softmax | tf.nn.log_softmax | dim:axis
tf.nn.softmax tf.math.softmax | tf.nn.softmax | dim:axis
tf.nn.max_pool_with_argmax | tf.nn.max_pool_with_argmax | Targmax:output_dtype
tf.nn.moments | tf.nn.moments | keep_dims:keepdims
tf.nn.pool | tf.nn.pool | dilation_rate:dilations
tf.nn.sufficient_statistics | tf.nn.sufficient_statistics | keep_dims:keepdims
tf.nn.weighted_moments | tf.nn.weighted_moments | keep_dims:keepdims
tf.nn.sigmoid_cross_entropy_with_logits | tf.nn.sigmoid_cross_entropy_with_logits | _sentinel:
tf.nn.sparse_softmax_cross_entropy_with_logits | tf.nn.sparse_softmax_cross_entropy_with_logits | _sentinel:
tf.nn.softmax_cross_entropy_with_logits_v2 | tf.nn.softmax_cross_entropy_with_logits | dim:axis
tf.nn.weighted_cross_entropy_with_logits | tf.nn.weighted_cross_entropy_with_logits | targets:labels
tf.gfile.Copy | tf.io.gfile.copy | oldpath:src newpath:dst
tf.gfile.DeleteRecursively | tf.io.gfile.rmtree | dirname:path
tf.gfile.Exists | tf.io.gfile.exists | filename:path
tf.gfile.Glob | tf.io.gfile.glob | filename:pattern
tf.gfile.IsDirectory | tf.io.gfile.isdir | dirname:path
tf.gfile.ListDirectory | tf.io.gfile.listdir | dirname:path
tf.gfile.MakeDirs | tf.io.gfile.makedirs | dirname:path
tf.gfile.MkDir | tf.io.gfile.mkdir | dirname:path
tf.gfile.Remove | tf.io.gfile.remove | filename:path
tf.gfile.Rename | tf.io.gfile.rename | oldname:src newname:dst
tf.gfile.Stat | tf.io.gfile.stat | filename:path
tf.gfile.Walk | tf.io.gfile.walk | in_order:topdown
tf.all_variables | tf.compat.v1.global_variables |
tf.initialize_all_variables | tf.compat.v1.global_variables_initializer |
tf.initialize_local_variables | tf.compat.v1.local_variables_initializer |
tf.initialize_variables | tf.compat.v1.variables_initializer |
tf.initialize_all_tables | tf.compat.v1.tables_initializer |
"""


@dataclass(frozen=True)
class Native:
    """A native function and how its arguments were called in TF1."""

    target: str
    renames: dict[str, str] = field(default_factory=dict)


@cache
def natives() -> dict[str, Native]:
    """TF1 name to its native form."""
    found = {}
    for row in _ROWS.strip().splitlines():
        names, target, renames = (part.strip() for part in row.split("|"))
        pairs = dict((old, new) for old, _, new in (word.partition(":") for word in renames.split()))
        found.update({name: Native(target, pairs) for name in names.split()})
    return found
