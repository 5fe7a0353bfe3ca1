"""Tensors that a program finds by their names: Keras names what it builds, and variables are resources.

Measured on TensorFlow 2.21: where eager mode is left, ``session.run("w:0")`` of a ``tf.compat.v1.Variable``
gives the handle of its resource, not its value.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan
from tf1to2reuse.report.model import Finding, Place

LOOKUPS = {"get_tensor_by_name", "get_operation_by_name", "as_graph_element"}
FIXED = {"import_graph_def"}
"""What brings a graph along whose names stay."""
TENSOR = re.compile(r"[\w./-]+:\d+")


def note_tensor_names(plan: Plan) -> None:
    """Reports the lines that look tensors up by name, or fetch and feed them by name."""
    for facts in plan.evaluation.program.modules.values():
        fixed = [d for d in facts.definitions.values() if not d.is_class and brings_graph(d.nodes)]
        for call, code in lookups(facts):
            if any(definition.stands_around(call) for definition in fixed):
                continue
            message = (
                f"{code} finds a tensor by its name: what Keras builds has other names, "
                "and a variable's own name is that of its handle"
            )
            place = Place(facts.file, call.lineno, call.col_offset + 1)
            plan.findings.append(Finding("tensors-by-name", message, place, "warning", (), True))


def brings_graph(nodes: tuple[ast.AST, ...]) -> bool:
    """Whether code loads a frozen graph."""
    return any(getattr(node, "attr", getattr(node, "id", "")) in FIXED for node in nodes)


def lookups(facts: ModuleFacts) -> Iterator[tuple[ast.Call, str]]:
    """The calls that name tensors, with the code to show."""
    for call in facts.calls:
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in LOOKUPS:
            yield call, f"`{call.func.attr}`"
        elif call.func.attr == "run":
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            names = [name for value in given for name in tensor_names(value)]
            if names:
                yield call, f'`run` of "{names[0]}"'


def tensor_names(value: ast.expr) -> list[str]:
    """The names of tensors that a fetch or a feed is written with."""
    parts: list[ast.expr | None] = [value]
    if isinstance(value, ast.List | ast.Tuple):
        parts = [*value.elts]
    elif isinstance(value, ast.Dict):
        parts = [*value.keys, *value.values]
    texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return [text for text in texts if TENSOR.fullmatch(text)]
