"""Addresses of banks, questions and parts."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from quizengine.banks import (
    NotFound,
    bank_files,
    find_question,
    library,
    resolve_address,
    shipped_banks,
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two shipped banks, and a working folder with one bank of its own."""
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    for name in ("parameter-sharing.yaml", "layer-table.yaml", "notes.txt", ".hidden.yaml"):
        (shipped / name).write_text("format: 1\n", encoding="utf-8")
    monkeypatch.setattr(library, "shipped_folder", lambda: shipped)
    own = tmp_path / "own"
    own.mkdir()
    (own / "my#bank.yaml").write_text("format: 1\n", encoding="utf-8")
    (own / "mine.yml").write_text("format: 1\n", encoding="utf-8")
    monkeypatch.chdir(own)
    return shipped


def test_shipped_banks_are_the_yaml_files(folder):
    assert [path.stem for path in shipped_banks()] == ["layer-table", "parameter-sharing"]


@pytest.mark.parametrize(
    ("address", "name", "question", "part"),
    [
        ("parameter-sharing", "parameter-sharing", "", ""),
        ("parameter-sharing#unshared", "parameter-sharing", "unshared", ""),
        ("parameter-sharing#chain.output", "parameter-sharing", "chain", "output"),
        ("mine.yml#q", "mine", "q", ""),
        ("./mine.yml#q.a", "mine", "q", "a"),
        ("my#bank.yaml", "my#bank", "", ""),
        ("my#bank.yaml#q", "my#bank", "q", ""),
    ],
)
def test_addresses(folder, address, name, question, part):
    target = resolve_address(address)
    assert (target.path.stem, target.question, target.part) == (name, question, part)
    assert target.path.is_file()


def test_an_absolute_path_is_an_address(folder):
    path = Path.cwd() / "mine.yml"
    assert resolve_address(f"{path}#q") == (path, "q", "")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("paramter-sharing", "Did you mean parameter-sharing?"),
        ("xyz", "There are: layer-table, parameter-sharing."),
        ("mine.yaml", "Did you mean mine.yml?"),
        ("no/such.yaml", "There is no file 'no/such.yaml'"),
        (".", "is a folder"),
        ("#unshared", "missing before '#'"),
        ("", "missing before '#'"),
        ("a\x1b]0;x", "␛"),
        ("x" * 10_000, "There is no bank"),
        ("a\0b", "There is no bank"),
        (r"C:\banks\q.yaml#id", "There is no file"),
    ],
)
def test_an_address_that_leads_nowhere_names_what_is_near(folder, address, words):
    with pytest.raises(NotFound) as caught:
        resolve_address(address)
    text = str(caught.value)
    assert words in text
    assert len(text) < 400
    assert len(text.splitlines()) <= 2
    assert text.replace("\n", "").isprintable()


def bank():
    parts = (SimpleNamespace(id="output"), SimpleNamespace(id="params"))
    questions = (
        SimpleNamespace(id="unshared", parts=(SimpleNamespace(id=""),)),
        SimpleNamespace(id="chain", parts=parts),
    )
    return SimpleNamespace(name="sharing", questions=questions)


def test_choosing_a_question_and_a_part():
    assert find_question(bank(), "unshared").id == "unshared"
    assert find_question(bank(), "chain", "params").id == "chain"


@pytest.mark.parametrize(
    ("question", "part", "words"),
    [
        ("unsharde", "", "Did you mean unshared?"),
        ("zzz", "", "There are: unshared, chain."),
        ("chain", "output-size", "Did you mean output?"),
        ("unshared", "a", "has no parts"),
    ],
)
def test_a_question_that_is_not_there_names_what_is_near(question, part, words):
    with pytest.raises(NotFound, match=words.replace("?", r"\?")):
        find_question(bank(), question, part)


def test_a_folder_stands_for_its_banks(folder):
    missing = Path("missing.yaml")
    paths = [path.name for path in bank_files([folder, folder / "layer-table.yaml", missing])]
    assert paths == ["layer-table.yaml", "parameter-sharing.yaml", "missing.yaml"]
