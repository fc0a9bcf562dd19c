"""The key hints of a practice: what each key does now, the most important first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizengine.frameworks.framework_names import FRAMEWORKS
from quizengine.tui.widgets.key_line import KeyHint

if TYPE_CHECKING:
    from quizengine.practice.session import Session


def enter_goes_on(session: Session) -> bool:
    """Return whether Enter goes to the next question rather than submitting the answer."""
    part_progress = session.current_progress
    return session.is_done and not (
        not part_progress.right and part_progress.awaits_answer and part_progress.draft
    )


def key_hints(session: Session, pictured: bool) -> list[KeyHint]:
    """Return the hints for the bottom line; `pictured` is whether there is a picture."""
    part_progress, scaffold_run = session.current_progress, session.scaffold_run
    done = enter_goes_on(session)
    keys = [KeyHint("⏎", _enter(session, done), "screen.go_on")]
    if not part_progress.right and part_progress.hints < len(session.current_question.hints):
        keys.append(KeyHint("F2", "hint", "screen.hint"))
    if scaffold_run is not None:
        keys.append(KeyHint("F3", "whole question", "screen.break_down", "whole"))
    elif not part_progress.right and session.has_steps:
        keys.append(KeyHint("F3", "break down", "screen.break_down", "steps"))
    if not part_progress.explained:
        keys.append(KeyHint("F4", "working", "screen.working", "work"))
    keys.append(KeyHint("F5", "new numbers", "screen.new_numbers", "new"))
    if pictured:
        keys.append(KeyHint("F6", "picture", "screen.picture", "pic"))
    if session.other_framework:
        other = FRAMEWORKS[session.other_framework]
        keys.append(KeyHint("ctrl+l", other, "screen.framework", other.removeprefix("Py")))
    if not done:
        skip = (
            "show it" if scaffold_run is not None else "go on" if part_progress.attempts else "skip"
        )
        keys.append(KeyHint("F8", skip, "screen.skip"))
    if not session.at_start:
        keys.append(KeyHint("F7", "back", "screen.back"))
    if scaffold_run is None:
        keys.append(KeyHint("Esc", "home", "screen.leave"))
    keys.append(KeyHint("F9", "calculator", "app.calculator", "calc"))
    keys.append(KeyHint("F1", "help", "screen.help"))
    return keys


def _enter(session: Session, done: bool) -> str:
    scaffold_run = session.scaffold_run
    if not done:
        return "submit" if session.current_progress.awaits_answer else "retry"
    if scaffold_run is not None and scaffold_run.at + 1 == len(scaffold_run.steps):
        return "put together"
    return "next"
