"""Calls of functions that make variables that the tool does not know. Run by TensorFlow 1.15."""

import json

import tensorflow as tf

seq2seq = tf.contrib.seq2seq
memory = tf.placeholder(tf.float32, [2, 3, 4])
lengths = tf.constant([3, 3])
cell = tf.nn.rnn_cell.GRUCell(4)
found = {}


def note(name):
    """Notes what there is since the call before."""
    before = {each for names in found.values() for each in names}
    every = [variable.op.name for variable in tf.global_variables() + tf.local_variables()]
    found[name] = [each for each in every if each not in before]


attention = seq2seq.BahdanauAttention(4, memory)
note("BahdanauAttention")
seq2seq.LuongAttention(4, memory)
note("LuongAttention")
decoder = seq2seq.BasicDecoder(cell, seq2seq.TrainingHelper(memory, lengths), tf.zeros([2, 4]))
seq2seq.dynamic_decode(decoder)
note("dynamic_decode")
tf.contrib.framework.local_variable(0.0, name="local")
note("local_variable")
tf.contrib.framework.global_variable(0.0, name="global")
note("global_variable")
print(json.dumps(found))
