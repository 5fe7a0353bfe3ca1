"""The chosen calls of a trace become the text of a probe: a function of the program, for a person to keep."""

from __future__ import annotations

import json
import keyword
from collections.abc import Iterable
from dataclasses import dataclass, field

from tf1to2reuse.tracing.call_text import arguments, broken, identifier, targets
from tf1to2reuse.tracing.examples import example
from tf1to2reuse.tracing.expressions import Expressions, Imports
from tf1to2reuse.tracing.model import Call, Result, Scope, Trace, Value, Variable, numbers
from tf1to2reuse.tracing.selection import asks, closed, placeholders_of
from tf1to2reuse.tracing.watched import Watched

HOLE = '''
def hole(what):
    """Stands where the program had something that only a person can write down."""
    raise NotImplementedError("fill in this probe's " + what)
'''

ADVICE = "Read it, change what you know better, and keep it: it is an ordinary part of the program."

OUTSIDE = """The program also has these variables, which no call here makes. Without them, layers that
the program does not name can be numbered otherwise than in its checkpoints:"""
LISTED = 20


@dataclass
class Probe:
    """The text, and what there is to say about it."""

    text: str
    name: str
    holes: list[str]
    random: bool
    outputs: int
    gradients: bool
    """Whether an output has any."""


@dataclass
class ProbeWriter:
    """Writes one probe. ``title`` is the first line of its docstring."""

    trace: Trace
    watched: Watched
    name: str
    title: str
    imports: Imports
    taken: set[str] = field(default_factory=set)
    tensors: dict[int, str] = field(default_factory=dict)
    objects: dict[int, str] = field(default_factory=dict)
    classes: dict[int, Value] = field(default_factory=dict)
    parameters: list[tuple[list[str], str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    holes: list[str] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    reuse: list[bool | str] = field(default_factory=lambda: [False])
    random: bool = False
    gradients: bool = False

    def write(self, calls: list[Call]) -> Probe:
        """The probe that makes these calls, and the objects that they need."""
        self.expressions = Expressions(self.imports, self.tensor, self.instance, self.hole)
        self.fed = dict(self.trace.fed)
        needed = self.needed(calls)
        self.reserve(needed)
        self.written = needed
        for call in needed:
            self.enter(call)
            self.call(call)
        return Probe(self.text(), self.name, self.holes, self.random, len(self.outputs), self.gradients)

    # ------------------------------------------------------------ what is needed

    def needed(self, calls: list[Call]) -> list[Call]:
        """The calls that ask for variables, and those that make the objects that these are given."""
        made = {call.made: call for call in calls if call.is_constructor}
        for call in calls:
            for result in (*call.results, *call.own):
                if result.kind == "object":
                    made.setdefault(result.number, call)
        chosen: dict[int, Call] = {}
        pending = [call for call in calls if asks(self.trace, call)]
        while pending:
            call = pending.pop()
            if call.number not in chosen:
                chosen[call.number] = call
                given = [call.owner, *(argument.value for argument in call.arguments)]
                pending += [made[n] for n in numbers(given, "object") if n in made]
        return [chosen[number] for number in sorted(chosen)]

    def reserve(self, calls: Iterable[Call]) -> None:
        """Names that the text uses for other things."""
        self.taken |= {"np", "tf", "hole", self.name, *keyword.kwlist}
        for facts in self.watched.program.modules.values():
            self.taken |= set(facts.name.split("."))
        for call in calls:
            values = [call.owner, *(argument.value for argument in call.arguments)]
            for value in objects_in(values):
                self.classes.setdefault(value["number"], value)

    def unused(self, wanted: str) -> str:
        """A name like the wanted one that nothing else has."""
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name

    # ------------------------------------------------------------ scopes

    @property
    def indent(self) -> str:
        """The indentation of the current block."""
        return "    " * (len(self.open) + 1)

    def enter(self, call: Call) -> None:
        """Opens and closes scopes until those of the call are open."""
        shared = 0
        while shared < min(len(self.open), len(call.scopes)) and self.open[shared] == call.scopes[shared]:
            shared += 1
        del self.open[shared:], self.reuse[shared + 1 :]
        for number in call.scopes[shared:]:
            scope = self.trace.scopes[number]
            if scope.reuse is True and "reuse" not in scope.options:
                self.make_reuse()
            self.body.append(
                f"{self.indent}with tf.variable_scope({', '.join(self.scope_arguments(scope))}):"
            )
            self.open.append(number)
            self.reuse.append(scope.reuse)
        if call.reuse is True:
            self.make_reuse()

    def make_reuse(self) -> None:
        """The program has switched the open scope to reuse since it was opened."""
        if self.reuse[-1] is False:
            self.body.append(f"{self.indent}tf.get_variable_scope().reuse_variables()")
            self.reuse[-1] = True

    def scope_arguments(self, scope: Scope) -> list[str]:
        """What a scope was opened with."""
        options = {name: self.expressions.text(value) for name, value in scope.options.items()}
        default = options.pop("default_name", None)
        first = [self.expressions.text(scope.scope), *([default] if default else [])]
        return first + [f"{name}={text}" for name, text in options.items()]

    # ------------------------------------------------------------ calls

    def call(self, call: Call) -> None:
        """The statement of one call, with its result and what that leads to."""
        self.expressions.notes.clear()
        callee, given = self.callee(call), arguments(call, self.watched, self.expressions)
        unpacked, names = self.results(call)
        self.body.append(f"{self.indent}# {call.line}" + "".join(f"; {n}" for n in self.expressions.notes))
        assigned = f"{', '.join(names)} = " if names else ""
        self.body += broken(f"{assigned}{callee}(", given, ")", self.indent)
        self.hold(call, unpacked, names)

    def callee(self, call: Call) -> str:
        """What is called: a function of a module, a class, a method of an object."""
        definition = self.watched.definitions[call.key]
        path = call.key.partition(":")[2]
        if call.is_constructor and call.owner is not None:
            return self.expressions.text(call.owner["class"])
        if call.owner is None:
            return f"{self.imports.module(call.module)}.{path}"
        owner = self.expressions.text(call.owner)
        return owner if definition.name == "__call__" else f"{owner}.{definition.name}"

    def results(self, call: Call) -> tuple[bool, list[str]]:
        """Whether the result is unpacked, and the names it gets: those that the program gave it if it did."""
        given = targets(call, self.watched)
        paths = [result.path for result in call.results]
        if isinstance(given, list) and paths and all(path.startswith("[") for path in paths):
            used = [any(path.startswith(f"[{i}]") for path in paths) for i in range(len(given))]
            if sum(path.startswith(tuple(f"[{i}]" for i in range(len(given)))) for path in paths) == len(
                paths
            ):
                wanted = [self.wanted(name, call, i) for i, name in enumerate(given)]
                return True, [self.unused(w) if u else "_" for w, u in zip(wanted, used, strict=True)]
        if not paths and not call.is_constructor:
            return False, []
        fallback = "" if isinstance(given, list) else given or ""
        return False, [self.unused(self.wanted(fallback, call, None))]

    def wanted(self, name: str, call: Call, index: int | None) -> str:
        """A name for a result that the program called ``name``."""
        if name.strip("_"):
            return identifier(name)
        definition = self.watched.definitions[call.key]
        of_class = definition.name.startswith("__") and definition.parent is not None
        base = identifier(definition.parent.name if of_class and definition.parent else definition.name)
        return base if index is None else f"{base}_{index}"

    def hold(self, call: Call, unpacked: bool, names: list[str]) -> None:
        """Notes how the probe reaches what the call made: outputs, placeholders to feed, objects."""
        reached = [(self.reach(result, unpacked, names), result) for result in call.results]
        if call.made is not None and call.is_constructor:
            self.objects[call.made] = names[0]
        if call.made is not None and call.made in self.objects:
            reached += [(self.objects[call.made] + result.path, result) for result in call.own]
        fed = set(placeholders_of(self.trace, call))
        for text, result in reached:
            if result.kind == "object":
                self.objects.setdefault(result.number, text)
            elif result.number not in self.tensors:
                tensor = self.trace.tensors[result.number]
                self.tensors[result.number] = text
                if result.number in fed:
                    self.feed(result.number, text)
                elif call.holds(tensor.graph, tensor.operation) and asks(self.trace, call):
                    self.output(result.number, text)

    def reach(self, result: Result, unpacked: bool, names: list[str]) -> str:
        """The expression for a part of a result."""
        if not unpacked:
            return names[0] + result.path
        place, _, rest = result.path[1:].partition("]")
        return names[int(place)] + rest

    def output(self, number: int, text: str) -> None:
        """A tensor that the probe returns. Text and truth values are no outputs to compare."""
        tensor = self.trace.tensors[number]
        if tensor.dtype.startswith(("float", "int", "uint", "bool")):
            key = identifier(text.partition(".")[2] or text)
            key = identifier(text) if key in self.outputs else key
            number = 2
            wanted = key
            while key in self.outputs:
                key, number = f"{wanted}_{number}", number + 1
            self.outputs[key] = text
            self.random = self.random or tensor.random
            self.gradients = self.gradients or tensor.dtype.startswith("float")

    def feed(self, number: int, text: str) -> None:
        """A placeholder of the model's own: the probe says what to feed."""
        made = example(self.trace.tensors[number], self.fed.get(number), len(self.feeds) + 1)
        self.feeds[text] = made.text or self.hole(f"{text}: {'; '.join(made.notes)}")

    # ------------------------------------------------------------ tensors, objects, holes

    def tensor(self, number: int) -> str:
        """How the probe calls a tensor. One that no call of the probe made is a parameter, or a constant."""
        if number not in self.tensors:
            tensor = self.trace.tensors[number]
            small = (
                tensor.value is not None and closed(tensor.value) and tensor.value.get("values") is not None
            )
            if tensor.type == "Const" and small and tensor.value is not None:
                return f'tf.constant({tensor.value["values"]}, "{tensor.dtype}")'
            self.tensors[number] = self.parameter(number)
        return self.tensors[number]

    def parameter(self, number: int) -> str:
        """A new parameter for a tensor that the program made outside of the probe's calls."""
        tensor = self.trace.tensors[number]
        made = example(tensor, self.fed.get(number), len(self.parameters) + 1)
        is_fed = tensor.type.startswith("Placeholder")
        base = tensor.name.partition(":")[0].rpartition("/")[2]
        named = is_fed and not base.startswith("Placeholder")
        name = self.unused(identifier(base if named else self.expressions.place))
        what = f"a placeholder of {tensor.line}"
        if not is_fed:
            what = f"computed at {tensor.line} ({tensor.type}), an input of its own here"
        notes = [what, *made.notes]
        default = made.text or self.hole(f"{name}: {'; '.join(made.notes)}")
        self.parameters.append((notes, f"{name}={default}"))
        return name

    def instance(self, number: int) -> str:
        """How the probe calls an object; one without a constructor is made on the spot. Empty: a hole."""
        if number not in self.objects:
            value = self.classes.get(number)
            if value is None or not value["bare"] or not closed(value["class"]):
                return ""
            name = self.unused(identifier(value["what"] + ("_object" if value["what"].islower() else "")))
            self.body.append(f"{self.indent}{name} = {self.expressions.text(value['class'])}()")
            self.objects[number] = name
        return self.objects[number]

    def hole(self, what: str) -> str:
        """A named hole: running the probe says what is missing."""
        self.holes.append(what)
        return f"hole({json.dumps(what)})"

    # ------------------------------------------------------------ the file

    def text(self) -> str:
        """The whole file."""
        function = [*self.header(), *self.body, *self.result()]
        code = "\n".join(["", *(HOLE.split("\n") if self.holes else []), "", *function])
        start = f'"""{self.title}\n\n{ADVICE}{self.outside()}\n"""'
        return "\n".join([start, *self.imports.lines(code), code, ""])

    def outside(self) -> str:
        """The variables that the program had made by then, and the calls of the probe do not make."""
        made = {v.name for call in self.written for v in self.trace.made_by(call)}
        last = self.written[-1]
        known = {variable.name for variable in self.trace.variables}
        names = [
            f"{variable.name} ({variable.line})"
            for variable in self.trace.variables
            if variable.graph == last.begin.graph and variable.name not in made and not after(variable, last)
            if not is_slot(variable.name, known)
        ]
        listed = "".join(f"\n    {name}" for name in names[:LISTED])
        more = f"\n    and {len(names) - LISTED} more" if len(names) > LISTED else ""
        return f"\n\n{OUTSIDE}{listed}{more}" if names else ""

    def header(self) -> list[str]:
        """The ``def`` with the example inputs."""
        if not self.parameters:
            return [f"def {self.name}():"]
        lines = [
            line for notes, text in self.parameters for line in (f"    # {'; '.join(notes)}", f"    {text},")
        ]
        return [f"def {self.name}(", *lines, "):"]

    def result(self) -> list[str]:
        """What the probe returns."""
        outputs = broken("return {", [f'"{key}": {text}' for key, text in self.outputs.items()], "}", "    ")
        if not self.feeds:
            return outputs
        outputs[0] = outputs[0].replace("return ", "outputs = ", 1)
        feeds = broken("feed = {", [f"{text}: {array}" for text, array in self.feeds.items()], "}", "    ")
        return [*outputs, *feeds, "    return outputs, feed"]


def is_slot(name: str, known: set[str]) -> bool:
    """Whether a variable is an optimizer's for another one: ``w/Adam`` for ``w``."""
    return name.rpartition("/")[0] in known


def after(variable: Variable, call: Call) -> bool:
    """Whether a variable was made after a call was over."""
    return call.end is not None and variable.operation > call.end.operation


def objects_in(value: object) -> Iterable[Value]:
    """All objects in a description."""
    if isinstance(value, list):
        for item in value:
            yield from objects_in(item)
    elif isinstance(value, dict):
        if value.get("kind") == "object":
            yield value
        for item in value.values():
            yield from objects_in(item)
