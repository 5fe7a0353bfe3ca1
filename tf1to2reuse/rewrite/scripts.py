"""Scripts that run sessions: TensorFlow 2 has to be told at their start that they build a graph."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan
from tf1to2reuse.scopes.roots import main_block

FAIL_EAGERLY = {
    "tf.Session",
    "tf.InteractiveSession",
    "tf.placeholder",
    "tf.placeholder_with_default",
    "tf.sparse_placeholder",
    "tf.train.MonitoredSession",
    "tf.train.MonitoredTrainingSession",
    "tf.train.SingularMonitoredSession",
    "tf.train.Supervisor",
}
CHOICES = {
    "disable_eager_execution",
    "disable_v2_behavior",
    "enable_eager_execution",
    "enable_v2_behavior",
}  # the program chooses its mode itself


def in_graph_mode(plan: Plan, facts: ModuleFacts, text: str, indent: str) -> str:
    """The module's text; a main block that leads to sessions or placeholders begins by leaving eager mode.

    A program that builds graph at the top level of a module, or chooses its mode itself, stays as it is; so
    does a file that neither imports TensorFlow nor a module that uses graph (a package may bring both).
    """
    if not runs_as_script(main_block(facts.tree)):
        return text
    near = imported(plan, facts)
    if not imports_tensorflow(plan, facts) and not any(uses_graph(plan, module) for module in near):
        return text
    modules = reached(plan, facts)
    if any(chooses(module) for module in modules) or not any(uses_graph(plan, module) for module in modules):
        return text
    if any(builds_graph(plan, module) for module in modules):
        return text
    tree = ast.parse(text.removeprefix("\ufeff"))
    block = main_block(tree)
    if block is None:
        return text
    lines = text.split("\n")
    first = block.body[0]
    decorators = getattr(first, "decorator_list", [])
    call = plan.symbols[facts.file].own("tf.compat.v1.disable_eager_execution()")
    place = min(node.lineno for node in (first, *decorators)) - 1
    header = lines[place].encode()[: first.col_offset].decode()
    if header.strip():  # on the line of its `if`
        lines[place : place + 1] = [header.rstrip(), indent + call, indent + lines[place][len(header) :]]
        return "\n".join(lines)
    while lines[place - 1].lstrip().startswith("#") or not lines[place - 1].strip():
        place -= 1
    return "\n".join([*lines[:place], header + call, *lines[place:]])


def runs_as_script(block: ast.If | None) -> bool:
    """Whether a block is the one that runs when the file is started, and not the other one."""
    return block is not None and isinstance(block.test, ast.Compare) and isinstance(block.test.ops[0], ast.Eq)


def imports_tensorflow(plan: Plan, facts: ModuleFacts) -> bool:
    """Whether a file has a name for TensorFlow or something of it."""
    names = plan.symbols[facts.file].links.names.values()
    return any(name.partition(".")[0] in ("tf", "tensorflow") for name in names)


def imported(plan: Plan, module: ModuleFacts) -> list[ModuleFacts]:
    """The modules of the program that a module imports itself."""
    found: dict[str, ModuleFacts] = {}
    for node in module.imports:
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            parent = node.module or ""
            names = [parent, *(f"{parent}.{alias.name}".strip(".") for alias in node.names)]
        for name in names:
            target = plan.evaluation.program.find_module(name, module) if name else None
            if target is not None:
                found[target.file] = target
    return list(found.values())


def reached(plan: Plan, facts: ModuleFacts) -> list[ModuleFacts]:
    """The module and all modules of the program that it imports, directly or through others."""
    found, pending = {facts.file: facts}, [facts]
    while pending:
        for target in imported(plan, pending.pop()):
            if target.file not in found:
                found[target.file] = target
                pending.append(target)
    return list(found.values())


def chooses(module: ModuleFacts) -> bool:
    """Whether a module says itself whether it runs eagerly."""
    return any(isinstance(node, ast.Attribute) and node.attr in CHOICES for node in module.nodes)


def uses_graph(plan: Plan, module: ModuleFacts) -> bool:
    """Whether a module has code that fails when run eagerly."""
    return any(is_graph_call(plan, module, node) for node in module.calls)


def builds_graph(plan: Plan, module: ModuleFacts) -> bool:
    """Whether a module has such code outside its functions, classes and main block, so that it runs first."""
    main = main_block(module.tree)
    return any(
        is_graph_call(plan, module, node)
        for statement in module.tree.body
        if statement is not main and not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
    )


def is_graph_call(plan: Plan, module: ModuleFacts, node: ast.AST) -> bool:
    """Whether a node calls something that needs a graph."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute | ast.Name)
        and plan.symbols[module.file].dotted(node.func) in FAIL_EAGERLY
    )
