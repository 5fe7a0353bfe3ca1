"""``tf.make_template`` as the scope that its calls open.

A template opens a variable scope at its first call and opens it again, reusing, at every other one. Where all
of its uses are calls, ``with tf.variable_scope(name, reuse=tf.AUTO_REUSE):`` around them asks for the same
variables if no other scope is open around one of them: whether it does is for the evaluator to say.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tf1to2reuse.facts.program import Definition, ModuleFacts, Program
from tf1to2reuse.facts.source_text import SourceText
from tf1to2reuse.plan.linker import Links
from tf1to2reuse.rewrite.expansions.edits import Edit, stands_alone
from tf1to2reuse.scopes.templates import TEMPLATE

Simple = ast.Assign | ast.AugAssign | ast.Expr | ast.Return


@dataclass(frozen=True, eq=False)
class Template:
    """``target = tf.make_template("name", function, key=value)``.

    ``owner``: the class whose attribute it is, or the function whose local name; None in a module.
    """

    facts: ModuleFacts
    statement: ast.Assign
    call: ast.Call
    owner: (
        Definition | None
    )  # the class whose attribute it is, the function whose local name; None: a module's

    @property
    def name(self) -> ast.expr:
        """The scope's name."""
        return self.argument(0)

    @property
    def function(self) -> ast.expr:
        """What it calls."""
        return self.argument(1)

    def argument(self, position: int) -> ast.expr:
        """One of the two arguments that every template has."""
        if len(self.call.args) > position:
            return self.call.args[position]
        return next(k.value for k in self.call.keywords if k.arg == TEMPLATE[position])

    @property
    def fixed(self) -> list[ast.keyword]:
        """What every call of the function is given."""
        return [keyword for keyword in self.call.keywords if keyword.arg not in TEMPLATE]


def templates_of(program: Program, facts: ModuleFacts, links: Links) -> Iterator[list[Edit]]:
    """For each template that can be written out its statement and those that call it."""
    if "make_template" not in facts.source.text:
        return
    tf = next((name for name, module in links.names.items() if module in TENSORFLOW), "")
    text = SourceText(facts)
    for node in facts.nodes:
        template = template_in(facts, links, node)
        if template is None or not tf or not stands_alone(text, template.statement):
            continue
        calls = calls_of(program, template)
        statements = statements_of(facts, calls) if calls else None
        if not statements or not all(can_move(text, statement) for statement in statements):
            continue
        mark = re.compile(
            rf"variable_scope\({re.escape(text.segment(template.name))}, reuse=[\w.]*AUTO_REUSE\)"
        )
        head = f"with {tf}.variable_scope({text.segment(template.name)}, reuse={tf}.AUTO_REUSE):"
        group = id(template)
        edits = [Edit(facts, template.statement, rest(facts, template.statement), mark, group)]
        for statement, inside in statements.items():
            lines = with_calls(text, template, statement, inside)
            edits.append(Edit(facts, statement, (head, *lines), mark, group))
        yield edits


TENSORFLOW = ("tensorflow", "tensorflow.compat.v1")


def template_in(facts: ModuleFacts, links: Links, node: ast.AST) -> Template | None:
    """The template that a statement makes, in the plain form."""
    if not isinstance(node, ast.Assign) or len(node.targets) != 1 or not isinstance(node.value, ast.Call):
        return None
    call = node.value
    if links.dotted(call.func) != "tf.make_template" or len(call.args) > 2:
        return None
    given = [*TEMPLATE[: len(call.args)], *[keyword.arg for keyword in call.keywords]]
    if None in given or not {"name_", "func_"} <= set(given) or set(given) & set(TEMPLATE[2:]):
        return None
    if any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    around = [d for d in facts.definitions.values() if d.stands_around(node.value)]
    inner = max(around, key=lambda d: d.line, default=None)
    target = node.targets[0]
    if isinstance(target, ast.Attribute):
        if inner is None or not inner.is_method or not is_own(inner, target):
            return None
        inner = inner.parent
    elif not isinstance(target, ast.Name) or (inner is not None and inner.is_class):
        return None
    template = Template(facts, node, call, inner)
    name, function = template.name, template.function
    if not (isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value):
        return None
    return template if isinstance(function, ast.Name | ast.Attribute) else None


def is_own(method: Definition, node: ast.AST) -> bool:
    """Whether an expression is an attribute of a method's own object."""
    own = method.parameters()[:1]
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and [node.value.id] == own


# -- the uses of a template ----------------------------------------------------------------------------------


def calls_of(program: Program, template: Template) -> list[ast.Call]:
    """All calls of a template; none where anything else is done with it, or may be."""
    target = template.statement.targets[0]
    if isinstance(target, ast.Attribute):
        assert template.owner is not None
        return calls_of_attribute(program, template.facts, template.owner, target)
    assert isinstance(target, ast.Name)
    return calls_of_name(program, template, target)


def calls_of_attribute(
    program: Program, facts: ModuleFacts, owner: Definition, target: ast.Attribute
) -> list[ast.Call]:
    """The attribute must be one of this class alone, set once, and only called by its methods."""
    methods = [child for child in owner.children if child.is_method]
    if any(method.name == target.attr for method in methods):
        return []
    uses: list[ast.AST] = []
    for module in program.modules.values():
        if target.attr in module.source.text:
            found = [n for n in module.nodes if isinstance(n, ast.Attribute) and n.attr == target.attr]
            uses += [*found, *by_name(module, target.attr)]
    own = {n for method in methods for n in method.nodes if is_own(method, n)}
    others = {n for method in unrelated_methods(program, owner) for n in method.nodes if is_own(method, n)}
    uses = [use for use in uses if use not in others]
    return called(facts, uses, target) if set(uses) <= own else []


