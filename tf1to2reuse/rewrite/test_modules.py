"""Unit tests of graph code: TensorFlow 2 has to be told before they run that they build a graph."""

from __future__ import annotations

import ast

from tf1to2reuse.facts.program import ModuleFacts
from tf1to2reuse.plan.model import Plan
from tf1to2reuse.rewrite.scripts import chooses, reached, uses_graph

TEST_CASES = ("TestCase", "ParameterizedTestCase")
SESSION_METHODS = {"test_session", "cached_session", "session"}
HOOK = "setUpModule"


def is_test_module(facts: ModuleFacts) -> bool:
    """Whether a module has test cases of unittest, as those of TensorFlow are, too."""
    return first_test_case(facts.tree) is not None


def tests_in_graph_mode(plan: Plan, facts: ModuleFacts, text: str, indent: str) -> str:
    """The module's text; what unittest and pytest run before its tests leaves eager mode.

    Tests that need no graph, modules that choose their mode or have such a function, and tests that are all
    refused stay as they are.
    """
    units = [unit for unit in plan.units.values() if unit.module is facts]
    if units and all(unit.refused is not None for unit in units):
        return text
    modules = reached(plan, facts)
    graph = asks_for_sessions(facts) or any(uses_graph(plan, module) for module in modules)
    if not graph or any(chooses(module) for module in modules):
        return text
    tree = ast.parse(text.removeprefix("\ufeff"))
    case = first_test_case(tree)
    if case is None or any(getattr(node, "name", "") == HOOK for node in tree.body):
        return text
    lines = text.split("\n")
    place = min([case.lineno, *(one.lineno for one in case.decorator_list)]) - 1
    while lines[place - 1].startswith("#"):
        place -= 1
    call = plan.symbols[facts.file].own("tf.compat.v1.disable_eager_execution()")
    return "\n".join([*lines[:place], f"def {HOOK}():", indent + call, "", "", *lines[place:]])


def first_test_case(tree: ast.Module) -> ast.ClassDef | None:
    """The first class of a module that derives from a test case of unittest."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            bases = [ast.unparse(base).rpartition(".")[2] for base in statement.bases]
            if any(base in TEST_CASES for base in bases):
                return statement
    return None


def asks_for_sessions(facts: ModuleFacts) -> bool:
    """Whether tests run what they build by a session of their test case."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in SESSION_METHODS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "self"
        for node in facts.calls
    )
