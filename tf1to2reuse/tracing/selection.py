"""Which of the calls of a trace make the probe, and why the others do not.

The outermost calls that ask for variables are taken. A call that the trace ended in, that trains, that reads
data, or that makes placeholders which nothing it returns leads to is a driver: what it calls is taken in its
place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tf1to2reuse.tracing.model import Call, Trace, Value, numbers
from tf1to2reuse.tracing.watched import Watched, decorators

HARMLESS = ("staticmethod", "classmethod")
ADDS_ARG_SCOPE = "add_arg_scope"


@dataclass
class Selection:
    """The calls of the probe in order, constructors that they may need among them, and the refused ones."""

    taken: list[Call] = field(default_factory=list)
    refused: list[tuple[Call, str]] = field(default_factory=list)


def select(trace: Trace, watched: Watched, main: str) -> Selection:
    """Judge all calls. ``main``: the file that the program was started with."""
    candidates = [call for top in trace.children(-1) for call in outermost(trace, top)]
    return Judge(trace, watched, main).judge(candidates)


def asks(trace: Trace, call: Call) -> bool:
    """Whether a call asked for variables, made some, or computes with those that its object made."""
    if call.end is None:
        return any(asks(trace, child) for child in trace.children(call.number))
    return bool(trace.asked_by(call) or trace.made_by(call) or trace.reads_own(call))


def outermost(trace: Trace, call: Call) -> Iterator[Call]:
    """The calls to take for one: itself, or those below a driver. Constructors that ask for nothing count."""
    if call.end is not None and call.is_constructor and not asks(trace, call):
        yield call
        return
    below = [one for child in trace.children(call.number) for one in outermost(trace, child)]
    if not asks(trace, call) or (is_driver(trace, call) and not needed_whole(trace, call, below)):
        yield from below
    else:
        yield call


def is_driver(trace: Trace, call: Call) -> bool:
    """Whether a call does more than to build a model."""
    if call.end is None or call.end.trained > call.begin.trained or call.end.graph != call.begin.graph:
        return True
    return bool(trace.read_by(call) or hidden_placeholders(trace, call))


def hidden_placeholders(trace: Trace, call: Call) -> list[int]:
    """The placeholders that a call makes and that nothing it leaves behind leads to."""
    seen = {result.number for result in (*call.results, *call.own) if result.kind == "tensor"}
    return [number for number in placeholders_of(trace, call) if number not in seen]


def placeholders_of(trace: Trace, call: Call) -> list[int]:
    """The placeholders that a call makes."""
    made = [(number, trace.tensors[number]) for number in trace.placeholders]
    return [number for number, tensor in made if call.holds(tensor.graph, tensor.operation)]


def needed_whole(trace: Trace, call: Call, below: list[Call]) -> bool:
    """Whether a constructor must be taken as it is: what it calls needs the object that it makes."""
    if call.end is None or not call.is_constructor:
        return False
    return any(call.made in reached_objects(one) for one in below if asks(trace, one))


def reached_objects(call: Call) -> set[int]:
    """The objects that a call is given, its own included."""
    found = set(numbers([argument.value for argument in call.arguments], "object"))
    return found | ({call.made} if call.made is not None else set())


class Judge:
    """Goes through the candidates in order, and keeps what the probe will have made so far."""

    def __init__(self, trace: Trace, watched: Watched, main: str) -> None:
        self.trace, self.watched, self.main = trace, watched, main
        self.graph: int | None = None
        self.variables: set[str] = set()
        self.states: dict[int, dict[str, str]] = {}
        self.lost: dict[int | None, str] = {}
        self.importable = importable(trace, watched, main)

    def judge(self, candidates: list[Call]) -> Selection:
        """Take or refuse each."""
        chosen = Selection()
        for call in candidates:
            reason = self.problem(call)
            asking = asks(self.trace, call)
            if reason:
                chosen.refused += [(call, reason)] if asking else []
                self.lost.update({call.made: reason} if call.is_constructor else {})
            else:
                chosen.taken.append(call)
                self.states.update(call.after)
                self.variables |= {request.name for request in self.trace.asked_by(call)}
                self.variables |= {variable.name for variable in self.trace.made_by(call)}
                self.graph = call.begin.graph if asking and self.graph is None else self.graph
        return chosen

    def problem(self, call: Call) -> str:
        """Why a call cannot be part of the probe; empty when it can."""
        checks = (self.of_program, self.of_function, self.of_scopes, self.of_variables, self.of_objects)
        return next((reason for reason in (check(call) for check in checks) if reason), "")

    def of_program(self, call: Call) -> str:
        """The state of the program at the call."""
        if call.raised:
            return "it raised an exception, which the program went on from"
        if asks(self.trace, call) and self.graph not in (None, call.begin.graph):
            return (
                "it builds another graph than the calls before it; trace a program that builds only that one"
            )
        if call.arg_scope:
            return "the program calls it inside of an arg_scope of its own"
        read = self.trace.read_by(call)
        if read and asks(self.trace, call):
            return f"it reads data itself ({read[0]}), which a recording has no part in"
        hidden = hidden_placeholders(self.trace, call)
        if hidden:
            tensor = self.trace.tensors[hidden[0]]
            return f"nothing that it returns leads to its placeholder {tensor.name} ({tensor.line})"
        return ""

    def of_function(self, call: Call) -> str:
        """Whether a probe can call that function by name."""
        definition = self.watched.definitions[call.key]
        for decorator in decorators(definition):
            if decorator not in HARMLESS and decorator.rpartition(".")[2] != ADDS_ARG_SCOPE:
                return f"it is decorated with {decorator}, which may give it other arguments"
        if definition.outer_function is not None:
            return f"it is defined inside of {definition.outer_function.name}, where a probe cannot call it"
        if not call.reached:
            return "its name no longer leads to this function when the program calls it"
        if call.name.startswith("__") and not call.name.endswith("__"):
            return "its name is private to its class"
        if not self.importable and (definition.module.file == self.main or uses_main(call.owner)):
            return f"importing {self.main} runs the program: put its call under if __name__ == '__main__'"
        return ""

    def of_scopes(self, call: Call) -> str:
        """Whether the scopes around the call can be written down."""
        for number in call.scopes:
            scope = self.trace.scopes[number]
            for value in (scope.scope, *scope.options.values()):
                if not closed(value):
                    return f"the scope around it is opened with {told(value)} ({scope.line})"
        if call.scope_changed:
            return "the program changed the initializer, or another option, of the open scope"
        requested = {request.name for request in self.trace.asked_by(call)}
        own = [variable.name for variable in self.trace.made_by(call) if variable.name not in requested]
        if own and call.name_scope and call.name_scope != call.scope_name:
            return f"it makes a tf.Variable ({own[0]}) inside of the name scope {call.name_scope}"
        return ""

    def of_variables(self, call: Call) -> str:
        """Whether all variables that the call reuses come from the probe, too."""
        made = set(self.variables)
        for request in self.trace.asked_by(call):
            if not request.created and request.name not in made:
                return f"it reuses the variable {request.name}, which no call of the probe makes"
            made.add(request.name)
        return ""

    def of_objects(self, call: Call) -> str:
        """Whether the objects that the call is given are as the calls of the probe leave them."""
        if call.owner is not None and not closed(call.owner.get("class", call.owner)):
            return f"its object cannot be written down: {told(call.owner.get('class', call.owner))}"
        for number, state in call.before.items():
            if call.is_constructor and number == call.made:
                continue
            if number == call.made and number not in self.states and (state or not self.is_bare(call)):
                reason = self.lost.get(number, "its constructor was not seen")
                return f"the probe cannot make its object: {reason}"
            known = self.states.get(number, {})
            changed = sorted(name for name in {*known, *state} if known.get(name) != state.get(name))
            if changed and number in self.states:
                return f"the program itself set {changed[0]!r} of an object that it uses"
        return ""

    def is_bare(self, call: Call) -> bool:
        """Whether the object of a method is made without any constructor of its own."""
        return call.owner is not None and bool(call.owner.get("bare")) and closed(call.owner["class"])


def importable(trace: Trace, watched: Watched, main: str) -> bool:
    """Whether importing the main file runs no part of the program: it stands under a guard."""
    facts = next((m for m in watched.program.modules.values() if m.file == main), None)
    guards = [
        statement
        for statement in (facts.tree.body if facts is not None else ())
        if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test)
    ]
    lines = {call.main_line for call in trace.calls if call.main_line}
    return all(any(g.lineno <= line <= (g.end_lineno or g.lineno) for g in guards) for line in lines)


def uses_main(value: object) -> bool:
    """Whether a description names something of the main file."""
    if isinstance(value, list):
        return any(uses_main(item) for item in value)
    if not isinstance(value, dict):
        return False
    named = value.get("kind") == "name" and value["module"] == "__main__"
    return named or any(uses_main(item) for item in value.values())


def closed(value: Value) -> bool:
    """Whether a description needs nothing but itself: no tensor, no object, no hole."""
    kinds = {kind for kind in ("tensor", "object", "hole") if contains(value, kind)}
    return not kinds


def contains(value: object, kind: str) -> bool:
    """Whether a description has a part of that kind."""
    if isinstance(value, list):
        return any(contains(item, kind) for item in value)
    if not isinstance(value, dict):
        return False
    return value.get("kind") == kind or any(contains(item, kind) for item in value.values())


def told(value: Value) -> str:
    """What a description that is not closed stands for."""
    if value.get("kind") == "hole":
        return str(value["what"])
    return "something that cannot be written down"
