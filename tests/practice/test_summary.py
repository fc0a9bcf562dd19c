"""What is said at the end."""

from quizengine.practice.deck import bank_deck
from quizengine.practice.plain_text import summary_lines
from quizengine.practice.session import begin
from quizengine.practice.summary import summarise
from tests.practice.fakes import FakeQuestion, bank


def practised(*answers: list[str], questions=()):
    session = begin(bank_deck(bank("bank", *questions), seed=1, variant=3))
    for tries in answers:
        for text in tries:
            session = session.hint() if text == "hint" else session.retry().submit(text)
        session = session.next()
    return session


def test_the_score_is_in_words():
    assert summarise(practised(["3"], ["1", "3"], [])).score == (
        "2 of 3 right, 1 of them at the first try. 1 skipped."
    )
    assert summarise(practised(["3"], ["3"], ["3"])).score == "3 of 3 right, all at the first try."
    assert summarise(practised(["1"], ["1"], ["1"])).score == "0 of 3 right. 3 missed."
    assert summarise(practised(["hint", "3"], ["1"], [])).score == (
        "1 of 3 right, none of them at the first try. 1 missed, 1 skipped."
    )


def test_each_question_says_how_it_went():
    words = [
        line.result_text for line in summarise(practised(["3"], ["hint", "1", "3"], ["1"])).lines
    ]
    assert words == ["right at the first try", "right after a hint and 2 tries", "missed"]


def test_what_went_wrong_is_worth_another_look_with_the_mistake_named():
    again = summarise(practised(["3"], ["1", "3"], [])).again
    assert [(line.title, line.mistakes) for line in again] == [
        ("Title 1", ("that is not 3",)),
        ("Title 2", ()),
    ]


def test_a_mistake_made_twice_is_named_once():
    assert summarise(practised(["1", "2"])).lines[0].mistakes == ("that is not 3",)


def test_a_question_only_looked_at_is_left_out():
    assert len(summarise(practised(["3"])).lines) == 1


def test_of_a_question_with_parts_the_parts_are_counted():
    parts = [FakeQuestion("q", part_ids=("a", "b", "c"))]
    assert summarise(practised(["3"], ["3"], [], questions=parts)).lines[0].result_text == (
        "2 of 3 parts right"
    )
    assert summarise(practised(["3"], ["3"], ["3"], questions=parts)).lines[0].result_text == (
        "right at the first try"
    )
    assert summarise(practised(["3"], ["1", "3"], ["3"], questions=parts)).lines[0].result_text == (
        "right with help"
    )


def test_a_summary_is_read_aloud_line_by_line():
    assert list(summary_lines(summarise(practised(["3"], ["1"])))) == [
        "Summary. 1 of 2 right, at the first try. 1 missed.",
        "Title 0: right at the first try",
        "Title 1: missed",
        "Worth another look:",
        "- Title 1 (bank#q1)",
        "  that is not 3",
    ]
