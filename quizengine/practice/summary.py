"""What came of a practice: in words, question by question, and what to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from quizengine.calculator.listing import listed

if TYPE_CHECKING:
    from quizengine.practice.effort import Effort
    from quizengine.practice.session import Session
    from quizengine.practice.turns import Turn

Result = Literal["right", "helped", "missed", "skipped"]
"""Right at the first try without help; right in the end; not right, or seen first; not answered."""

WORDS: dict[Result, str] = {
    "right": "right at the first try",
    "helped": "right with help",
    "missed": "missed",
    "skipped": "skipped",
}


class TurnSummary(NamedTuple):
    """What came of one turn."""

    bank: str
    question_id: str
    title: str
    result: Result
    words: str
    mistakes: tuple[str, ...]
    """What was said of the answers that were not right, each once."""
    at: int
    """Index of the turn in the session."""


class Summary(NamedTuple):
    """What came of a whole practice."""

    title: str
    score: str
    lines: tuple[TurnSummary, ...]
    again: tuple[TurnSummary, ...]
    """The questions worth another look."""
    troubles: tuple[str, ...]


def result_of(effort: Effort) -> Result:
    """Return what came of one part."""
    if effort.right and not effort.gave_up:
        return "right" if len(effort.attempts) == 1 and not helps_of(effort) else "helped"
    return "missed" if effort.attempts or effort.gave_up else "skipped"


def helps_of(effort: Effort) -> list[str]:
    """Return what helped with one part, in words."""
    steps = effort.steps
    helps = []
    if effort.hints:
        helps.append("a hint" if effort.hints == 1 else f"{effort.hints} hints")
    if steps:
        helps.append("one smaller question" if steps == 1 else f"{steps} smaller questions")
    if effort.picture:
        helps.append("a picture")
    return helps


def result_of_turn(turn: Turn) -> Result:
    """Return what came of a question: of several parts, the least good decides."""
    results = {result_of(effort) for effort in turn.efforts}
    if len(results) == 1:
        return results.pop()
    return "helped" if results == {"right", "helped"} else "missed"


def summarise(session: Session) -> Summary:
    """Return the summary; the last question is left out if it was only looked at."""
    asked = [
        _line(turn, at)
        for at, turn in enumerate(session.turns)
        if session.finished or at < session.at or not turn.untouched
    ]
    again = tuple(line for line in asked if line.result in ("missed", "skipped") or line.mistakes)
    return Summary(session.deck.title, _score(asked), tuple(asked), again, session.troubles)


def _line(turn: Turn, at: int) -> TurnSummary:
    question = turn.item.question
    said = (
        paragraph
        for effort in turn.efforts
        for attempt in effort.attempts
        if attempt.outcome.verdict != "right"
        for paragraph in attempt.outcome.feedback
    )
    result = result_of_turn(turn)
    return TurnSummary(
        bank=turn.item.bank,
        question_id=question.id,
        title=question.title,
        result=result,
        words=_words(turn, result),
        mistakes=tuple(dict.fromkeys(said)),
        at=at,
    )


def _words(turn: Turn, result: Result) -> str:
    if len(turn.efforts) > 1:
        right = sum(effort.right and not effort.gave_up for effort in turn.efforts)
        if right < len(turn.efforts) and right:
            return f"{right} of {len(turn.efforts)} parts right"
        return WORDS[result]
    effort = turn.efforts[0]
    if effort.gave_up:
        return "missed: the working was opened first"
    if result == "helped":
        helps = helps_of(effort)
        if len(effort.attempts) > 1:
            helps.append(f"{len(effort.attempts)} tries")
        return f"right after {listed(helps)}"
    return WORDS[result]


def _score(lines: list[TurnSummary]) -> str:
    if not lines:
        return "Nothing was answered."
    count = {result: sum(line.result == result for line in lines) for result in WORDS}
    right = count["right"] + count["helped"]
    total = f"{right} of {len(lines)} right"
    if right and not count["helped"]:
        total += ", at the first try" if right == 1 else ", all at the first try"
    elif count["helped"]:
        total += f", {count['right'] or 'none'} of them at the first try"
    rest = [f"{count[result]} {result}" for result in ("missed", "skipped") if count[result]]
    return ". ".join([total, ", ".join(rest)] if rest else [total]) + "."
