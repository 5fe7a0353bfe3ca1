"""Trains the matcher on made-up pairs and saves a checkpoint: python train.py FOLDER."""
import os
import sys

import numpy as np
import tensorflow as tf

from encoder import VOCABULARY
from matcher import match


def pairs(random, count):
    """Questions, answers and labels: a true answer repeats words of its question."""
    questions = random.randint(0, VOCABULARY, (count, 6))
    answers = random.randint(0, VOCABULARY, (count, 4))
    labels = random.randint(0, 2, count)
    answers[labels == 1] = questions[labels == 1, :4]
    return questions, answers, labels


def train(folder, steps=400, batch=64):
    random = np.random.RandomState(0)
    question = tf.placeholder(tf.int32, [None, 6], name="question")
    answer = tf.placeholder(tf.int32, [None, 4], name="answer")
    label = tf.placeholder(tf.float32, [None], name="label")

    score, _, _ = match(question, answer)
    loss = tf.reduce_mean(tf.square(score - label))
    step = tf.train.AdamOptimizer(0.01).minimize(loss)
    saver = tf.train.Saver()

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for number in range(steps):
            questions, answers, labels = pairs(random, batch)
            feed = {question: questions, answer: answers, label: labels}
            _, value = sess.run([step, loss], feed)
            if number % 100 == 0:
                print("step %d: loss %.3f" % (number, value))
        print("saved", saver.save(sess, os.path.join(folder, "model.ckpt"), write_meta_graph=False))


if __name__ == "__main__":
    train(sys.argv[1])
