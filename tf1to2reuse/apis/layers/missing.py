"""What has no entry in the catalogue, and why. Nothing is passed over in silence.

Keys are those of ``names.py``, with ``rnn.`` for recurrent cells and what runs them, ``slim.`` for what slim
has beyond ``tf.contrib.layers``.
"""

from __future__ import annotations

from collections.abc import Mapping

# What other parts of the tool handle: these are not layers.
_ELSEWHERE: dict[str, str] = {
    "an initializer or regularizer: see symbols.md": "contrib.l1_l2_regularizer contrib.l1_regularizer "
    "contrib.l2_regularizer contrib.variance_scaling_initializer contrib.xavier_initializer "
    "contrib.xavier_initializer_conv2d contrib.apply_regularization",
    "applies other layers, and becomes a loop over them": "contrib.repeat contrib.stack",
    "sets arguments of other calls, which are written there": "slim.arg_scope slim.add_arg_scope",
    "makes a variable, as get_variable does": "slim.variable slim.model_variable",
    "the step counter: see symbols.md": "slim.assert_global_step slim.create_global_step "
    "slim.get_global_step slim.get_or_create_global_step",
    "a state: code that reads one is rewritten with the cell": "rnn.LSTMStateTuple",
}
# What Keras 3 has no equal for: a call stays as it is and is reported.
_NO_EQUAL: dict[str, str] = {
    "feature columns have no target in Keras 3": "contrib.bucketized_column contrib.check_feature_columns "
    "contrib.create_feature_spec_for_parsing contrib.crossed_column contrib.embedding_column "
    "contrib.infer_real_valued_columns contrib.input_from_feature_columns "
    "contrib.joint_weighted_sum_from_feature_columns contrib.make_place_holder_tensors_for_base_features "
    "contrib.multi_class_target contrib.one_hot_column contrib.parse_feature_columns_from_examples "
    "contrib.parse_feature_columns_from_sequence_examples contrib.real_valued_column "
    "contrib.regression_target contrib.scattered_embedding_column "
    "contrib.sequence_input_from_feature_columns contrib.shared_embedding_columns "
    "contrib.sparse_column_with_hash_bucket contrib.sparse_column_with_integerized_feature "
    "contrib.sparse_column_with_keys contrib.sparse_column_with_vocabulary_file contrib.transform_features "
    "contrib.weighted_sparse_column contrib.weighted_sum_from_feature_columns slim.DataFrameColumn "
    "slim.InputLayer slim.ProblemType slim.binary_svm_target slim.bucketize "
    "slim.get_default_binary_metrics_for_eval slim.sparse_feature_cross",
    "belongs to the training loop": "contrib.optimize_loss slim.adaptive_clipping_fn slim.make_all",
    "writes summaries": "contrib.summarize_activation contrib.summarize_activations "
    "contrib.summarize_collection contrib.summarize_tensor contrib.summarize_tensors slim.summarize_biases "
    "slim.summarize_variables slim.summarize_weights",
    "asks for variables by name or collection, which Keras does not keep": "slim.add_model_variable "
    "slim.assign_from_checkpoint slim.assign_from_checkpoint_fn slim.assign_from_values "
    "slim.assign_from_values_fn slim.filter_variables slim.get_local_variables slim.get_model_variables "
    "slim.get_trainable_variables slim.get_unique_variable slim.get_variable_full_name slim.get_variables "
    "slim.get_variables_by_name slim.get_variables_by_suffix slim.get_variables_to_restore",
    "works on slim's own machinery": "slim.VariableDeviceChooser slim.arg_scope_func_key "
    "slim.arg_scoped_arguments slim.assert_or_get_global_step slim.current_arg_scope slim.deprecated "
    "slim.deprecated_arg_values slim.experimental slim.has_arg_scope slim.zero_initializer",
    "generalized divisive normalization has no Keras layer": "contrib.GDN contrib.gdn",
    "reversible blocks rest on TF1's gradient machinery": "contrib.RevBlock contrib.rev_block "
    "contrib.recompute_grad contrib.scale_gradient",
    "its learned temperature has no Keras layer": "contrib.spatial_softmax",
    "sparse lookups have no Keras layer": "contrib.safe_embedding_lookup_sparse contrib.dense_to_sparse "
    "slim.embedding_lookup_sparse_with_distributed_aggregation slim.scattered_embedding_lookup "
    "slim.scattered_embedding_lookup_sparse",
    "a base class: subclasses are repository code": "layers.InputSpec layers.Layer rnn.RNNCell "
    "rnn.LayerRNNCell rnn.FusedRNNCell rnn.LSTMBlockWrapper",
    "changes what another cell does at each step, in a way that Keras' cells do not": "rnn.HighwayWrapper "
    "rnn.AttentionCellWrapper rnn.InputProjectionWrapper rnn.OutputProjectionWrapper rnn.CompiledWrapper "
    "rnn.EmbeddingWrapper",
    "runs on GPUs only and cannot be recorded here": "rnn.CudnnLSTM rnn.CudnnGRU",
    "Keras has no such cell": "rnn.BidirectionalGridLSTMCell rnn.GridLSTMCell rnn.TimeFreqLSTMCell "
    "rnn.CoupledInputForgetGateLSTMCell rnn.GLSTMCell rnn.IndyGRUCell rnn.IndyLSTMCell "
    "rnn.IntersectionRNNCell rnn.PhasedLSTMCell",
    "its loop is code of the program, which Keras does not run": "rnn.raw_rnn",
    "Keras adds up no regularizers: its L1L2 has both kinds": "contrib.sum_regularizer",
    "keeps its state in a queue of the input pipeline": "rnn.static_state_saving_rnn",
}
# What could have an entry, and has none yet.
_NOT_YET: dict[str, str] = {
    "reshapes images and sequences of OCR models; no code met so far uses it": "contrib.images_to_sequence "
    "contrib.sequence_to_images",
    "a lookup without an entry": "contrib.embedding_lookup_unique",
    "variables outside the trainable ones, without an entry": "slim.local_variable slim.global_variable",
    "is a line of its own, which has no entry": "rnn.transpose_batch_time rnn.best_effort_input_batch_size",
    "is a stack of layers that each run both ways, which has no entry": "rnn.stack_bidirectional_rnn "
    "rnn.stack_bidirectional_dynamic_rnn",
    "is called with a whole sequence, which has no entry": "rnn.LSTMBlockFusedCell rnn.FusedRNNCellAdaptor "
    "rnn.TimeReversedFusedRNN",
    "convolves at each step, which has no entry": "rnn.ConvLSTMCell rnn.Conv1DLSTMCell rnn.Conv2DLSTMCell "
    "rnn.Conv3DLSTMCell",
}


def _by_name(reasons: Mapping[str, str]) -> dict[str, str]:
    return {name: reason for reason, names in reasons.items() for name in names.split()}


ELSEWHERE: Mapping[str, str] = _by_name(_ELSEWHERE)
NO_EQUAL: Mapping[str, str] = _by_name(_NO_EQUAL)
NOT_YET: Mapping[str, str] = _by_name(_NOT_YET)
