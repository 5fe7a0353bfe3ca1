"""Programs whose main function is evaluated on unknown arguments, checked on concrete TF1 runs.

Names given for unknowns differ from the literal names in it: no template says that they may be equal.
For every run: each variable that TF1 gave to a line must be one of the paths that the generic run foresees
for that line, with the run's arguments put in; a line that asks without condition must have asked; a
function that always raises must have raised.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.random_programs.compare import Outcome
from tests.random_programs.definitions import open_parameters
from tests.random_programs.environment import Choices, Names
from tests.random_programs.generate import HEAD, definitions
from tests.random_programs.predict import ERROR, evaluate, reasons
from tests.random_programs.statements import Block
from tests.random_programs.worker import Worker
from tf1to2reuse.scopes.evaluator import Evaluator
from tf1to2reuse.scopes.roots import Root
from tf1to2reuse.scopes.trace import Request
from tf1to2reuse.scopes.values import Path, Sym, Text, show

RUNS = 4
VALUES: dict[str, list[Any]] = {
    "scope": ["ua", "ub", "ux/uy", None],
    "name": ["vh", "venc", "vm/vn", "vh0"],
    "reuse": [None, False, "tf.AUTO_REUSE", "tf.AUTO_REUSE"],
    "n": [0, 1, 2, 3],
    "flag": [True, False],
    "names": [["za", "zb"], ["zp"], [], ["zu", "zv", "zw"]],
}


OPEN = ("error", "unresolved")  # TF1 raises at these, or may


@dataclass(frozen=True)
class UnknownProgram:
    """A module with ``build``, and the arguments of its runs."""

    modules: dict[str, str]
    arguments: tuple[dict[str, Any], ...]
    features: frozenset[str]

    @property
    def calls(self) -> list[str]:
        """The calls of all runs."""
        return [call_of(arguments) for arguments in self.arguments]


def call_of(arguments: Mapping[str, Any]) -> str:
    """The call with these arguments; every run starts from placeholders."""
    texts = {name: value if value == "tf.AUTO_REUSE" else repr(value) for name, value in arguments.items()}
    given = "".join(f", {name}={text}" for name, text in texts.items())
    return f"build(tf.placeholder(tf.float32, [2, 3]), tf.placeholder(tf.float32, [2, 8, 8, 3]){given})"


def generate_unknown(random: Random) -> UnknownProgram:
    """A program out of seeded choices."""
    c = Choices(random)
    c.calm = random.random() < 0.95
    names = Names()
    lines = [*HEAD, "notes = []", *definitions(c, names, "f", False)]
    parameters = tuple(name for name in VALUES if c.chance(0.6)) or ("n",)
    inner = names.inner()
    inner.rows, inner.images = ["x"], ["im"]
    inner.strings = [p for p in parameters if p == "name"]
    inner.numbers = inner.counts = [p for p in parameters if p == "n"]
    inner.reuses = [p for p in parameters if p == "reuse"]
    inner.flags = [p for p in parameters if p == "flag"]
    inner.lists = [p for p in parameters if p == "names"]
    body = Block(c, inner, 1, "    ", False)
    open_parameters(body, parameters)
    for _ in range(c.random.randint(1, 3)):
        body.statement()
    lines += [f"def build(x, im, {', '.join(parameters)}):", *body.lines, "    return x"]
    arguments = tuple({p: c.pick(VALUES[p]) for p in parameters} for _ in range(RUNS))
    return UnknownProgram({"prog.py": "\n".join(lines) + "\n"}, arguments, frozenset(c.features))


# -- the check ----------------------------------------------------------------------------------------------


def check_unknown(worker: Worker, program: UnknownProgram) -> Outcome:
    """The verdict over all runs."""
    worker.ask(program.modules, program.calls)
    runs = worker.answer()
    raised = all(run["error"] is not None for run in runs)
    try:
        evaluation = evaluate(program.modules)
    except Exception as error:  # the evaluator must not fail on any program
        return Outcome("wrong", f"crash: {type(error).__name__}: {error}", raised)
    root = next(r for r in evaluation.roots if r.label == "prog.py:build")
    guarded = guarded_lines(program.modules["prog.py"])
    refusal = next(refusals(root), "")
    if refusal:
        return Outcome("refused", refusal, raised)
    for arguments, run in zip(program.arguments, runs, strict=True):
        detail = next(contradictions(evaluation.ev, root, arguments, run, guarded), "")
        if detail:
            return Outcome("wrong", f"{arguments}: {detail}", raised)
    return Outcome("agreed", raised=raised)


def refusals(root: Root) -> Iterator[str]:
    """What of the generic run is not resolved at all."""
    for reason in reasons(root.activation):
        if any(word in reason for word in ("modelled", "known", "budget")):
            yield reason
    for request in root.requests:
        if any(isinstance(part, Sym) and part.op == "unmodelled" for part in request.path):
            yield f"{show(request.path)}: {request.reason}"
    if root.activation.truncated and ERROR.match(root.activation.truncated) is None:
        yield root.activation.truncated


def guarded_lines(source: str) -> set[int]:
    """Lines inside ``try``, and in what is called from there: what they ask for may be cut short by an error
    that only a run shows."""
    tree = ast.parse(source)
    tries = [node for node in ast.walk(tree) if isinstance(node, ast.Try) and node.handlers]
    guarded: list[ast.stmt] = [one for node in tries for one in node.body]
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n is not tree.body[-1]]
    for one in guarded:  # grows while it is gone through
        names = {getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(one)}
        guarded += [f for f in functions if f.name in names and f not in guarded]
    return {line for one in guarded for line in range(one.lineno, (one.end_lineno or one.lineno) + 1)}


def contradictions(
    ev: Evaluator, root: Root, arguments: Mapping[str, Any], run: Mapping[str, Any], guarded: set[int]
) -> Iterator[str]:
    """What TF1 did otherwise than the templates say."""
    by_line: dict[int, list[Request]] = {}
    for request in root.requests:
        by_line.setdefault(getattr(request.node, "lineno", 0), []).append(request)
    for line, name in run["sites"]:
        templates = {request.path for request in by_line.get(line, [])}
        if not any(re.fullmatch(pattern(ev, path, arguments), name) for path in templates):
            yield f"line {line}: TF1 asks for {name}, foreseen are {sorted(map(show, templates))}"
    if run["error"] is None:
        lines = {line for line, _ in run["sites"]} | guarded
        for line, requests in by_line.items():
            certain = [
                r for r in requests if not r.conditions and r.api != "tf.Variable" and r.how not in OPEN
            ]
            if certain and line not in lines:
                yield f"line {line}: TF1 asks for nothing, certain is {show(certain[0].path)}"
        if root.activation.truncated:
            yield f"TF1 runs to the end, but foreseen is {root.activation.truncated}"


def pattern(ev: Evaluator, path: Path, arguments: Mapping[str, Any]) -> str:
    """A regular expression for what a template may be with these arguments."""
    return joined(ev, path, arguments) + r"(_\d+)?"


def joined(ev: Evaluator, parts: Iterable[str | Sym], arguments: Mapping[str, Any]) -> str:
    """The expressions of the parts one after the other."""
    return "".join(
        re.escape(part) if isinstance(part, str) else of_sym(ev, part, arguments) for part in parts
    )


def of_sym(ev: Evaluator, sym: Sym, arguments: Mapping[str, Any]) -> str:
    """A regular expression for an unknown part."""
    if sym.op == "param" and sym.args[0] == "prog.py:build" and sym.args[1] in arguments:
        value = arguments[sym.args[1]]
        return r"[\w/]+" if value is None else re.escape(str(value))  # None: the default name, numbered
    if sym in ev.alternatives:
        options = [of_value(ev, option, arguments) for option in ev.alternatives[sym]]
        return "(" + "|".join(options) + ")"
    if sym.op in ("iter", "plus") and all(isinstance(arg, int | Sym) for arg in sym.args if sym.op == "plus"):
        return r"\d+" if sym.op == "plus" else r"[\w/]+"
    if sym.op in ("again", "numbered"):
        return r"[\w/]+"
    if sym.op == "auto":
        return re.escape(str(sym.args[0])) + r"(_\d+)?"
    return r"[\w/]+"


def of_value(ev: Evaluator, value: Any, arguments: Mapping[str, Any]) -> str:
    """The same for any value that stands in a name."""
    if isinstance(value, Text):
        return joined(ev, value.parts, arguments)
    return of_sym(ev, value, arguments) if isinstance(value, Sym) else re.escape(str(value))
