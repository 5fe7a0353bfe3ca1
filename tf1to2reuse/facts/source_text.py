"""The text behind syntax-tree nodes, and rendering of a node with some of its descendants replaced.

Whatever is not replaced keeps its own text: quotes, spacing, line breaks, comments.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Callable, Iterator

from tf1to2reuse.facts.program import ModuleFacts

Rule = Callable[[ast.AST], str | None]


class SourceText:
    """Offsets of one module's text."""

    def __init__(self, facts: ModuleFacts) -> None:
        self.text = facts.source.text.removeprefix("\ufeff")
        self.lines = re.findall(r"[^\n]*\n|[^\n]+", self.text)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """Character offset of a 1-based line and a column in UTF-8 bytes, as ``ast`` counts."""
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return self.starts[line - 1] + column
        return self.starts[line - 1] + len(text.encode()[:column].decode(errors="replace"))

    def start(self, node: ast.AST) -> int:
        """Where a node begins; decorators belong to their definition."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        first: ast.AST = decorators[0] if decorators else node
        offset = self.offset(first.lineno, first.col_offset)  # type: ignore[attr-defined]
        return self.text.rindex("@", 0, offset) if decorators else offset

    def end(self, node: ast.AST) -> int:
        """Where a node ends."""
        return self.offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def render(self, node: ast.AST, rule: Rule) -> str:
        """The node's text with every descendant for which ``rule`` gives a text replaced by it."""
        replaced = rule(node)
        return replaced if replaced is not None else self.render_inside(node, rule)

    def render_inside(self, node: ast.AST, rule: Rule) -> str:
        """Like ``render``, for the descendants only."""
        if isinstance(node, ast.JoinedStr):
            return self.render_fstring(node, rule)
        pieces: list[str] = []
        position = self.start(node)
        for child in sorted(positioned_children(node), key=self.start):
            begin = self.start(child)
            if begin < position:
                continue
            pieces.append(self.text[position:begin])
            pieces.append(self.render(child, rule))
            position = self.end(child)
        pieces.append(self.text[position : self.end(node)])
        return "".join(pieces)

    def render_fstring(self, node: ast.JoinedStr, rule: Rule) -> str:
        """f-strings have no reliable inner positions before Python 3.12: rebuilt when a part changes."""
        changed: list[ast.AST] = [
            child
            for child in ast.walk(node)
            if isinstance(child, ast.expr) and child is not node and rule(child) is not None
        ]
        if not changed:
            return self.text[self.start(node) : self.end(node)]

        class Replace(ast.NodeTransformer):
            def generic_visit(self, inner: ast.AST) -> ast.AST:
                replaced = rule(inner) if isinstance(inner, ast.expr) and inner is not node else None
                if replaced is not None:
                    return ast.parse(replaced, mode="eval").body
                return super().generic_visit(inner)

        quote = self.text[self.start(node) : self.end(node)].lstrip("frbFRB")[:1]
        text = ast.unparse(Replace().visit(copy.copy(node)))
        return requote(text, quote)

    def segment(self, node: ast.AST) -> str:
        """The node's own text."""
        return self.text[self.start(node) : self.end(node)]

    def tail(self, node: ast.AST) -> str:
        """What follows a node on its last line: a comment, as a rule."""
        stop = self.text.find("\n", self.end(node))
        return self.text[self.end(node) : stop if stop >= 0 else len(self.text)]


def requote(text: str, quote: str) -> str:
    """Uses the file's own quote where the string allows it."""
    if quote and text[1:2] in "'\"" and text[1] != quote and quote not in text[2:-1]:
        return text[0] + quote + text[2:-1] + quote
    return text


def positioned_children(node: ast.AST) -> Iterator[ast.AST]:
    """Children that have a position, through those that have none."""
    for child in ast.iter_child_nodes(node):
        if hasattr(child, "lineno"):
            yield child
        else:
            yield from positioned_children(child)


def one_line(code: str) -> str:
    """Code that ran over several lines inside brackets, on one line; comments make that impossible."""
    if "\n" not in code:
        return code
    if "#" in code or '"""' in code or "'''" in code:
        return ast.unparse(ast.parse(code.strip(), mode="eval"))
    parts = [line.removesuffix("\\").strip() for line in code.splitlines()]
    joined = parts[0]
    for part in parts[1:]:
        joined += part if joined.endswith(("(", "[", "{")) or part[:1] in ")]}" else " " + part
    return joined
