"""Attribute access and indexing."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tf1to2reuse.scopes.names import canonical_external
from tf1to2reuse.scopes.requests import shown_mode
from tf1to2reuse.scopes.store import ScopeVal
from tf1to2reuse.scopes.values import (
    ClassVal,
    DictVal,
    External,
    ExternalMethod,
    FunctionVal,
    InstanceVal,
    ListVal,
    ModuleVal,
    NamespaceVal,
    StateList,
    Sym,
    Tensor,
    Text,
    Value,
    VariableName,
    ident,
    normal,
)

if TYPE_CHECKING:
    from tf1to2reuse.scopes.evaluator import Evaluator, Frame


def get_attribute(ev: Evaluator, frame: Frame, node: ast.AST, owner: Value, name: str) -> Value:
    """``owner.name``."""
    from tf1to2reuse.scopes.contexts import Context
    from tf1to2reuse.scopes.evaluator import Raised
    from tf1to2reuse.scopes.generators import GeneratorContext

    if isinstance(owner, External):
        return canonical_external(f"{owner.name}.{name}")
    if isinstance(owner, ModuleVal):
        return module_attribute(ev, owner, name)
    if isinstance(owner, InstanceVal):
        return instance_attribute(ev, frame, node, owner, name)
    if isinstance(owner, ClassVal):
        return class_attribute(ev, node, owner, name)
    if isinstance(owner, NamespaceVal):
        if name in owner.attributes:
            return owner.attributes[name]
        if name in NAMESPACE_METHODS:
            return ExternalMethod(owner, name)
        return Sym("attr", (ident(owner), name), "set on the command line or in a file")
    if isinstance(owner, Tensor):
        return tensor_attribute(ev, owner, name)
    if isinstance(owner, ScopeVal):
        return scope_attribute(owner, name)
    if isinstance(owner, Sym):
        return owner if name == "value" and of_a_shape(node) else sym_attribute(ev, owner, name)
    if isinstance(owner, str | Text) and not hasattr(str, name) and name not in OLD_METHODS:
        raise Raised("AttributeError", f"'str' object has no attribute '{name}'", node)
    if isinstance(owner, tuple) and name in getattr(owner, "fields", ()):
        return owner[owner.fields.index(name)]  # type: ignore[attr-defined]
    if isinstance(owner, ListVal | DictVal | str | Text | tuple):
        return ExternalMethod(owner, name)
    if isinstance(owner, FunctionVal):
        return function_attribute(owner, name)
    if isinstance(owner, Context | GeneratorContext):
        return ExternalMethod(owner, name)
    if isinstance(owner, int | float) and name == "value":
        return owner
    if name in getattr(owner, "methods", ()):
        return ExternalMethod(owner, name)
    return Sym("attr", (ident(owner), name))


OLD_METHODS = {"decode"}
"""What strings had in Python 2."""


def of_a_shape(node: ast.AST) -> bool:
    """Whether an attribute is one of ``x.shape[i]`` or ``x.get_shape()[i]``, which are dimensions."""
    sized = node.value if isinstance(node, ast.Attribute) else None
    if not isinstance(sized, ast.Subscript) or isinstance(sized.slice, ast.Slice):
        return False
    shape = sized.value.func if isinstance(sized.value, ast.Call) else sized.value
    return isinstance(shape, ast.Attribute) and shape.attr in ("shape", "get_shape")


def function_attribute(owner: FunctionVal, name: str) -> Value:
    """What was set on a function, and its name."""
    if name in owner.attributes:
        return owner.attributes[name]
    return owner.definition.name if name == "__name__" else Sym("attr", (ident(owner), name))


def class_attribute(ev: Evaluator, node: ast.AST, owner: ClassVal, name: str) -> Value:
    """An attribute of a class; a class method comes bound to it."""
    found = owner.find(name)
    if found is None:
        return owner.definition.name if name == "__name__" else ev.unknown(node, name)
    if isinstance(found, FunctionVal):
        decorators = getattr(found.definition.node, "decorator_list", [])
        if any(getattr(d, "id", "") == "classmethod" for d in decorators):
            return FunctionVal(found.definition, found.env, owner, found.defaults)
    return found


NAMESPACE_METHODS = {"override_from_dict", "values", "add_hparam", "parse", "set_hparam", "get"}


def module_attribute(ev: Evaluator, owner: ModuleVal, name: str) -> Value:
    """A name of a repository module, or a submodule of a package."""
    if name in owner.names:
        return owner.names[name]
    submodule = ev.program.by_name.get(f"{owner.facts.name}.{name}")
    if submodule is not None:
        return ev.module(submodule)
    return Sym("attr", (owner.facts.name, name), f"{name} is not defined in {owner.facts.file}")


def instance_attribute(ev: Evaluator, frame: Frame, node: ast.AST, owner: InstanceVal, name: str) -> Value:
    """An attribute of an object of the repository; methods come bound, properties evaluated."""
    if name in owner.attributes:
        return owner.attributes[name]
    found = owner.cls.find(name)
    if isinstance(found, FunctionVal):
        decorators = getattr(found.definition.node, "decorator_list", [])
        kinds = {d.id if isinstance(d, ast.Name) else getattr(d, "attr", "") for d in decorators}
        if "staticmethod" in kinds:
            return found
        bound = FunctionVal(
            found.definition, found.env, owner.cls if "classmethod" in kinds else owner, found.defaults
        )
        if kinds & {"property", "cached_property", "lazy_property"}:
            from tf1to2reuse.scopes.calls import activate_call

            return activate_call(ev, frame, None, bound, [], {})
        return bound
    if found is not None:
        return found
    if name == "__class__":
        return owner.cls
    if name == "__dict__":
        return DictVal(dict(owner.attributes))
    return Sym("self", (ident(owner), name), f"self.{name} is not set in what was read")


def tensor_attribute(ev: Evaluator, owner: Tensor, name: str) -> Value:
    """``shape``, ``dtype``, ``name`` and methods of a tensor."""
    if name == "shape":
        return Sym("shape", (owner,)) if owner.shape is None or not owner.array else tuple(owner.shape)
    if name == "dtype":
        return External(f"tf.{owner.dtype}") if owner.dtype else Sym("attr", (ident(owner), name))
    if name in ("name", "name:op") and owner.variable is not None:
        info = ev.graph.variables.get(owner.variable)
        whole = name == "name:op" or (info is not None and info.partitioner is not None)
        parts = normal((*owner.variable, "" if whole else ":0"))
        return VariableName(parts[0]) if len(parts) == 1 and isinstance(parts[0], str) else Text(parts)
    if name == "op" and owner.variable is not None:
        return NamespaceVal({"name": tensor_attribute(ev, owner, "name:op")}, True)
    if name in ("ndim",):
        return len(owner.shape) if owner.shape is not None else Sym("rank", (owner,))
    return ExternalMethod(owner, name)


def scope_attribute(owner: ScopeVal, name: str) -> Value:
    """``name`` and methods of a variable-scope object."""
    if name in ("name", "original_name_scope"):
        text = (
            Text(owner.name) if len(owner.name) != 1 or not isinstance(owner.name[0], str) else owner.name[0]
        )
        if not owner.name:
            text = ""
        return text if name == "name" else Sym("attr", (ident(text), name))
    if name == "reuse":
        return shown_mode(owner.reuse)
    return ExternalMethod(owner, name)


def sym_attribute(ev: Evaluator, owner: Sym, name: str) -> Value:
    """An attribute of an unknown. Tensor attributes say that it is a tensor."""
    if owner.op == "dim" and name == "value":
        return owner
    if owner.op == "shape" and name in (
        "as_list",
        "with_rank",
        "is_compatible_with",
        "assert_has_rank",
        "num_elements",
    ):
        return ExternalMethod(owner, name)
    if owner.op == "shape" and name in ("ndims", "rank"):
        return rank(owner.args[0])
    if owner.op == "shape" and name == "dims":
        return owner
    if name in ("shape", "get_shape"):
        if name == "get_shape":  # many things have a ``shape``; only tensors have this
            ev.mark_tensor(owner)
        return Sym("shape", (owner,)) if name == "shape" else ExternalMethod(owner, name)
    options = ev.alternatives.get(owner)
    if options is not None:
        known = [option for option in options if option is not None]
        if len(known) == 1 and isinstance(known[0], InstanceVal | ModuleVal | External | NamespaceVal):
            return ev_attribute_of(ev, known[0], name)
        if known and all(isinstance(option, ModuleVal | External) for option in known):
            return ev.phi(("attr", owner, name), *(ev_attribute_of(ev, one, name) for one in known))
    if owner in ev.versions:  # an attribute of it was set: none is what it was
        return Sym("attr", (owner, name, ev.versions[owner]), owner.reason)
    return Sym("attr", (owner, name), owner.reason)


def ev_attribute_of(ev: Evaluator, owner: Value, name: str) -> Value:
    """An attribute of the only possible object behind a branch."""
    if isinstance(owner, ModuleVal):
        return module_attribute(ev, owner, name)
    if isinstance(owner, External):
        return canonical_external(f"{owner.name}.{name}")
    found = owner.attributes.get(name)
    return found if found is not None else Sym("attr", (ident(owner), name))


def rank(owner: Value) -> Value:
    """The number of dimensions."""
    if isinstance(owner, Tensor) and owner.shape is not None:
        return len(owner.shape)
    return Sym("rank", (owner,))


def get_item(ev: Evaluator, frame: Frame, node: ast.AST, owner: Value, key: Value) -> Value:
    """``owner[key]``."""
    from tf1to2reuse.scopes.evaluator import Raised

    if isinstance(owner, StateList) and owner.family:
        return owner[0] if isinstance(key, int | Sym) else ev.unknown(node, "states")
    if isinstance(owner, ListVal | tuple | str | range):
        if isinstance(owner, ListVal) and owner.items is None:
            return unknown_item(ev, owner, key)
        return sequence_item(ev, node, owner, owner.items if isinstance(owner, ListVal) else owner, key)
    if isinstance(owner, DictVal):
        if isinstance(key, Sym | Text | str | int | float | bool | None | tuple) and hashable(key):
            if key in owner.items:
                return owner.items[key]
            if owner.complete and not isinstance(key, Sym | Text):
                raise Raised("KeyError", str(key), node)
        return Sym("item", (ident(owner), ident(key)))
    if isinstance(owner, Tensor):
        from tf1to2reuse.scopes.operations import tensor_item

        return tensor_item(ev, owner, key)
    if isinstance(owner, Sym) and owner.op == "shape":
        return shape_item(ev, owner, key)
    if isinstance(owner, Sym) and owner in ev.alternatives:
        options = [option for option in ev.alternatives[owner] if option is not None]
        if len(options) == 1:
            return get_item(ev, frame, node, options[0], key)
    if ev.is_tensor(owner):
        return Tensor(None)
    return Sym("item", (ident(owner), ident(key)), getattr(owner, "reason", ""))


def hashable(key: Value) -> bool:
    try:
        hash(key)
    except TypeError:
        return False
    return True


def sequence_item(ev: Evaluator, node: ast.AST, owner: Value, items: Any, key: Value) -> Value:
    """An item or slice of a known sequence."""
    from tf1to2reuse.scopes.evaluator import Raised

    if isinstance(key, int):
        try:
            return items[key]
        except IndexError:
            raise Raised("IndexError", "", node) from None
    if isinstance(key, slice):
        part = items[key]
        return ListVal(part) if isinstance(part, list) else part
    if isinstance(owner, str):
        return Text((Sym("item", (owner, ident(key))),))
    tensor = any(ev.is_tensor(item) for item in items)
    value = Sym("item", (ident(owner), ident(key)))
    if tensor:
        ev.tensorish.add(value)
    return value


def unknown_item(ev: Evaluator, owner: ListVal, key: Value) -> Value:
    """An item or slice of a list of unknown length; the element of a comprehension keeps its form."""
    if isinstance(key, slice):
        return ListVal(None, Sym("item", (ident(owner), ident(key))))
    sym = owner.sym
    if sym is not None and sym.op == "each":
        element = ev.alternatives.get(Sym("element", (sym,)))
        if element is not None:
            from tf1to2reuse.scopes.substitute import at_index

            return at_index(ev, element[0], key)
    if sym is not None and sym.op == "concat" and isinstance(key, int) and key < 0:
        right = sym.args[1]
        if isinstance(right, Sym) and right.op == "list-of" and -key <= len(right.args):
            raw = right.args[key]
            return from_ident(raw)
    value = Sym("item", (ident(owner), ident(key)))
    if sym is not None and sym in ev.tensorish:
        ev.tensorish.add(value)
    return value


def from_ident(raw: Any) -> Value:
    """The value behind an identity, where it can be told."""
    if isinstance(raw, Sym) and raw.op == "constant":
        return raw.args[0]
    if isinstance(raw, Sym) and raw.op == "object":
        return raw.args[0].value
    return raw


def shape_item(ev: Evaluator, owner: Sym, key: Value) -> Value:
    """One dimension, or a slice of a shape."""
    tensor = owner.args[0]
    shape = tensor.shape if isinstance(tensor, Tensor) else None
    if isinstance(key, int) and shape is not None:
        if not -len(shape) <= key < len(shape):
            from tf1to2reuse.scopes.evaluator import Raised

            raise Raised("IndexError", "shape index", None)
        return shape[key]
    if isinstance(key, slice):
        if shape is not None:
            return ListVal(list(shape[key]))
        return ListVal(None, Sym("item", (owner, ident(key))))
    return Sym("dim", (tensor, ident(key) if not isinstance(key, int) else key))