def unrelated_methods(program: Program, owner: Definition) -> list[Definition]:
    """Methods whose object cannot be one of the class: no chain of base classes joins the two."""
    classes = [definition for definition in program.definitions() if definition.is_class]
    bases = {one: {leaf(base) for base in one.node.bases} for one in classes}  # type: ignore[union-attr]
    family = {owner.name}
    size = 0
    while len(family) > size:
        size = len(family)
        for one in classes:
            relatives = {one.name, *bases[one]} - {"object"}
            if relatives & family:
                family |= relatives
    return [child for one in classes if one.name not in family for child in one.children if child.is_method]


def leaf(node: ast.expr) -> str:
    """The last name of a dotted one."""
    return getattr(node, "attr", getattr(node, "id", ""))


def by_name(module: ModuleFacts, name: str) -> list[ast.Call]:
    """Calls as ``getattr(model, "name")``."""
    return [
        call
        for call in module.calls
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("getattr", "setattr", "hasattr", "delattr")
        and any(isinstance(one, ast.Constant) and one.value == name for one in call.args)
    ]


def calls_of_name(program: Program, template: Template, target: ast.Name) -> list[ast.Call]:
    """The name must be bound once, in one function or in the module alone."""
    facts, name = template.facts, target.id
    inside = template.owner.nodes if template.owner is not None else facts.nodes
    others = [d for d in facts.definitions.values() if d is not template.owner]
    if any(name in d.parameters() for d in others if not d.is_class and set(d.nodes) <= set(inside)):
        return []
    if any(isinstance(n, ast.Global | ast.Nonlocal) and name in n.names for n in facts.nodes):
        return []
    if any(isinstance(n, ast.FunctionDef | ast.ClassDef) and n.name == name for n in inside):
        return []
    if template.owner is None and is_taken_elsewhere(program, facts, name):
        return []
    return called(facts, [n for n in inside if isinstance(n, ast.Name) and n.id == name], target)


def is_taken_elsewhere(program: Program, facts: ModuleFacts, name: str) -> bool:
    """Whether another module may use a global name."""
    for module in program.modules.values():
        if module is facts or name not in module.source.text:
            continue
        for node in module.nodes:
            if isinstance(node, ast.Attribute) and node.attr == name:
                return True
            if isinstance(node, ast.ImportFrom) and any(alias.name in (name, "*") for alias in node.names):
                return True
    return False


def called(facts: ModuleFacts, uses: list[ast.AST], target: ast.AST) -> list[ast.Call]:
    """The calls, where all uses but the one that makes it are functions of calls."""
    calls = {id(call.func): call for call in facts.calls if isinstance(call, ast.Call)}
    found = [calls.get(id(use)) for use in uses if use is not target]
    return [call for call in found if call is not None] if None not in found else []


def statements_of(facts: ModuleFacts, calls: list[ast.Call]) -> dict[Simple, list[ast.Call]] | None:
    """The simple statements that the calls stand in; None where one stands in another, as in an ``if``."""
    found: dict[Simple, list[ast.Call]] = {}
    inside = {
        id(node): statement
        for statement in facts.nodes
        if isinstance(statement, Simple)
        for node in ast.walk(statement)
    }
    for call in calls:
        statement = inside.get(id(call))
        if statement is None or any(isinstance(n, SCOPED) for n in ast.walk(statement)):
            return None
        found.setdefault(statement, []).append(call)
    return found


SCOPED = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)
"""Expressions that may call what is in them later, several times or never."""


# -- the lines in their place --------------------------------------------------------------------------------


def can_move(text: SourceText, statement: ast.stmt) -> bool:
    """Whether a statement has its lines to itself and can be indented: no string goes over several."""
    strings = (n for n in ast.walk(statement) if isinstance(n, ast.Constant | ast.JoinedStr))
    return stands_alone(text, statement) and all(n.lineno == n.end_lineno for n in strings)


def with_calls(text: SourceText, template: Template, statement: Simple, calls: list[ast.Call]) -> list[str]:
    """A statement that calls the function, a level further in."""
    function = text.segment(template.function)
    names = {id(call.func): function for call in calls}
    own = {id(call): call for call in calls}

    def rule(node: ast.AST) -> str | None:
        call = own.get(id(node))
        if call is None:
            return names.get(id(node))
        given = {keyword.arg for keyword in call.keywords}
        added = [
            f"{keyword.arg}={text.segment(keyword.value)}"
            for keyword in template.fixed
            if keyword.arg not in given
        ]
        code = text.render_inside(call, rule)
        if not added:
            return code
        inner = code[:-1].rstrip()
        comma = "" if inner.endswith(("(", ",")) else ","
        return f"{inner}{comma}{' ' if inner[-1] != '(' else ''}{', '.join(added)})"

    margin = " " * statement.col_offset
    first, *others = text.render(statement, rule).split("\n")
    return [f"\t{first}", *[f"\t{line.removeprefix(margin)}".rstrip() for line in others]]


def rest(facts: ModuleFacts, statement: ast.stmt) -> tuple[str, ...]:
    """What stays in the place of the statement that made the template: ``pass`` in a body of nothing else."""
    for node in facts.nodes:
        for field in ("body", "orelse", "finalbody"):
            if getattr(node, field, None) == [statement]:
                return ("pass",)
    return ()
