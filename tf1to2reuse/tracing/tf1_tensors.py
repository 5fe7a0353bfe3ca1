"""What the graphs that a program has built say about its tensors, as plain data. Python 3.6 or newer."""

from typing import Any

PASSES_ON = ("Identity", "Reshape", "ExpandDims", "Squeeze", "Cast", "Transpose", "Slice", "StridedSlice")
JOINS = ("Pack", "ConcatV2", "Unpack", "Split", "SplitV")
RANDOM = ("Random", "TruncatedNormal", "Multinomial", "ParameterizedTruncatedNormal")
SOURCES = (
    "QueueDequeue",
    "IteratorGetNext",
    "OneShotIterator",
    "ReaderRead",
    "ReadFile",
    "PyFunc",
    "EagerPyFunc",
)
VARIABLES = ("VariableV2", "Variable", "VarHandleOp")


class Graphs:
    """Reads all graphs in which a watched function was called. ``graphs``: numbered, as the trace does."""

    def __init__(self, np: Any, graphs: Any, values: Any, recorder: Any, root: Any) -> None:
        self.np, self.graphs, self.values = np, graphs, values
        self.recorder, self.root = recorder, root

    def operations(self) -> Any:
        for number, graph in enumerate(self.graphs.things):
            for op in graph.get_operations():
                yield number, op

    def variables(self) -> Any:
        return [
            [number, op._id, op.name, self.recorder.line_of(op, self.root)]
            for number, op in self.operations()
            if op.type in VARIABLES
        ]

    def reads(self) -> Any:
        """Operations that compute with a variable, other than to initialize or to assign it."""
        found = []
        for number, op in self.operations():
            if op.type in VARIABLES:
                pending = list(op.outputs)
                while pending:
                    for consumer in pending.pop().consumers():
                        if consumer.type in ("Identity", "ReadVariableOp"):
                            pending += consumer.outputs
                        elif not consumer.type.startswith(("Assign", "IsVariable", "VarIsInit", "Save")):
                            found.append([number, consumer._id])
        return sorted(found)

    def placeholders(self) -> Any:
        found = []
        for number, op in self.operations():
            if op.type in ("Placeholder", "PlaceholderV2"):
                found.append([number, op._id, self.values.tensors.number(op.outputs[0])])
        return found

    def sources(self) -> Any:
        return [[number, op._id, op.type] for number, op in self.operations() if op.type.startswith(SOURCES)]

    def tensors(self) -> Any:
        moved = self.moved_by_chance()
        return [self.tensor(tensor, tensor.op in moved) for tensor in list(self.values.tensors.things)]

    def tensor(self, tensor: Any, by_chance: Any) -> Any:
        from tensorflow.python.framework import tensor_util

        op = tensor.op
        passive = op.inputs[0] if op.type == "PlaceholderWithDefault" else tensor
        value = tensor_util.constant_value(passive)
        shape = tensor.shape.as_list() if tensor.shape.ndims is not None else None
        return {
            "name": tensor.name,
            "graph": self.graphs.number(tensor.graph),
            "operation": op._id,
            "type": op.type,
            "dtype": tensor.dtype.base_dtype.name,
            "shape": shape,
            "value": None if value is None else self.values.describe(self.np.asarray(value)),
            "line": self.recorder.line_of(op, self.root),
            "limit": self.limit(tensor) if tensor.dtype.base_dtype.is_integer else None,
            "random": by_chance,
        }

    def limit(self, tensor: Any) -> Any:
        """How many numbers an integer may be: rows of the table it looks up, depth, classes. Or None."""
        found, pending, seen = [], [tensor], set()
        while pending:
            current = pending.pop()
            if current.name in seen:
                continue
            seen.add(current.name)
            for op in current.consumers():
                if op.inputs[0] is current and op.type in PASSES_ON:
                    pending += [output for output in op.outputs if output.dtype.base_dtype.is_integer]
                elif op.type in JOINS:
                    pending += op.outputs
                else:
                    found.append(self.limit_of(op, current))
        return min([size for size in found if size is not None] or [None], key=lambda size: size or 0)

    def limit_of(self, op: Any, tensor: Any) -> Any:
        from tensorflow.python.framework import tensor_util

        def is_input(place: Any) -> Any:
            return len(op.inputs) > place and op.inputs[place] is tensor

        if op.type in ("GatherV2", "Gather") and is_input(1) and op.inputs[0].shape.ndims is not None:
            axis = tensor_util.constant_value(op.inputs[2]) if len(op.inputs) > 2 else 0
            return None if axis is None else op.inputs[0].shape.as_list()[int(axis)]
        if op.type == "ResourceGather" and is_input(1) and op.inputs[0].op.type == "VarHandleOp":
            sizes = [int(dim.size) for dim in op.inputs[0].op.get_attr("shape").dim]
            return sizes[0] if sizes and sizes[0] > 0 else None
        if op.type == "OneHot" and is_input(0):
            depth = tensor_util.constant_value(op.inputs[1])
            return None if depth is None else int(depth)
        if op.type == "SparseSoftmaxCrossEntropyWithLogits" and is_input(1):
            return op.inputs[0].shape.as_list()[-1] if op.inputs[0].shape.ndims else None
        return None

    def moved_by_chance(self) -> Any:
        """All operations whose value a random operation reaches, other than through a variable."""
        seen = set()
        pending = [op for _, op in self.operations() if op.type.startswith(RANDOM)]
        while pending:
            op = pending.pop()
            if op not in seen and not op.type.startswith("Assign"):
                seen.add(op)
                pending += [consumer for output in op.outputs for consumer in output.consumers()]
        return seen
