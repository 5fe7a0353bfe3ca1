"""How the program itself wrote a call: the names it gave the result, and the defaults it left out."""

from __future__ import annotations

import ast
import re

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.tracing.expressions import Expressions
from tf1to2reuse.tracing.model import Argument, Call
from tf1to2reuse.tracing.watched import Watched

CONTAINERS = ("list", "dict")
LONG = 100


def arguments(call: Call, watched: Watched, expressions: Expressions) -> list[str]:
    """The arguments as source text. Those that are the parameter's default are left out."""
    defaults = default_nodes(call, watched)
    unnamed = next((a for a in call.arguments if a.kind == "arguments" and a.value.get("items")), None)
    written: list[str] = []
    named: list[str] = []
    by_position = True
    for argument in call.arguments:
        if argument.kind in ("arguments", "keywords"):
            continue
        expressions.place = argument.name
        if unnamed is None and is_default(argument, defaults.get(argument.name), expressions):
            by_position = False
            continue
        text = expressions.text(argument.value)
        required = argument.name not in defaults and argument.kind == "positional"
        plain = argument.kind == "positional" and (unnamed is not None or (by_position and required))
        (written if plain else named).append(text if plain else f"{argument.name}={text}")
    written += [expressions.text(item) for item in unnamed.value["items"]] if unnamed is not None else []
    for argument in call.arguments:
        if argument.kind == "keywords" and argument.value["kind"] == "dict":
            pairs = [(ast.literal_eval(key["text"]), item) for key, item in argument.value["items"]]
            named += [f"{name}={expressions.text(item)}" for name, item in pairs]
    return written + named


def default_nodes(call: Call, watched: Watched) -> dict[str, ast.expr]:
    """The default of each parameter that has one, as written."""
    node = watched.definitions[call.key].node
    assert isinstance(node, ast.FunctionDef)
    names = [*node.args.posonlyargs, *node.args.args]
    found = dict(zip((a.arg for a in reversed(names)), reversed(node.args.defaults), strict=False))
    found |= {
        a.arg: d for a, d in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True) if d is not None
    }
    return found


def is_default(argument: Argument, node: ast.expr | None, expressions: Expressions) -> bool:
    """Whether leaving the argument out gives the same value. A default list or dict may have been changed."""
    if node is None:
        return False
    if argument.value["kind"] not in CONTAINERS and argument.is_default:
        return True
    if argument.value["kind"] in ("code", *CONTAINERS, "tuple"):
        return ast.dump(node) == ast.dump(ast.parse(expressions.text(argument.value), mode="eval").body)
    return False


def targets(call: Call, watched: Watched) -> list[str] | str | None:
    """The name, or names, that the program gave to the result; None where it gave none."""
    file, _, line = call.line.rpartition(":")
    facts = next((m for m in watched.program.modules.values() if m.file == file), None)
    statement = assignment(facts, int(line), called_name(call, watched)) if facts is not None else None
    if statement is None:
        return None
    target = statement.targets[0]
    if isinstance(target, ast.Tuple | ast.List):
        names = [last_name(element) for element in target.elts]
        return [name or "_" for name in names] if None not in names else None
    return last_name(target)


def called_name(call: Call, watched: Watched) -> str:
    """What the callee is called: the class for a constructor; empty for an object that is called."""
    if call.is_constructor:
        parent = watched.definitions[call.key].parent
        return parent.name if parent is not None else ""
    return "" if call.name == "__call__" else call.name


def assignment(facts: ModuleFacts, line: int, name: str) -> ast.Assign | None:
    """The assignment around a line whose whole value is that call, as far as the names in it tell."""
    for node in facts.nodes:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        if node.lineno <= line <= (node.end_lineno or node.lineno):
            called = [last_name(n.func) for n in ast.walk(node.value) if isinstance(n, ast.Call)]
            if len(called) == 1 or (called[0] == name and called.count(name) == 1):
                return node
    return None


def last_name(node: ast.expr) -> str | None:
    """``x`` of ``x`` and of ``self.x``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def identifier(text: str) -> str:
    """A lower-case name made of any text; ``value`` where nothing of it can be used."""
    name = re.sub(r"\W+", "_", text).strip("_").lower()
    return f"x_{name}" if name[:1].isdigit() else name or "value"


def broken(head: str, parts: list[str], tail: str, indent: str) -> list[str]:
    """``head(a, b)tail`` on one line, on three, or with one part a line."""
    inner = ", ".join(parts)
    if len(f"{indent}{head}{inner}{tail}") <= LONG or not parts:
        return [f"{indent}{head}{inner}{tail}"]
    if len(f"{indent}    {inner}") <= LONG:
        return [f"{indent}{head}", f"{indent}    {inner}", f"{indent}{tail}"]
    return [f"{indent}{head}", *(f"{indent}    {part}," for part in parts), f"{indent}{tail}"]
