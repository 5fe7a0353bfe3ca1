"""Runs programs under real TensorFlow 1.15: JSON lines in, JSON lines out.

A line in is ``{"id": ..., "modules": {"prog.py": source, ...}, "calls": ["probe()"]}``; each call runs in a
new graph. A line out holds per call: the variables in creation order as (name, shape, trainable), how often
each was asked for through ``get_variable`` and from which line, the first error that left the call as
(type, line), and what the call returned. Standalone: needs Python 3.6 and TensorFlow 1.15 only.
"""

import json
import os
import sys
import traceback
import types

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import tensorflow as tf
import tensorflow.contrib.framework.python.ops.arg_scope
from tensorflow.python.ops import variable_scope

tf.compat.v1.logging.set_verbosity(tf.compat.v1.logging.ERROR)

REQUESTS = {}
SITES = []
FILES = set()
ARG_STACK = sys.modules["tensorflow.contrib.framework.python.ops.arg_scope"]._ARGSTACK


def count_requests():
    """Counts what the variable store answers, by the name it was asked for."""
    store = variable_scope._VariableStore
    single, partitioned = store._get_single_variable, store._get_partitioned_variable

    def get_single(self, name, *args, **kwargs):
        variable = single(self, name, *args, **kwargs)
        if kwargs.get("partition_info") is None:
            REQUESTS.setdefault(variable.op.name, [0])[0] += 1
            SITES.append([line_of_program(), variable.op.name])
        return variable

    def get_partitioned(self, name, *args, **kwargs):
        variable = partitioned(self, name, *args, **kwargs)
        REQUESTS.setdefault(name, [0])[0] += 1
        SITES.append([line_of_program(), name])
        return variable

    store._get_single_variable, store._get_partitioned_variable = get_single, get_partitioned


def line_of_program():
    """The line of the program that is running, the innermost one."""
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename not in FILES:
        frame = frame.f_back
    return frame.f_lineno if frame is not None else 0


def variables():
    """(name, shape, trainable) in creation order; the parts of a partitioned variable as one."""
    trainable = {id(v) for v in tf.compat.v1.trainable_variables()}
    found, merged = [], set()
    for variable in tf.compat.v1.global_variables():
        name, shape = variable.op.name, variable.shape.as_list()
        part = variable._save_slice_info
        if part is not None:
            if part.full_name in merged:
                continue
            merged.add(part.full_name)
            name, shape = part.full_name, list(part.full_shape)
        found.append([name, shape, id(variable) in trainable])
    return found


def plain(value):
    """A returned value as JSON."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if value is tf.compat.v1.AUTO_REUSE:
        return "AUTO_REUSE"
    return f"<{type(value).__name__}>"


def load(modules):
    """Fresh modules of these names; the last one is the program."""
    module = None
    for file, source in modules.items():
        name = file[: -len(".py")]
        module = types.ModuleType(name)
        module.__file__ = file
        sys.modules[name] = module
        exec(compile(source, file, "exec"), module.__dict__)
    return module


def run(modules, call):
    """One call in a new graph."""
    REQUESTS.clear()
    del SITES[:]
    FILES.clear()
    FILES.update(modules)
    ARG_STACK[:] = [{}]
    error, result = None, None
    with tf.Graph().as_default():
        try:
            module = load(modules)
            result = plain(eval(call, module.__dict__))
        except Exception as problem:
            frames = traceback.extract_tb(sys.exc_info()[2])
            lines = [frame.lineno for frame in frames if frame.filename in modules]
            error = [type(problem).__name__, lines[-1] if lines else 0, str(problem)[:300], lines]
        found = variables()
    return {
        "variables": found,
        "requests": {name: count[0] for name, count in REQUESTS.items()},
        "sites": list(SITES),
        "error": error,
        "result": result,
    }


def main():
    """Answers until the input ends."""
    count_requests()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a program prints goes to stderr
    for line in sys.stdin:
        task = json.loads(line)
        runs = [run(task["modules"], call) for call in task["calls"]]
        answers.write(json.dumps({"id": task["id"], "runs": runs}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
