"""Embeddings: contrib's ``embed_sequence`` and ``bow_encoder`` become Embedding, with TF1's glorot
initializer.
"""

from __future__ import annotations

from collections.abc import Mapping

from tf1to2reuse.apis.layers.emit import Arguments, Target, arguments, flag
from tf1to2reuse.apis.layers.model import Call, KerasForm, LayerApi, Part, VariableSpec
from tf1to2reuse.apis.layers.signature import signature

EMBEDDING = "tf.keras.layers.Embedding"
_MEAN = "(lambda vectors: tf.reduce_mean(vectors, axis=1))"


def _part(call: Call) -> Part:
    sizes = (call["vocab_size"], call["embed_dim"])
    if any(size.literal is None for size in sizes):
        raise call.refuse("vocab_size", "or embed_dim is not given: TF1 then reuses a table made elsewhere")
    initializer = call["initializer"]
    written: Arguments = tuple(("", size.code) for size in sizes)
    # TF1 draws from glorot_uniform, Keras' Embedding from uniform(-.05, .05).
    default = '"glorot_uniform"' if initializer.literal is None else initializer.code
    written += (("embeddings_initializer", default),)
    targets = (Target("regularizer", "embeddings_regularizer", None), Target("trainable", "trainable", True))
    return Part(EMBEDDING, written + arguments(call, targets), {"embeddings": "embeddings"})


def _sequence_form(call: Call) -> KerasForm:
    # unique= only saves work in TF1's lookup; the result is the same.
    return KerasForm((_part(call),))


def _bow_form(call: Call) -> KerasForm:
    if call.literal("sparse_lookup") is not False:
        raise call.refuse(
            "sparse_lookup", "skips padding in TF1; only sparse_lookup=False has an equal in Keras"
        )
    return KerasForm((_part(call),), _MEAN)


def _variables(literals: Mapping[str, object]) -> tuple[VariableSpec, ...]:
    shape = (literals.get("vocab_size"), literals.get("embed_dim"))
    return (VariableSpec("embeddings", "0.embeddings", flag(literals, "trainable"), shape),)


def _sequence_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    return (*inputs, literals.get("embed_dim"))


def _bow_shape(inputs: tuple[object, ...], literals: Mapping[str, object]) -> tuple[object, ...]:
    return (inputs[0], literals.get("embed_dim"))


_TAIL = "initializer=None, regularizer=None, trainable=True, scope=None, reuse=None"

APIS: tuple[LayerApi, ...] = (
    LayerApi(
        "contrib.embed_sequence",
        signature(f"ids, vocab_size=None, embed_dim=None, unique=False, {_TAIL}"),
        "EmbedSequence",
        "scope",
        _sequence_form,
        _variables,
        _sequence_shape,
    ),
    LayerApi(
        "contrib.bow_encoder",
        signature(f"ids, vocab_size, embed_dim, sparse_lookup=True, {_TAIL}"),
        "bow_encoder",
        "scope",
        _bow_form,
        _variables,
        _bow_shape,
    ),
)
