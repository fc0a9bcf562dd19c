"""What imports what: once read from the source, once seen in a fresh interpreter."""

import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.import_graph import import_graph

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
QUESTION = "parameter-sharing#unshared"
CODE = "Conv2D(20, 8, strides=2, padding='same')"


def run(code: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_contract_holds():
    """The layers and the forbidden imports declared in pyproject.toml are kept."""
    done = run("import importlinter.cli as c, sys; sys.exit(c.lint_imports(no_cache=True))")
    assert done.returncode == 0, done.stdout + done.stderr


def circle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a circle of imports; none where there is no circle."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other():
    """Imports inside functions and those for the types alone count as well."""
    graph = import_graph(ROOT, "quizengine")
    assert "quizengine.questions.variant" in graph["quizengine.practice.session"]
    assert circle(graph) == []


@pytest.mark.parametrize(
    "line",
    [
        "import shop.cart",
        "from shop.cart import Cart",
        "from shop import cart",
        "from shop import Cart",
        "from . import cart",
        "from .cart import Cart as Basket",
        "def late():\n    from shop.cart import Cart",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop import Cart",
    ],
)
def test_a_circle_is_found_wherever_the_import_stands(tmp_path, line):
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "__init__.py").write_text("from shop.cart import Cart\n", encoding="utf-8")
    (shop / "cart.py").write_text("import shop.price\nclass Cart: ...\n", encoding="utf-8")
    (shop / "price.py").write_text("PRICE = 1\n", encoding="utf-8")
    assert circle(import_graph(tmp_path, "shop")) == []
    (shop / "price.py").write_text(f"{line}\n", encoding="utf-8")
    assert set(circle(import_graph(tmp_path, "shop"))) == {"shop.cart", "shop.price"}


COMMANDS = {
    "list": ["list"],
    "show": ["show", QUESTION],
    "show as JSON": ["show", QUESTION, "--json"],
    "mark": ["mark", QUESTION, "756560"],
    "check": ["check", "quizzes/parameter-sharing.yaml"],
    "calc": ["calc", "-", "--input", "32x32x3"],
    "play": ["play", QUESTION, "--plain"],
    "help": ["--help"],
}
# Runs a command, then says what is loaded.
REPORT = """
import sys
from quizengine.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("\\nLOADED", *sorted(sys.modules))
"""
DRAWING = {"textual", "rich", "asyncio"}
COSTLY = {"dataclasses", "inspect", "logging", "importlib.metadata"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_does_not_draw_loads_nothing_that_draws(command):
    """No command pays for another: what draws is not loaded, nor what is slow to import."""
    done = run(REPORT, *COMMANDS[command], stdin=CODE if command == "calc" else "")
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.rsplit("LOADED", 1)[1].split())
    assert "quizengine.cli" in loaded
    # A question that is read aloud has its Markdown read, by a library that imports dataclasses.
    assert not loaded & (DRAWING if command == "play" else DRAWING | COSTLY)


@pytest.mark.parametrize("command", ["--version", "--help"])
def test_what_needs_no_question_reads_none(command):
    """`--version` and `--help` load neither a bank reader nor the calculator."""
    loaded = set(run(REPORT, command).stdout.rsplit("LOADED", 1)[1].split())
    own = {name for name in loaded if name.startswith("quizengine.")}
    assert own == {"quizengine.cli", "quizengine.commands"}
    assert "yaml" not in loaded


def test_the_version_is_written_once():
    """What the package says is what the build takes."""
    import quizengine

    done = run("import sys; from quizengine.cli import main; sys.exit(main(['--version']))")
    assert done.stdout == f"quizengine {quizengine.__version__}\n"
