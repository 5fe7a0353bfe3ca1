"""From a trace to the probe's text, without any TensorFlow: the trace is written by hand."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tf1to2reuse.facts.program import read_program
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.tracing.expressions import Imports
from tf1to2reuse.tracing.model import Trace, load
from tf1to2reuse.tracing.probe_writer import Probe, ProbeWriter
from tf1to2reuse.tracing.selection import Selection, importable, select
from tf1to2reuse.tracing.watched import Watched, watched

NET = """\
import tensorflow as tf

def encode(x, width, *, reuse=False):
    with tf.variable_scope("enc", reuse=reuse):
        return tf.layers.dense(x, width)

@cached
def decorated(x):
    return tf.layers.dense(x, 2)

class Net:
    def __init__(self, width):
        self.width = width

    def apply(self, x):
        return tf.layers.dense(x, self.width), x
"""
MAIN = """\
import net
x, y = placeholders()
left = net.encode(x, 8)
right = net.encode(y, 8, reuse=True)
model = net.Net(3)
out, _ = model.apply(x)
if __name__ == "__main__":
    pass
"""
NUMBER = {"kind": "code", "text": "8"}


def tensor(number: int) -> dict[str, Any]:
    return {"kind": "tensor", "number": number}


def table(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "Placeholder:0", "graph": 0, "operation": 1, "type": "Placeholder", "dtype": "float32",
        "shape": [None, 4], "value": None, "line": "main.py:2", "limit": None, "random": False,
    }  # fmt: skip
    return {**usual, **changes}


def mark(operation: int, requests: int = 0, **changes: int) -> dict[str, int]:
    return {"graph": 0, "operation": operation, "requests": requests, "trained": 0, **changes}


def event(key: str, line: int, arguments: list[Any], begin: Any, end: Any, **changes: Any) -> dict[str, Any]:
    usual = {
        "key": key, "module": "net", "line": f"main.py:{line}", "main_line": line, "parent": -1,
        "arguments": arguments, "self": None, "reached": True, "scopes": [], "scope_changed": False,
        "scope_name": "", "name_scope": "", "arg_scope": False, "reuse": False, "before": {}, "after": {},
        "begin": begin, "end": end, "raised": False, "results": [], "own": [],
    }  # fmt: skip
    return {**usual, **changes}


def encode(
    line: int, x: Any, requests: tuple[int, int], reuse: bool = False, **changes: Any
) -> dict[str, Any]:
    arguments = [
        ["x", "positional", x, False],
        ["width", "positional", NUMBER, False],
        ["reuse", "keyword", {"kind": "code", "text": repr(reuse)}, False],
    ]
    first, last = requests
    return event(
        "net.py:encode", line, arguments, mark(10 * line, first), mark(10 * line + 9, last), **changes
    )


PAIR = [
    encode(3, tensor(0), (0, 1), results=[["", "tensor", 2]]),
    encode(4, tensor(1), (1, 2), reuse=True, results=[["", "tensor", 3]]),
]
TENSORS = [
    table(), table(name="y:0"), table(operation=35, type="BiasAdd"), table(operation=45, type="BiasAdd"),
]  # fmt: skip


def told(tmp_path: Path, events: list[Any], tensors: list[Any] = TENSORS, **changes: Any) -> Trace:
    usual = {
        "how": "session", "line": "", "events": events, "scopes": [], "tensors": tensors,
        "requests": [["enc/dense/kernel", True, "net.py:5"], ["enc/dense/kernel", False, "net.py:5"]],
        "variables": [], "placeholders": [], "sources": [], "reads": [], "fed": {},
    }  # fmt: skip
    file = tmp_path / "trace.json"
    file.write_text(json.dumps({**usual, **changes}))
    return load(file)


def watch() -> Watched:
    files = [SourceFile(path, text) for path, text in (("net.py", NET), ("main.py", MAIN))]
    return watched(read_program(files)[0])


def chosen(trace: Trace) -> Selection:
    return select(trace, watch(), "main.py")


def probe(trace: Trace) -> Probe:
    main = "main" if importable(trace, watch(), "main.py") else ""
    made = ProbeWriter(trace, watch(), "probe_main", "Title.", Imports(main)).write(chosen(trace).taken)
    ast.parse(made.text)
    return made


def body(made: Probe) -> str:
    return made.text.partition("import net\n\n\n")[2]


def test_two_calls_share_what_the_program_shared(tmp_path: Path) -> None:
    assert body(probe(told(tmp_path, PAIR))) == (
        "def probe_main(\n"
        "    # a placeholder of main.py:2; shape [None, 4] in the program\n"
        '    x=np.random.RandomState(1).uniform(0, 1, (4, 4)).astype("float32"),\n'
        "    # a placeholder of main.py:2; shape [None, 4] in the program\n"
        '    y=np.random.RandomState(2).uniform(0, 1, (4, 4)).astype("float32"),\n'
        "):\n"
        "    # main.py:3\n"
        "    left = net.encode(x, 8)\n"
        "    # main.py:4\n"
        "    right = net.encode(y, 8, reuse=True)\n"
        '    return {"left": left, "right": right}\n'
    )


def test_what_was_fed_decides_about_sizes_and_scalars(tmp_path: Path) -> None:
    tensors = [table(shape=None), table(name="y:0", shape=[None, None]), *TENSORS[2:]]
    fed = {
        0: {"kind": "array", "dtype": "float32", "shape": [], "values": "0.9"},
        1: {"kind": "array", "dtype": "float32", "shape": [99, 7], "values": None, "low": -1.0, "high": 2.5},
    }
    text = probe(told(tmp_path, PAIR, tensors, fed=fed)).text
    assert '    x=np.array(0.9, "float32"),\n' in text
    assert '    y=np.random.RandomState(2).uniform(-1, 2.5, (4, 7)).astype("float32"),\n' in text


def test_without_any_shape_all_sizes_are_as_fed(tmp_path: Path) -> None:
    fed = {0: {"kind": "array", "dtype": "float32", "shape": [40], "values": None, "low": 0.0, "high": 1.0}}
    text = probe(told(tmp_path, PAIR, [table(shape=None), *TENSORS[1:]], fed=fed)).text
    assert '    x=np.random.RandomState(1).uniform(0, 1, (40,)).astype("float32"),\n' in text


def test_a_placeholder_with_a_default_keeps_it(tmp_path: Path) -> None:
    value = {"kind": "array", "dtype": "bool", "shape": [], "values": "True"}
    flag = table(type="PlaceholderWithDefault", dtype="bool", shape=[], value=value)
    text = probe(told(tmp_path, PAIR, [flag, *TENSORS[1:]])).text
    assert '    # a placeholder of main.py:2; its own default\n    x=np.array(True, "bool"),\n' in text


@pytest.mark.parametrize(
    ("changes", "numbers", "note"),
    [
        ({"limit": 40}, "randint(0, 40, (4, 4))", ""),
        ({}, "randint(0, 2, (4, 4))", "its range is not known"),
    ],
)
def test_whole_numbers(tmp_path: Path, changes: Any, numbers: str, note: str) -> None:
    text = probe(told(tmp_path, PAIR, [table(dtype="int32", **changes), *TENSORS[1:]])).text
    assert numbers in text
    assert ("its range is not known" in text) == bool(note)


@pytest.mark.parametrize("changes", [{"shape": None}, {"dtype": "string"}, {"dtype": "resource"}])
def test_an_input_that_nothing_is_known_of_is_a_hole(tmp_path: Path, changes: Any) -> None:
    made = probe(told(tmp_path, PAIR, [table(**changes), *TENSORS[1:]]))
    assert len(made.holes) == 1
    assert "    x=hole(" in made.text
    assert "def hole(what):" in made.text


def test_an_argument_that_cannot_be_written_is_a_hole(tmp_path: Path) -> None:
    first = encode(3, tensor(0), (0, 1))
    first["arguments"][1][2] = {"kind": "hole", "what": "Box (gym)"}
    made = probe(told(tmp_path, [first]))
    assert made.holes == ["width: Box (gym)"]
    assert 'net.encode(x, hole("width: Box (gym)"))' in made.text


def test_a_tensor_that_the_program_computes_is_an_input_and_says_so(tmp_path: Path) -> None:
    text = probe(told(tmp_path, PAIR, [table(type="Mul"), *TENSORS[1:]])).text
    assert "# computed at main.py:2 (Mul), an input of its own here;" in text


def test_a_result_goes_into_the_next_call(tmp_path: Path) -> None:
    second = encode(4, tensor(2), (1, 2), reuse=True)
    assert "net.encode(left, 8, reuse=True)" in probe(told(tmp_path, [PAIR[0], second])).text


def test_calls_in_one_scope_share_its_with(tmp_path: Path) -> None:
    scope = {"number": 0, "scope": {"kind": "code", "text": '"top"'}, "options": {}, "line": "main.py:2",
             "reuse": False, "name": "top"}  # fmt: skip
    events = [encode(3, tensor(0), (0, 1), scopes=[0]), encode(4, tensor(1), (1, 2), scopes=[0])]
    events[1]["reuse"] = True
    assert body(probe(told(tmp_path, events, scopes=[scope]))).partition("):\n")[2] == (
        '    with tf.variable_scope("top"):\n'
        "        # main.py:3\n"
        "        net.encode(x, 8)\n"
        "        tf.get_variable_scope().reuse_variables()\n"
        "        # main.py:4\n"
        "        net.encode(y, 8)\n"
        "    return {}\n"
    )


def method(**changes: Any) -> list[Any]:
    name = {"kind": "name", "module": "net", "name": "Net"}
    owner = {"kind": "object", "number": 0, "class": name, "bare": False, "what": "Net"}
    made = event(
        "net.py:Net.__init__", 5, [["width", "positional", NUMBER, False]], mark(50), mark(50),
        self=owner, after={0: {"width": "a"}},
    )  # fmt: skip
    called = event(
        "net.py:Net.apply", 6, [["x", "positional", tensor(0), False]], mark(60), mark(69, 1),
        self=owner, before={0: {"width": "a"}}, after={0: {"width": "a"}}, results=[["[0]", "tensor", 2]],
    )  # fmt: skip
    return [made, {**called, **changes}]


def test_an_object_is_made_by_its_constructor(tmp_path: Path) -> None:
    trace = told(tmp_path, method(), [table(), table(), table(operation=65, type="BiasAdd")])
    assert body(probe(trace)).endswith(
        "    # main.py:5\n    model = net.Net(8)\n    # main.py:6\n    out, _ = model.apply(x)\n"
        '    return {"out": out}\n'
    )


def test_a_method_that_reads_what_its_constructor_made_is_taken(tmp_path: Path) -> None:
    events = method(end=mark(69))
    events[0]["end"] = mark(55)
    changes: dict[str, Any] = {"variables": [[0, 52, "w", "net.py:14"]], "requests": []}
    tensors = [table(), table(), table(operation=65, type="BiasAdd")]
    for reads, number in (([[0, 63]], 2), ([[0, 58], [0, 70]], 1), ([[1, 63]], 1)):
        made = probe(told(tmp_path, events, tensors, reads=reads, **changes))
        assert made.text.count("# main.py:") == number


@pytest.mark.parametrize(
    ("events", "reason"),
    [
        (method(before={0: {"width": "b"}}), "the program itself set 'width' of an object that it uses"),
        (method()[1:], "the probe cannot make its object: its constructor was not seen"),
        ([{**PAIR[0], "raised": True}], "it raised an exception, which the program went on from"),
        ([{**PAIR[0], "arg_scope": True}], "the program calls it inside of an arg_scope of its own"),
        ([{**PAIR[0], "reached": False}], "its name no longer leads to this function"),
        ([{**PAIR[0], "scope_changed": True}], "the program changed the initializer"),
        ([{**PAIR[1], "begin": mark(40, 1)}], "it reuses the variable enc/dense/kernel, which no call"),
        ([event("net.py:decorated", 3, [], mark(30), mark(39, 1))], "it is decorated with cached"),
        ([PAIR[0], {**PAIR[1], "begin": mark(40, 1, graph=1), "end": mark(49, 2, graph=1)}],
         "it builds another graph than the calls before it"),
    ],
)  # fmt: skip
def test_calls_that_are_refused(tmp_path: Path, events: list[Any], reason: str) -> None:
    refused = chosen(told(tmp_path, events)).refused
    assert len(refused) == 1
    assert refused[0][1].startswith(reason)


def test_a_driver_gives_way_to_what_it_calls(tmp_path: Path) -> None:
    """The trace ended in the first; the second trains; the third makes a placeholder that it hides."""
    inner = {**PAIR[0], "parent": 0}
    for driver in (
        event("net.py:Net.apply", 1, [], mark(0), None),
        event("net.py:Net.apply", 1, [], mark(0), mark(90, 2, trained=1)),
    ):
        assert [c.key for c in chosen(told(tmp_path, [driver, inner])).taken] == ["net.py:encode"]
    hiding = event("net.py:Net.apply", 1, [], mark(0), mark(90, 2))
    trace = told(tmp_path, [hiding, inner], placeholders=[[0, 1, 0]])
    assert [c.key for c in chosen(trace).taken] == ["net.py:encode"]
    reading = told(tmp_path, [hiding, inner], sources=[[0, 5, "IteratorGetNext"]])
    assert [c.key for c in chosen(reading).taken] == ["net.py:encode"]


def test_a_model_with_placeholders_of_its_own_says_what_to_feed(tmp_path: Path) -> None:
    results = [["", "tensor", 2], [".x", "tensor", 4]]
    own = {**PAIR[0], "results": results}
    trace = told(tmp_path, [own], [*TENSORS, table(operation=31)], placeholders=[[0, 31, 4]])
    assert body(probe(trace)).endswith(
        '    outputs = {"left": left}\n'
        '    feed = {left.x: np.random.RandomState(1).uniform(0, 1, (4, 4)).astype("float32")}\n'
        "    return outputs, feed\n"
    )


def test_variables_of_the_program_itself_are_listed(tmp_path: Path) -> None:
    made = [
        [0, 20, "own/w", "main.py:2"],
        [0, 21, "own/w/Adam", "main.py:2"],
        [0, 35, "enc/w", "net.py:5"],
        [0, 99, "later", "main.py:7"],
    ]
    text = probe(told(tmp_path, PAIR, variables=made)).text
    assert "    own/w (main.py:2)\n" in text
    assert "Adam" not in text
    assert "enc/w" not in text
    assert "later" not in text
