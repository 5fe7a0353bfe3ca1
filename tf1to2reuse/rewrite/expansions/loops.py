"""``slim.repeat`` and ``slim.stack`` as the loops that they are.

``net = slim.repeat(net, 2, slim.conv2d, 64, [3, 3], scope="conv1")`` is a ``for`` of two rounds in a variable
scope. The loop then becomes a list of layers like any other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tf1to2reuse.apis.layers import find
from tf1to2reuse.facts.program import ModuleFacts, Program
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.linker import Links, bound_names
from tf1to2reuse.rewrite.expansions.edits import Edit, stands_alone
from tf1to2reuse.scopes.layer_loops import layer_name
from tf1to2reuse.scopes.values import External

CALLS = {
    f"tf.contrib.{package}.{name}": name for package in ("slim", "layers") for name in ("repeat", "stack")
}
SCOPES = {"repeat": "Repeat", "stack": "Stack"}


def loops_of(program: Program, facts: ModuleFacts, links: Links) -> Iterator[Edit]:
    """The statements that such a call makes up, each with the lines of its loop."""
    if not any(word in facts.source.text for word in ("repeat(", "stack(")):
        return
    text = SourceText(facts)
    found: set[ast.stmt] = set()
    for definition in facts.definitions.values():
        if not isinstance(definition.node, ast.FunctionDef):
            continue
        for statement in ast.walk(definition.node):
            if not isinstance(statement, ast.Assign | ast.Return) or not stands_alone(text, statement):
                continue
            call = statement.value
            kind = CALLS.get(links.dotted(call.func) or "") if isinstance(call, ast.Call) else None
            if kind is None or statement in found:
                continue
            assert isinstance(call, ast.Call)
            read = {n.id for n in ast.walk(definition.node) if isinstance(n, ast.Name)}
            loop = LoopText(program, facts, links, text, bound_names(definition.node) | read)
            target = loop.target(statement, call)
            lines = loop.lines(kind, target, call) if target else []
            if lines:
                found.add(statement)
                last = [] if isinstance(statement, ast.Assign) else [f"return {target}"]
                yield Edit(facts, statement, (*lines, *last), MARK)


MARK = re.compile(r'variable_scope\(.*, "(Repeat|Stack)", values=\[\w+\]\):')


@dataclass
class LoopText:
    """Writes the loop of one call."""

    program: Program
    facts: ModuleFacts
    links: Links
    text: SourceText
    names: set[str]

    def lines(self, kind: str, target: str, call: ast.Call) -> list[str]:
        """The lines of the loop without indentation; none where the call is not of the plain form."""
        arguments = list(call.args)
        keywords = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
        if len(keywords) < len(call.keywords) or any(isinstance(one, ast.Starred) for one in arguments):
            return []
        tf = next((name for name, module in self.links.names.items() if module in TENSORFLOW), "")
        if len(arguments) < (3 if kind == "repeat" else 2) or not tf:
            return []
        inputs = arguments[0]
        layer = arguments[2] if kind == "repeat" else arguments[1]
        scope = keywords.pop("scope", None)
        name = self.numbered(scope, layer)
        head, given = self.rounds(kind, arguments, keywords, layer)
        if not name or not head:
            return []
        pieces = [target, *given, *[f"{key}={self.segment(value)}" for key, value in keywords.items()]]
        first = self.segment(scope) if scope is not None else "None"
        before = (
            []
            if isinstance(inputs, ast.Name) and inputs.id == target
            else [f"{target} = {self.segment(inputs)}"]
        )
        return [
            *before,
            f'with {tf}.variable_scope({first}, "{SCOPES[kind]}", values=[{target}]):',
            f"\t{head}",
            f"\t\t{target} = {self.segment(layer)}({', '.join(pieces)}, scope={name})",
        ]

    def target(self, statement: ast.Assign | ast.Return, call: ast.Call) -> str:
        """The name that the rounds hand on; empty where the statement sets another thing than a name."""
        if isinstance(statement, ast.Assign):
            target = statement.targets[0]
            return target.id if len(statement.targets) == 1 and isinstance(target, ast.Name) else ""
        inputs = call.args[0] if call.args else None
        return inputs.id if isinstance(inputs, ast.Name) else self.free("net")

    def segment(self, node: ast.AST) -> str:
        """The text of an expression, on one line."""
        return ast.unparse(node) if "\n" in self.text.segment(node) else self.text.segment(node)

    def rounds(
        self, kind: str, arguments: list[ast.expr], keywords: dict[str, ast.expr], layer: ast.expr
    ) -> tuple[str, list[str]]:
        """The head of the loop, and what each round gives the layer."""
        index = self.free("i")
        if kind == "repeat":
            return f"for {index} in range({self.segment(arguments[1])}):", [
                self.segment(a) for a in arguments[3:]
            ]
        items = arguments[2] if len(arguments) > 2 else keywords.pop("stack_args", None)
        if not isinstance(items, ast.List | ast.Tuple) or not items.elts:
            return "", []
        widths = {len(e.elts) if isinstance(e, ast.List | ast.Tuple) else 0 for e in items.elts}
        if len(widths) > 1:
            return "", []
        names = [self.free(name) for name in self.parameters(layer)[: max(1, *widths)]]
        if len(names) < max(1, *widths):
            return "", []
        one = names[0] if widths == {0} else f"({', '.join(names)})"
        return f"for {index}, {one} in enumerate({self.segment(items)}):", names

    def parameters(self, layer: ast.expr) -> list[str]:
        """The names of a layer function's parameters after its input."""
        api = find(self.links.dotted(layer) or "")
        if api is not None:
            return [parameter.name for parameter in api.parameters[1:]]
        return [f"argument_{number}" for number in range(1, 9)]

    def free(self, name: str) -> str:
        """A name that the function does not have yet."""
        found = name
        while found in self.names:
            found += "_"
        return found

    def numbered(self, scope: ast.expr | None, layer: ast.expr) -> str:
        """The scope of one round: the call's scope or the layer's name, numbered from 1."""
        index = self.free("i")
        if isinstance(scope, ast.Constant) and isinstance(scope.value, str) and "%" not in scope.value:
            return f"{self.segment(scope)[:-1]}_%d{self.segment(scope)[-1]} % ({index} + 1)"
        if scope is not None and not is_none(scope):
            return f'{self.segment(scope)} + "_%d" % ({index} + 1)' if isinstance(scope, ast.Name) else ""
        name = self.name_of(layer)
        return f'"{name}_%d" % ({index} + 1)' if name else ""

    def name_of(self, layer: ast.expr) -> str:
        """``layer.__name__``; empty where that is not seen."""
        dotted = self.links.dotted(layer)
        if dotted is not None:
            return layer_name(External(dotted), "repeat") if find(dotted) is not None else ""
        if not isinstance(layer, ast.Name):
            return ""
        own = [d for d in self.facts.definitions.values() if d.name == layer.id and d.parent is None]
        stores = [
            n
            for n in self.facts.nodes
            if isinstance(n, ast.Name) and n.id == layer.id and not isinstance(n.ctx, ast.Load)
        ]
        return layer.id if len(own) == 1 and not stores and isinstance(own[0].node, ast.FunctionDef) else ""


TENSORFLOW = ("tensorflow", "tensorflow.compat.v1")


def is_none(node: ast.expr) -> bool:
    """Whether an argument is given as None."""
    return isinstance(node, ast.Constant) and node.value is None
