"""Which module of a package imports which, read from the source and counted strictly.

Every import counts, wherever in a file it stands and for whatever reason: at the top, in a
function, or for the types alone. A name taken from a package counts to the module that defines it,
since the package hands it on.
"""

import ast
from collections.abc import Iterator
from pathlib import Path


class Module:
    """A module's name, whether it is a package, and its syntax tree."""

    def __init__(self, path: Path, root: Path) -> None:
        parts = path.relative_to(root).with_suffix("").parts
        self.is_package = parts[-1] == "__init__"
        self.name = ".".join(parts[:-1] if self.is_package else parts)
        self.tree = ast.parse(path.read_text(encoding="utf-8"))

    def imports(self) -> Iterator[tuple[str, str, str]]:
        """Every import: a module, the name taken from it ("" for none), and its name here."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, "", alias.asname or alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                source = self._absolute(node)
                yield from ((source, each.name, each.asname or each.name) for each in node.names)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        above = node.level - self.is_package
        package = self.name.split(".")[: -above or None]
        return ".".join([*package, *([node.module] if node.module else [])])


def import_graph(root: Path, package: str) -> dict[str, set[str]]:
    """The modules of a package in a folder, each with those that it imports."""
    modules = {
        module.name: module
        for module in (Module(path, root) for path in sorted((root / package).rglob("*.py")))
    }
    handed_on = {
        name: {own: (source, taken) for source, taken, own in module.imports()}
        for name, module in modules.items()
        if module.is_package
    }

    def defining(source: str, name: str) -> str:
        """The module in which a name taken from another is defined."""
        if f"{source}.{name}" in modules:
            return f"{source}.{name}"
        origin = handed_on.get(source, {}).get(name)
        return source if origin is None else defining(*origin)

    return {
        name: {
            imported
            for source, taken, _ in module.imports()
            if (imported := defining(source, taken)) in modules and imported != name
        }
        for name, module in modules.items()
    }
