"""The user's own program, run under TensorFlow 1 up to its first session run, becomes one trace in JSON.

    EXE tf1_tracer.py TASK.json SCRIPT [ARGUMENT]...
    EXE tf1_tracer.py TASK.json -m MODULE [ARGUMENT]...

The task names the files of the tree and the functions to watch. Every call of one is noted: its arguments,
the scopes that are open, which variables it asks for and what it returns. Standalone, as tf1_recorder.py is.
"""

# Python 3.6 has no zip(strict=).

import dis
import functools
import importlib
import importlib.util
import json
import os
import runpy
import sys
import threading
import traceback
from typing import Any

LEAVES = ("RETURN_VALUE", "RETURN_CONST")


def load_file(name: Any, path: Any) -> Any:
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class Files:
    """Which files are the tree's, whatever the program calls them."""

    def __init__(self, root: Any, watched: Any) -> None:
        self.root, self.watched, self.known = root, watched, {}

    def inside(self, name: Any) -> Any:
        """The path of a file relative to the tree; None for one that is not of the tree."""
        if name not in self.known:
            path = os.path.realpath(name)
            path = os.path.relpath(path, self.root).replace(os.sep, "/")
            self.known[name] = path if path in self.watched else None
        return self.known[name]

    def line(self, frame: Any) -> Any:
        """``file:line`` of the nearest frame that is the tree's, from ``frame`` outwards."""
        while frame is not None:
            file = self.inside(frame.f_code.co_filename)
            if file is not None:
                return "%s:%d" % (file, frame.f_lineno)
            frame = frame.f_back
        return ""


