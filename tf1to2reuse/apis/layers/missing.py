"""What of ``tf.layers`` and ``tf.contrib.layers`` has no entry here, and why. Nothing is passed over in
silence.
"""

from __future__ import annotations

from tf1to2reuse.apis.layers.names import key_of

_ELSEWHERE = "not a layer: symbols, regularizers and initializers have their own tables"
_CONTROL = "applies other layers: the partial evaluator unrolls it"
_COLUMNS = "feature columns have no target in Keras 3"
_TRAINING = "belongs to the training loop"
_SUMMARY = "writes summaries"
_BASE = "a base class: subclasses are repository code"

_REASONS: dict[str, str] = {
    _ELSEWHERE: "apply_regularization l1_l2_regularizer l1_regularizer l2_regularizer sum_regularizer "
    "variance_scaling_initializer xavier_initializer xavier_initializer_conv2d",
    _CONTROL: "repeat stack",
    _COLUMNS: "bucketized_column check_feature_columns create_feature_spec_for_parsing crossed_column "
    "embedding_column "
    "infer_real_valued_columns input_from_feature_columns joint_weighted_sum_from_feature_columns "
    "make_place_holder_tensors_for_base_features multi_class_target one_hot_column "
    "parse_feature_columns_from_examples parse_feature_columns_from_sequence_examples real_valued_column "
    "regression_target scattered_embedding_column sequence_input_from_feature_columns "
    "shared_embedding_columns sparse_column_with_hash_bucket sparse_column_with_integerized_feature "
    "sparse_column_with_keys "
    "sparse_column_with_vocabulary_file transform_features weighted_sparse_column "
    "weighted_sum_from_feature_columns",
    _TRAINING: "optimize_loss",
    _SUMMARY: "summarize_activation summarize_activations summarize_collection summarize_tensor "
    "summarize_tensors",
    "generalized divisive normalization has no Keras layer": "GDN gdn",
    "reversible blocks rest on TF1's gradient machinery": "RevBlock rev_block recompute_grad scale_gradient",
    "its learned temperature has no Keras layer": "spatial_softmax",
    "sparse lookups have no Keras layer": "embedding_lookup_unique safe_embedding_lookup_sparse "
    "dense_to_sparse",
    "reshapes images and sequences of OCR models; no code met so far uses it": "images_to_sequence "
    "sequence_to_images",
}
MISSING: dict[str, str] = {
    **{f"contrib.{name}": reason for reason, names in _REASONS.items() for name in names.split()},
    "layers.InputSpec": _BASE,
    "layers.Layer": _BASE,
}


def why_missing(canonical: str) -> str | None:
    """Why a known layer function has no entry; ``None`` for names that are not known at all."""
    key = key_of(canonical)
    return MISSING.get(key) if key else None
