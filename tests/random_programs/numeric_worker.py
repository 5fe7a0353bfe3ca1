"""A process that imports TensorFlow once and answers each request in a fork of itself.

``EXE numeric_worker.py record`` (TensorFlow 1.15: one recording per request) or ``... measure`` (TensorFlow
2: the measurements that ``verify`` judges). Requests and answers are lines of JSON; an answer is empty, or
says why there is none. Standalone: ``record`` needs Python 3.6.
"""

import json
import os
import signal
import sys
import traceback

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SECONDS = 180  # one request


def recorder():
    """Requests are command lines of the recorder."""
    sys.path.insert(0, os.path.join(ROOT, "tf1to2reuse", "equivalence"))
    import tensorflow as tf
    import tensorflow.contrib.slim
    import tf1_recorder

    tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)
    return lambda request: tf1_recorder.run_options(tf1_recorder.parse(request))


def measurer():
    """Requests are those of the Keras runner."""
    sys.path.insert(0, ROOT)
    from tf1to2reuse.equivalence import keras_runner

    sys.path.remove(ROOT)  # the programs have module names of their own
    return keras_runner.run


def in_fork(perform, request, told):
    """Performs a request in a child; returns what it wrote to the file ``told``."""
    child = os.fork()
    if not child:
        signal.alarm(SECONDS)
        with open(told, "w") as file:
            try:
                perform(request)
            except BaseException as error:  # whatever the program does, it stays in this child
                name = type(error).__name__
                known = name == "RecorderError"  # a sentence for people; else where it happened counts
                kind = getattr(error, "kind", name)
                file.write(f"{kind}: {error if known else last(error)}")
                file.flush()
                os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    with open(told) as file:
        text = file.read()
    return text or (f"ended with status {status}" if status else "")


def last(error):
    """The last frames of an error in one line."""
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    return " | ".join("".join(lines).splitlines()[-6:])


def main():
    """Answers until the input ends."""
    perform = {"record": recorder, "measure": measurer}[sys.argv[1]]()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a program prints goes to stderr
    for line in sys.stdin:
        task = json.loads(line)
        answers.write(json.dumps(in_fork(perform, task["request"], task["told"])) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