class Tracer:
    """Notes calls of the watched functions."""

    def __init__(self, tf: Any, np: Any, modules: Any, task: Any) -> None:
        self.tf, self.np, self.task = tf, np, task
        self.recorder, values, self.tensors, scopes = modules
        self.files = Files(os.path.realpath(task["tree"]), task["watched"])
        self.values = values.Values(tf, np, lambda name: bool(name) and self.files.inside(name) is not None)
        self.scopes = scopes.Scopes(tf, self.values, self.files)
        self.graphs, self.requests, self.trained = values.Kept(), [], 0
        self.events, self.local = [], threading.local()
        self.fed, self.main, self.asked = {}, "", False

    # ------------------------------------------------------------ what is patched

    def install(self) -> None:
        self.scopes.install()
        scope_module = importlib.import_module("tensorflow.python.ops.variable_scope")
        store = scope_module._VariableStore
        single, own = store._get_single_variable, self

        def get(self: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
            existed = name in self._vars
            variable = single(self, name, *args, **kwargs)
            own.requests.append([name, not existed, own.files.line(sys._getframe(1))])
            return variable

        store._get_single_variable = get
        optimizer = importlib.import_module("tensorflow.python.training.optimizer").Optimizer
        apply = optimizer.apply_gradients

        def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
            own.trained += 1
            return apply(self, *args, **kwargs)

        optimizer.apply_gradients = counted
        session = importlib.import_module("tensorflow.python.client.session").BaseSession
        for name in ("run", "make_callable", "partial_run_setup"):
            setattr(session, name, self.stopping(getattr(session, name)))
        threading.settrace(self.watch)

    def stopping(self, original: Any) -> Any:
        @functools.wraps(original)
        def run(session: Any, fetches: Any, feed: Any = None, *args: Any, **kwargs: Any) -> Any:
            # Before the first, nothing has been built that is worth a probe.
            if not self.asked or looks_for_devices(sys._getframe(1)):
                return original(session, fetches, feed, *args, **kwargs)
            fed = kwargs.get("feed_dict", feed)
            for key, value in fed.items() if isinstance(fed, dict) else ():
                if isinstance(key, self.tf.Tensor):
                    number = self.values.tensors.number(key)
                    self.fed[number] = self.values.describe(self.np.asarray(value))
            self.finish("session", self.files.line(sys._getframe(1)))

        return run

    # ------------------------------------------------------------ calls

    def open_events(self) -> Any:
        if not hasattr(self.local, "open"):
            self.local.open = []
        return self.local.open

    def watch(self, frame: Any, what: Any, argument: Any) -> Any:
        file = self.files.inside(frame.f_code.co_filename)
        if file is None:
            return None
        key = self.task["watched"][file].get("%d %s" % (frame.f_code.co_firstlineno, frame.f_code.co_name))
        if key is None:
            return None
        if sys.version_info >= (3, 7):  # before, every line is reported, and ignored
            frame.f_trace_lines = False
        self.begin(key, file, frame)
        return self.inside

    def inside(self, frame: Any, what: Any, argument: Any) -> Any:
        if what == "return":
            self.end(frame, argument)
        return self.inside

    def marks(self) -> Any:
        graph = self.tf.get_default_graph()
        return {
            "graph": self.graphs.number(graph),
            "operation": last_operation(graph),
            "requests": len(self.requests),
            "trained": self.trained,
        }

    def begin(self, key: Any, file: Any, frame: Any) -> None:
        function = self.reached(frame, key)
        arguments, owner = self.arguments(frame, key, function)
        self.open_events().append(len(self.events))
        scope = self.tf.get_variable_scope()
        self.events.append(
            {
                "key": key,
                "module": frame.f_globals.get("__name__", ""),
                "line": self.files.line(frame.f_back),
                "main_line": self.main_line(frame.f_back),
                "parent": self.open_events()[-2] if len(self.open_events()) > 1 else -1,
                "arguments": arguments,
                "self": owner,
                "reached": function is not None,
                "scopes": [number for number, _ in self.scopes.stack()],
                "scope_changed": self.scopes.changed(),
                "scope_name": scope.name,
                "name_scope": self.tf.get_default_graph().get_name_scope(),
                "arg_scope": self.arg_scope_open(),
                "before": self.values.states([arguments, owner]),
                "begin": self.marks(),
                "end": None,
            }
        )
        self.events[-1].update(self.scopes.condition())

    def arguments(self, frame: Any, key: Any, function: Any) -> Any:
        """``[name, kind, description, is default]`` of every parameter, and the method's object."""
        coded, found = frame.f_code, []
        defaults = defaults_of(function, coded)
        names = coded.co_varnames[: coded.co_argcount + coded.co_kwonlyargcount]
        for index, name in enumerate(names):
            kind = "keyword" if index >= coded.co_argcount else "positional"
            found.append([name, kind, frame.f_locals.get(name)])
        for flag, kind in ((4, "arguments"), (8, "keywords")):
            if coded.co_flags & flag:
                name = coded.co_varnames[len(found)]
                found.append([name, kind, frame.f_locals.get(name)])
        owner = found.pop(0)[2] if key in self.task["methods"] and found else None
        described = [
            [name, kind, self.values.describe(value), name in defaults and defaults[name] is value]
            for name, kind, value in found
        ]
        return described, None if owner is None else self.values.describe(owner)

    def reached(self, frame: Any, key: Any) -> Any:
        """The function, if its name in the module, or read of the object, leads to this very code."""
        coded = frame.f_code
        if key in self.task["methods"] and coded.co_argcount:
            owner = frame.f_locals.get(coded.co_varnames[0])
            found = getattr(owner if isinstance(owner, type) else type(owner), coded.co_name, None)
        else:
            found = sys.modules.get(frame.f_globals.get("__name__", ""))
            for part in key.partition(":")[2].split("."):
                found = getattr(found, part, None)
        seen = 0
        while hasattr(found, "__wrapped__") and seen < DECORATORS:
            found, seen = found.__wrapped__, seen + 1
        found = getattr(found, "__func__", found)
        return found if getattr(found, "__code__", None) is coded else None

    def main_line(self, frame: Any) -> Any:
        """The line of the program's main file, outside of any function, that led here."""
        while frame is not None:
            coded = frame.f_code
            if coded.co_name == "<module>" and self.files.inside(coded.co_filename) == self.main:
                return frame.f_lineno
            frame = frame.f_back
        return 0

    def arg_scope_open(self) -> Any:
        for name in ("tensorflow.contrib.framework.python.ops.arg_scope", "tf_slim.ops.arg_scope"):
            for module in (name, name.replace("tensorflow.", "tensorflow_core.", 1)):
                if module in sys.modules and sys.modules[module].current_arg_scope():
                    return True
        return False

    def end(self, frame: Any, result: Any) -> None:
        number = self.open_events().pop()
        event = self.events[number]
        event["end"] = self.marks()
        last = frame.f_code.co_code[frame.f_lasti]
        event["raised"] = result is None and dis.opname[last] not in LEAVES
        event["results"] = self.values.results(result)
        event["own"] = []
        if event["self"] is not None and event["self"]["kind"] == "object":
            event["own"] = self.values.results(self.values.objects[event["self"]["number"]])
        reached = [
            {"kind": "object", "number": n}
            for _, kind, n in event["results"] + event["own"]
            if kind == "object"
        ]
        event["after"] = self.values.states([event["arguments"], event["self"], reached])
        if not self.asked and not event["raised"]:
            self.asked = event["end"]["requests"] > event["begin"]["requests"] or self.made_variables(event)

    def made_variables(self, event: Any) -> Any:
        if event["end"]["graph"] != event["begin"]["graph"]:
            return False
        operations = self.graphs[event["begin"]["graph"]].get_operations()
        return any(
            op._id > event["begin"]["operation"] and op.type in self.tensors.VARIABLES for op in operations
        )

    # ------------------------------------------------------------ the end

    def finish(self, how: Any, line: Any) -> None:
        """Writes the trace and ends the process: nothing of the program runs after this."""
        sys.settrace(None)
        threading.settrace(None)
        graphs = self.tensors.Graphs(self.np, self.graphs, self.values, self.recorder, self.files.root)
        trace = {
            "how": how,
            "line": line,
            "tensorflow": self.task["tensorflow"],
            "events": self.events,
            "scopes": self.scopes.entries,
            "requests": self.requests,
            "variables": graphs.variables(),
            "placeholders": graphs.placeholders(),
            "sources": graphs.sources(),
            "reads": graphs.reads(),
            "fed": self.fed,
        }
        trace["tensors"] = graphs.tensors()
        partial = self.task["out"] + ".part"
        with open(partial, "w") as file:
            json.dump(trace, file)
        os.replace(partial, self.task["out"])
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


DECORATORS = 20  # deeper than any real chain of wrappers


def looks_for_devices(frame: Any) -> Any:
    """Whether a layer that is being built runs the session: Keras asks it which devices there are."""
    while frame is not None:
        asks = frame.f_code.co_name in ("_get_available_gpus", "_initialize_variables")
        if asks and frame.f_globals.get("__name__", "").endswith("keras.backend"):
            return True
        frame = frame.f_back
    return False


def last_operation(graph: Any) -> Any:
    """The number of the operation that was made last."""
    if hasattr(graph, "_next_id_counter"):
        return graph._next_id_counter
    operations = graph.get_operations()
    return operations[-1]._id if operations else 0


def defaults_of(function: Any, coded: Any) -> Any:
    """The default values of a function, by parameter."""
    values = getattr(function, "__defaults__", None) or ()
    names = coded.co_varnames[: coded.co_argcount]
    found = dict(zip(names[len(names) - len(values) :], values))
    found.update(getattr(function, "__kwdefaults__", None) or {})
    return found


def run_program(tracer: Any, arguments: Any) -> None:
    """Runs the program as the interpreter would have done."""
    sys.argv = list(arguments)
    if arguments[0] == "-m":
        sys.argv = list(arguments[1:])
        sys.path.insert(0, "")
        spec = importlib.util.find_spec(arguments[1])
        tracer.main = tracer.files.inside(spec.origin) if spec is not None and spec.origin else ""
        start = functools.partial(runpy.run_module, arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.path.insert(0, os.path.dirname(os.path.abspath(arguments[0])))
        tracer.main = tracer.files.inside(arguments[0])
        start = functools.partial(runpy.run_path, arguments[0], run_name="__main__")
    sys.path[1:1] = [os.path.join(tracer.files.root, folder) for folder in tracer.task["paths"]]
    sys.settrace(tracer.watch)
    start()


def no_tensorflow(task: Any, reason: Any) -> None:
    with open(task["out"], "w") as file:
        json.dump({"how": "no-tensorflow", "line": "", "reason": reason}, file)


def main(arguments: Any) -> Any:
    here = os.path.dirname(os.path.abspath(__file__))
    with open(arguments[0]) as file:
        task = json.load(file)
    # The modules beside this script have everyday names that the program under test may use too.
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    recorder = load_file("_tf1to2reuse_recorder", task["recorder"])
    values = load_file("_tf1to2reuse_values", os.path.join(here, "tf1_values.py"))
    scopes = load_file("_tf1to2reuse_scopes", os.path.join(here, "tf1_scopes.py"))
    tensors = load_file("_tf1to2reuse_tensors", os.path.join(here, "tf1_tensors.py"))
    try:
        import numpy as np

        tf = recorder.import_tensorflow()
        task["tensorflow"] = getattr(tf, "__version__", None) or sys.modules["tensorflow"].__version__
        tracer = Tracer(tf, np, (recorder, values, tensors, scopes), task)
        tracer.install()
    except ImportError as error:
        no_tensorflow(task, "%s has no usable TensorFlow (%s)" % (sys.executable, error))
        return 0
    except recorder.RecorderError as error:
        no_tensorflow(task, str(error))
        return 0
    try:
        run_program(tracer, arguments[1:])
    except SystemExit as error:
        tracer.finish("ended" if error.code in (None, 0) else "status %s" % error.code, "")
    except Exception as error:
        traceback.print_exc()
        last = traceback.format_exception_only(type(error), error)[-1].strip().splitlines()
        tracer.finish("raised %s" % last[0], recorder.failing_place(error, tracer.files.root))
    tracer.finish("ended", "")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
