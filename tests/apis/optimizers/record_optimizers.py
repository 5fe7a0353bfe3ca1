"""Record three steps of every idiom of ``optimizer_cases.py`` in TF 1.15.5, as JSON on stdout.

``python tests/apis/optimizers/record_optimizers.py > tests/apis/optimizers/steps.json`` with a TF1
interpreter.
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import optimizer_cases
import tensorflow as tf


def names():
    """What the expressions read."""
    w = tf.get_variable("w", initializer=tf.constant(optimizer_cases.W))
    step = tf.train.get_or_create_global_step()
    return {"tf": tf, "w": w, "step": step, "loss": optimizer_cases.loss_of(tf, w)}


def record(code):
    """The weight after each step."""
    with tf.Graph().as_default(), tf.Session() as session:
        found = names()
        operation = eval(code, found)
        session.run(tf.global_variables_initializer())
        return optimizer_cases.run(session, operation, found["w"])


def record_average(code):
    """The average of the weight after each step of plain gradient descent."""
    with tf.Graph().as_default(), tf.Session() as session:
        found = names()
        average = eval(code, found)
        descent = tf.train.GradientDescentOptimizer(0.1).minimize(found["loss"], found["step"])
        with tf.control_dependencies([descent]):
            operation = average.apply([found["w"]])
        session.run(tf.global_variables_initializer())
        return optimizer_cases.run(session, operation, average.average(found["w"]))


def main():
    assert tf.__version__ == "1.15.5", tf.__version__
    found = {code: record(code) for code in optimizer_cases.lines(optimizer_cases.OPTIMIZERS)}
    found.update({code: record_average(code) for code in optimizer_cases.lines(optimizer_cases.AVERAGES)})
    print("{\n" + ",\n".join(json.dumps(k) + ": " + json.dumps(found[k]) for k in sorted(found)) + "\n}")


if __name__ == "__main__":
    main()
