"""``slim.repeat`` and ``slim.stack`` as the loops that they are: written out before anything is planned.

``net = slim.repeat(net, 2, slim.conv2d, 64, [3, 3], scope="conv1")`` is a ``for`` of two rounds in a variable
scope. The loop then becomes a list of layers like any other. Where the function around it stays TensorFlow 1
code, the call stays as it was: the program is planned again without that loop.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tf1to2reuse.apis.layers import find
from tf1to2reuse.facts.program import ModuleFacts, Program
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.linker import Links, bound_names, link_module
from tf1to2reuse.plan.syntax import contains
from tf1to2reuse.repo.sources import SourceFile
from tf1to2reuse.report.model import FileChange, Finding, Outcome, Place, RewriteResult
from tf1to2reuse.rewrite.writer import indentation
from tf1to2reuse.scopes.layer_loops import REASON, layer_name
from tf1to2reuse.scopes.values import External

CALLS = {
    f"tf.contrib.{package}.{name}": name for package in ("slim", "layers") for name in ("repeat", "stack")
}
SCOPES = {"repeat": "Repeat", "stack": "Stack"}
Site = tuple[str, int]  # file and line


@dataclass
class Written:
    """One file with its loops. ``lines`` maps the first line of each call to how many more its loop has,
    ``functions`` to the outermost definition around it."""

    file: SourceFile
    lines: dict[int, int] = field(default_factory=dict)
    functions: dict[int, str] = field(default_factory=dict)

    def original(self, line: int) -> int:
        """The line of the file as it was."""
        added = 0
        for first in sorted(self.lines):
            if line <= first + added:
                break
            added += min(self.lines[first], line - first - added)
        return line - added


def write_loops(program: Program, files: Sequence[SourceFile], kept: set[Site]) -> dict[str, Written]:
    """The files with loops in the place of such calls, but for those in ``kept``."""
    found: dict[str, Written] = {}
    sources = {file.path: file for file in files}
    for facts in program.modules.values():
        if not any(word in facts.source.text for word in ("repeat(", "stack(")):
            continue
        links = link_module(program, facts)
        loops = [loop for loop in loops_of(program, facts, links) if (facts.file, loop[0].lineno) not in kept]
        if loops and facts.file in sources:
            found[facts.file] = with_loops(sources[facts.file], loops)
            found[facts.file].functions.update({s.lineno: outermost(facts, s) for s, _ in loops})
    return found


def outermost(facts: ModuleFacts, node: ast.stmt) -> str:
    """The key of the top-level function or class that a statement stands in."""
    around = [d for d in facts.definitions.values() if d.parent is None and contains(d.node, node)]
    return around[0].key if around else ""


def loops_of(program: Program, facts: ModuleFacts, links: Links) -> list[tuple[ast.stmt, list[str]]]:
    """The statements that such a call makes up, each with the lines of its loop."""
    text = SourceText(facts)
    found: list[tuple[ast.stmt, list[str]]] = []
    for definition in facts.definitions.values():
        if not isinstance(definition.node, ast.FunctionDef):
            continue
        for statement in ast.walk(definition.node):
            if not isinstance(statement, ast.Assign | ast.Return) or not stands_alone(text, statement):
                continue
            call = statement.value
            kind = CALLS.get(links.dotted(call.func) or "") if isinstance(call, ast.Call) else None
            if kind is None or any(other is statement for other, _ in found):
                continue
            assert isinstance(call, ast.Call)
            read = {n.id for n in ast.walk(definition.node) if isinstance(n, ast.Name)}
            loop = LoopText(program, facts, links, text, bound_names(definition.node) | read)
            target = loop.target(statement, call)
            lines = loop.lines(kind, target, call) if target else []
            if lines:
                found.append(
                    (statement, lines if isinstance(statement, ast.Assign) else [*lines, f"return {target}"])
                )
    return found


def stands_alone(text: SourceText, statement: ast.stmt) -> bool:
    """Whether a statement has its lines to itself."""
    before = text.lines[statement.lineno - 1][: statement.col_offset]
    last = text.lines[(statement.end_lineno or statement.lineno) - 1]
    after = last.encode()[statement.end_col_offset :].decode(errors="replace").strip()
    return not before.strip() and (not after or after.startswith("#"))


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


def with_loops(file: SourceFile, loops: list[tuple[ast.stmt, list[str]]]) -> Written:
    """A file with these statements replaced."""
    newline = "\r\n" if "\r\n" in file.text else "\n"
    lines = file.text.split(newline)
    step = indentation([line + "\n" for line in lines])
    added: dict[int, int] = {}
    for statement, code in sorted(loops, key=lambda loop: -loop[0].lineno):
        first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
        margin = lines[first][: statement.col_offset]
        comment = lines[last - 1].encode()[statement.end_col_offset :].decode(errors="replace")
        new = [margin + line.replace("\t", step) for line in code]
        new[-1] += comment
        added[statement.lineno] = len(new) - (last - first)
        lines[first:last] = new
    return Written(replace(file, text=newline.join(lines), tree=None), added)


def left_as_loops(written: dict[str, Written], result: RewriteResult) -> dict[Site, str]:
    """The calls in functions that stay as they are, and all of a file where a loop kept its scope."""
    done = {outcome.function for outcome in result.outcomes if outcome.kind != "refused"}
    changed = {change.path: change.after for change in result.changes}
    found: dict[Site, str] = {}
    for path, one in written.items():
        stays = {line: function for line, function in one.functions.items() if function not in done}
        if not stays and MARK.search(changed.get(path, "")):
            stays = one.functions
        found.update({(path, line): function for line, function in stays.items()})
    return found


MARK = re.compile(r'variable_scope\(.*, "(Repeat|Stack)", values=\[\w+\]\):')


def with_reasons(result: RewriteResult, first: RewriteResult, calls: dict[Site, str]) -> RewriteResult:
    """The result with the reason why each function stays, found when its loops were written out.

    ``calls`` are the calls that stay, with the functions around them.
    """
    reasons = {o.function: o for o in first.outcomes if o.kind == "refused"}
    found = {
        function: next((f for f in first.findings if f.code == one.code and one.reason in f.message), None)
        for function, one in reasons.items()
    }

    def outcome(one: Outcome) -> Outcome:
        reason = reasons.get(one.function)
        return (
            replace(one, code=reason.code, reason=reason.reason) if reason and one.reason == REASON else one
        )

    def finding(one: Finding) -> Finding:
        function = calls.get((one.place.file, one.place.line)) if one.message.endswith(REASON) else None
        return (found.get(function) if function else None) or one

    findings = sorted({finding(one) for one in result.findings}, key=lambda one: one.place)
    return replace(result, outcomes=tuple(map(outcome, result.outcomes)), findings=tuple(findings))


def as_before(
    written: dict[str, Written], files: Iterable[SourceFile], result: RewriteResult
) -> RewriteResult:
    """The result with the texts and the lines of the files as they were."""
    texts = {file.path: file.text for file in files}
    changes = [
        FileChange(
            change.path,
            texts.get(change.path, change.before) if change.path in written else change.before,
            change.after,
        )
        for change in result.changes
    ]

    def moved(place: Place) -> Place:
        return (
            replace(place, line=written[place.file].original(place.line)) if place.file in written else place
        )

    def said(text: str) -> str:
        def line(match: re.Match[str]) -> str:
            one = written.get(match.group(1))
            return f"{match.group(1)}:{one.original(int(match.group(2))) if one else match.group(2)}"

        return re.sub(r"([\w./-]+\.py):(\d+)", line, text)

    def finding(one: Finding) -> Finding:
        related = tuple(map(moved, one.related))
        return replace(one, place=moved(one.place), message=said(one.message), related=related)

    return replace(
        result,
        changes=tuple(change for change in changes if change.before != change.after),
        outcomes=tuple(replace(o, place=moved(o.place), reason=said(o.reason)) for o in result.outcomes),
        findings=tuple(map(finding, result.findings)),
    )
