"""Rewrites the statements of a function: scopes go, their bodies move out, expressions change in place.

Comments, blank lines and everything that no rule touches keep their text.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Sequence

from tf1to2reuse.facts.source_text import Rule, SourceText

STRING = "\1"  # begins a line inside a docstring, which is indented with the code around it
DROP, FLATTEN = "\0drop", "\0flatten"
MOVED = "\0moved"  # a statement that goes elsewhere, with the comments right above it
MARK = "\0"
StatementRule = Callable[[ast.stmt], "str | None"]


class Body:
    """Renders statement lists of one module.

    ``before`` gives lines to put in front of a statement, ``behind`` lines that follow it.
    """

    def __init__(
        self,
        text: SourceText,
        rule: Rule,
        statement: StatementRule,
        before: Callable[[ast.stmt], list[str]] | None = None,
        behind: Callable[[ast.stmt], list[str]] | None = None,
    ) -> None:
        self.text, self.rule, self.statement_rule = text, rule, statement
        self.before = before or (lambda statement: [])
        self.behind = behind or (lambda statement: [])
        self.headers: dict[ast.AST, str] = {}
        self.after: dict[ast.stmt, list[str]] = {}

    # -- blocks --------------------------------------------------------------------------------------------

    def block(self, statements: Sequence[ast.stmt], start_line: int) -> list[str]:
        """Lines of a block. ``start_line`` is the first line after what precedes it."""
        lines: list[str] = []
        position = start_line
        for group in one_line_groups(statements):
            first, last = group[0], group[-1]
            begin = self.line_of(first)
            lines.extend(self.raw(position, begin - 1))
            decision = self.statement_rule(first)
            if decision == MOVED:
                drop_last_comments(lines)
            position = (last.end_lineno or last.lineno) + 1
            added = [line for statement in group for line in self.added(statement)]
            comments = take_comments(lines) if added and decision not in (DROP, MOVED) else []
            lines.extend([*added, *comments, *self.group(group)])
        return lines

    def added(self, statement: ast.stmt) -> list[str]:
        """The lines to put in front of a statement, above the comments that belong to it."""
        indent = " " * statement.col_offset
        return [indent + line if line else "" for line in self.before(statement)]

    def line_of(self, statement: ast.stmt) -> int:
        """The first line of a statement, decorators included."""
        decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
        return min([statement.lineno, *(d.lineno for d in decorators)])

    def raw(self, first: int, last: int) -> list[str]:
        """Untouched lines: comments and blank lines between statements."""
        return [line.rstrip("\n") for line in self.text.lines[first - 1 : last]]

    def group(self, group: list[ast.stmt]) -> list[str]:
        """One statement, or several that share a line."""
        indent = " " * group[0].col_offset
        if len(group) > 1:
            kept = [self.simple(s) for s in group if self.statement_rule(s) not in (DROP, MOVED)]
            return [indent + "; ".join(kept) + self.text.tail(group[-1])] if kept else [MARK]
        statement = group[0]
        decision = self.statement_rule(statement)
        following = [*self.behind(statement), *self.after.get(statement, [])]
        tail = [indent + line if line else "" for line in following]
        if decision in (DROP, MOVED):
            return [MARK, *tail]
        if decision == FLATTEN:
            return [*self.flattened(statement), *tail]
        if decision is not None:
            if not isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.With):
                decision += self.text.tail(statement)
            shifted = reindent(decision.split("\n"), 0, group[0].col_offset)
            return [*shifted, *tail]
        return [*self.statement(statement), *tail]

    def simple(self, statement: ast.stmt) -> str:
        """A simple statement's text."""
        return self.text.render(statement, self.rule)

    def flattened(self, statement: ast.stmt) -> list[str]:
        """The body of a ``with`` or ``try``, at the indentation of that; a comment on its line stays."""
        assert isinstance(statement, ast.With | ast.Try)
        header_end = self.header_end(statement, statement.body)
        lines = self.block(statement.body, header_end + 1)
        comment = self.comment_after(header_end)
        shifted = reindent(lines, statement.body[0].col_offset, statement.col_offset)
        return ([" " * statement.col_offset + comment] if comment else []) + shifted

    def comment_after(self, line: int) -> str:
        """The comment that ends a line, if any."""
        found = re.search(r":\s*(#.*)$", self.text.lines[line - 1].rstrip("\n"))
        return found[1] if found else ""

    # -- statements ----------------------------------------------------------------------------------------

    def statement(self, statement: ast.stmt) -> list[str]:
        """A statement that stays, with its blocks rewritten."""
        body = getattr(statement, "body", None)
        if not isinstance(body, list) or not body or self.is_one_line(statement, body):
            return self.with_tail(statement)
        return self.compound(statement)

    def is_one_line(self, statement: ast.stmt | ast.ExceptHandler, body: list[ast.stmt]) -> bool:
        """``if x: return y`` on one line."""
        return body[0].lineno == self.header_end(statement, body)

    def with_tail(self, statement: ast.stmt | ast.ExceptHandler) -> list[str]:
        """A statement with what follows it on its last line (comments)."""
        code = self.text.render(statement, self.rule)
        text: str = " " * statement.col_offset + code + self.text.tail(statement)
        return text.split("\n")

    def header_end(self, statement: ast.stmt | ast.ExceptHandler, body: list[ast.stmt]) -> int:
        """The line on which a compound statement's header ends with its colon."""
        offset = (
            self.text.start(statement) if not isinstance(statement, ast.FunctionDef | ast.ClassDef) else None
        )
        if offset is None:
            offset = self.text.offset(statement.lineno, statement.col_offset)
        for token in tokens_from(self.text.text[offset:]):
            if token is not None:
                return statement.lineno + token - 1
        return body[0].lineno - 1

    def header(self, statement: ast.stmt | ast.ExceptHandler, body: list[ast.stmt]) -> list[str]:
        """The header lines with their expressions rewritten."""
        if statement in self.headers:
            decorators = [
                line
                for d in getattr(statement, "decorator_list", [])
                for line in self.raw(d.lineno, d.end_lineno)
            ]
            return [*decorators, *self.headers[statement].split("\n")]
        end_line = self.header_end(statement, body)
        start = self.text.start(statement)
        stop = self.text.starts[end_line - 1] + len(self.text.lines[end_line - 1].rstrip("\n"))
        pieces: list[str] = []
        position = start
        inner = set(map(id, body))
        for child in sorted(header_children(statement, inner), key=self.text.start):
            begin = self.text.start(child)
            if begin < position or begin >= stop:
                continue
            pieces.append(self.text.text[position:begin])
            pieces.append(self.text.render(child, self.rule))
            position = self.text.end(child)
        pieces.append(self.text.text[position:stop])
        return (" " * statement.col_offset + "".join(pieces)).split("\n")

    def compound(self, statement: ast.stmt) -> list[str]:
        """Header, body, handlers, ``else`` and ``finally``; empty bodies disappear where they may."""
        body = statement.body  # type: ignore[attr-defined]
        orelse: list[ast.stmt] = getattr(statement, "orelse", [])
        rendered = self.block(body, self.header_end(statement, body) + 1)
        if isinstance(statement, ast.FunctionDef) and MARK in rendered:
            rendered = tidy(rendered)
        if not has_code(rendered) and not isinstance(statement, ast.FunctionDef | ast.ClassDef):
            return self.without_body(statement, orelse)
        lines = [*self.header(statement, body), *self.filled(rendered, body)]
        position = (body[-1].end_lineno or body[-1].lineno) + 1
        for handler in getattr(statement, "handlers", []):
            lines.extend(self.raw(position, handler.lineno - 1))
            position = (handler.end_lineno or handler.lineno) + 1
            if self.is_one_line(handler, handler.body):
                lines.extend(self.with_tail(handler))
                continue
            inner = self.block(handler.body, self.header_end(handler, handler.body) + 1)
            lines.extend([*self.header(handler, handler.body), *self.filled(inner, handler.body)])
        if orelse:
            lines.extend(self.else_part(statement, orelse, position))
            position = (orelse[-1].end_lineno or orelse[-1].lineno) + 1
        final: list[ast.stmt] = getattr(statement, "finalbody", [])
        if final:
            lines.extend(self.keyword_block("finally", final, position))
        return lines

    def without_body(self, statement: ast.stmt, orelse: list[ast.stmt]) -> list[str]:
        """A statement whose body has become empty."""
        if isinstance(statement, ast.Try):
            rest = (
                self.block([*orelse, *statement.finalbody], (orelse or statement.finalbody)[0].lineno)
                if orelse or statement.finalbody
                else []
            )
            return (
                reindent(rest, (orelse or statement.finalbody)[0].col_offset, statement.col_offset)
                if rest
                else [MARK]
            )
        if isinstance(statement, ast.If) and orelse:
            inner = self.block(orelse, orelse[0].lineno)
            if not has_code(inner):
                return [MARK]
            test = self.text.render(statement.test, self.rule)
            header = " " * statement.col_offset + f"if not ({test}):"
            return [header, *reindent(inner, orelse[0].col_offset, self.inner_column(statement))]
        return [MARK]

    def inner_column(self, statement: ast.stmt) -> int:
        return statement.body[0].col_offset  # type: ignore[attr-defined, no-any-return]

    def else_part(self, statement: ast.stmt, orelse: list[ast.stmt], position: int) -> list[str]:
        """``elif`` or ``else``; an ``else`` left empty goes."""
        if (
            isinstance(statement, ast.If)
            and len(orelse) == 1
            and isinstance(orelse[0], ast.If)
            and self.text.text[self.text.start(orelse[0]) :].startswith("elif")
        ):
            lines = self.raw(position, orelse[0].lineno - 1)
            inner = self.statement(orelse[0])
            return [*lines, *inner] if has_code(inner) else []
        return self.keyword_block("else", orelse, position)

    def keyword_block(self, keyword: str, block: list[ast.stmt], position: int) -> list[str]:
        """``else:`` or ``finally:`` with its block."""
        line = position
        pattern = re.compile(rf"\s*{keyword}\s*:")
        while line < block[0].lineno and not pattern.match(self.text.lines[line - 1]):
            line += 1
        if line >= block[0].lineno:  # the block stands on the keyword's own line
            return self.raw(position, block[-1].end_lineno or block[-1].lineno)
        rendered = self.block(block, line + 1)
        if not has_code(rendered):
            return []
        return [*self.raw(position, line), *rendered]

    def filled(self, lines: list[str], body: list[ast.stmt]) -> list[str]:
        """A block that must not be empty."""
        if has_code(lines):
            return lines
        return [*lines, " " * body[0].col_offset + "pass"]


