"""The developer's guide names files, classes and tables that exist, and few words of our own."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
GLOSSARY = re.findall(
    r"^\| (?!word |---)(.+?) \| (.+) \|$", GUIDE.partition("## Glossary")[2], re.MULTILINE
)
PATHS = sorted(set(re.findall(r"`((?:[\w.]+/)+(?:[\w.]+)?|cli\.py|commands\.py)`", GUIDE)))
NAMES = sorted(set(re.findall(r"`((?!QUIZENGINE_)[A-Z]\w+)\b", GUIDE)))
SOURCE = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((ROOT / "quizengine").rglob("*.py"))
)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_exists(path):
    assert (ROOT / path).exists() or (ROOT / "quizengine" / path).exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_one_of_the_package(name):
    assert re.search(rf"\b{name}\b", SOURCE)


def test_the_guide_leads_to_files_of_every_folder():
    folders = {path.split("/", maxsplit=1)[0] for path in PATHS}
    assert {"banks", "calculator", "expressions", "frameworks", "practice", "questions"} <= folders
    assert {"tui", "plain", "tests"} <= folders


def test_the_glossary_has_at_most_forty_entries_in_order():
    words = [word for word, _ in GLOSSARY]
    assert 20 < len(words) <= 40
    assert words == sorted(words)
