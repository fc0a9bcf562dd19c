"""The starter bank."""

import pytest

from quizengine.banks import check_bank
from quizengine.banks.starter_bank import BankNotCreated, create_bank


@pytest.mark.slow
def test_a_starter_bank_is_sound(tmp_path):
    """It passes its check without a problem, and teaches with comments."""
    path = create_bank(tmp_path / "mine.yaml")
    checked = check_bank(path)
    assert [problem.text for problem in checked.problems] == []
    assert [proof.id for proof in checked.proofs] == ["conv-params"]
    text = path.read_text(encoding="utf-8")
    assert text.count("#") > 15
    assert "quizengine check mine.yaml" in text
    assert "quiz.schema.json" in text.splitlines()[0]
    assert all(len(line) < 120 for line in text.splitlines()[1:])


def test_an_ending_is_added(tmp_path):
    assert create_bank(tmp_path / "mine").name == "mine.yaml"


def test_nothing_is_overwritten(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(BankNotCreated, match="already exists"):
        create_bank(path)
    with pytest.raises(BankNotCreated, match="already exists"):
        create_bank(tmp_path / "mine")
    assert path.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mine.json", "ends in .yaml"),
        ("no/such/mine.yaml", "there is no folder"),
        ("", "is a folder"),
        ("a\0b.yaml", "cannot be written"),
    ],
)
def test_what_cannot_be_written_says_why(tmp_path, name, words):
    with pytest.raises(BankNotCreated, match=words) as caught:
        create_bank(tmp_path / name)
    assert str(caught.value).isprintable()