def header_children(node: ast.AST, body: set[int]) -> list[ast.AST]:
    """The expressions of a header."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.ExceptHandler):
            continue
        if hasattr(child, "lineno"):
            found.append(child)
        else:
            found.extend(header_children(child, body))
    return found


def tokens_from(text: str) -> list[int | None]:
    """The relative line of the colon that ends the header at the start of ``text``."""
    depth = 0
    lambdas: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NAME and token.string == "lambda":
                lambdas.append(depth)
            if token.type != tokenize.OP:
                continue
            if token.string in "([{":
                depth += 1
            elif token.string in ")]}":
                depth -= 1
            elif token.string == ":" and lambdas and lambdas[-1] == depth:
                lambdas.pop()
            elif token.string == ":" and depth == 0:
                return [token.start[0]]
    except (tokenize.TokenError, IndentationError):
        return [None]
    return [None]


def one_line_groups(statements: Sequence[ast.stmt]) -> list[list[ast.stmt]]:
    """Statements, those that share a line with ``;`` together."""
    groups: list[list[ast.stmt]] = []
    for statement in statements:
        if groups and statement.lineno == groups[-1][-1].end_lineno:
            groups[-1].append(statement)
        else:
            groups.append([statement])
    return groups


def has_code(lines: Sequence[str]) -> bool:
    """Whether lines hold more than blanks, comments and marks."""
    return any(line.strip() and not line.strip().startswith("#") and line != MARK for line in lines)


def protected(lines: Sequence[str]) -> set[int]:
    """Indices of lines that continue a string, whose indentation is content."""
    found: set[int] = set()
    text = "if 1:\n" + "\n".join(line.lstrip(STRING) if line != MARK else "" for line in lines) + "\n"
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.STRING or token.type == getattr(tokenize, "FSTRING_MIDDLE", -1):
                found.update(range(token.start[0] - 1, token.end[0] - 1))
    except (tokenize.TokenError, IndentationError):
        return found
    return found


def reindent(lines: Sequence[str], old: int, new: int) -> list[str]:
    """Moves lines from one indentation to another; string contents and blank lines stay."""
    keep = protected(lines)
    result: list[str] = []
    for index, line in enumerate(lines):
        if line.startswith(STRING):
            result.append(STRING + reindent([line[1:]], old, new)[0])
        elif index in keep or not line.strip() or line == MARK:
            result.append(line)
        elif new >= old:
            result.append(" " * (new - old) + line)
        else:
            cut = min(old - new, len(line) - len(line.lstrip(" ")))
            result.append(line[cut:])
    return result


def tidy(lines: Sequence[str]) -> list[str]:
    """Removes the marks of dropped statements, with the comments that stood above nothing else, and the blank
    lines that only set those off."""
    result: list[str] = []
    for index, line in enumerate(lines):
        if line == MARK:
            if closes_paragraph(lines, index):
                drop_comments(result)
            continue
        if (
            not line.strip()
            and MARK in lines[max(0, index - 1) : index]
            and (not result or not result[-1].strip())
        ):
            continue
        result.append(line)
    while result and not result[-1].strip():
        result.pop()
    while result and not result[0].strip():
        result.pop(0)
    return result


def closes_paragraph(lines: Sequence[str], index: int) -> bool:
    """Whether nothing but dropped statements follows up to the next blank line."""
    for line in lines[index + 1 :]:
        if line != MARK:
            return not line.strip()
    return True


def drop_last_comments(lines: list[str]) -> None:
    """Takes back the comment lines at the end."""
    take_comments(lines)


def take_comments(lines: list[str]) -> list[str]:
    """Takes away the comment lines at the end."""
    found: list[str] = []
    while lines and lines[-1].lstrip().startswith("#"):
        found.insert(0, lines.pop())
    return found


def drop_comments(result: list[str]) -> None:
    """Takes back the comment lines at the end, if a blank line or the beginning stands above them."""
    position = len(result)
    while position and result[position - 1].lstrip().startswith("#"):
        position -= 1
    if position == 0 or not result[position - 1].strip():
        del result[position:]
