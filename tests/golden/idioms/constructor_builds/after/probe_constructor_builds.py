"""The model, and logits that read the embedding table a second time."""
import numpy as np
import tensorflow as tf

import model


class ProbeConstructorBuilds(tf.keras.layers.Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        config = model.Config(vocab_size=13)
        self.encoder_model = model.EncoderModel(config)

    def call(self,
             input_ids=np.random.RandomState(1).randint(0, 13, (2, 5)).astype("int32")):
        encoder = self.encoder_model(input_ids)
        logits = tf.tensordot(encoder.get_sequence_output(), encoder.get_embedding_table(), [[2], [1]])
        return {
            "pooled": encoder.get_pooled_output(),
            "sequence": encoder.get_sequence_output(),
            "logits": logits,
        }
