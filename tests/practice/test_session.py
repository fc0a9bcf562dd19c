"""A session step by step, and the laws that hold whatever a student does."""

from hypothesis import given
from hypothesis import strategies as st

from quizengine.banks import load_bank
from quizengine.practice.deck import bank_deck, question_deck
from quizengine.practice.session import Session, begin
from quizengine.practice.summary import result_of_visit, summarise
from tests.practice.fakes import FakePart, FakeQuestion, bank


def started(*questions: FakeQuestion, variant: int | None = 3) -> Session:
    return begin(bank_deck(bank("bank", *questions), seed=1, variant=variant))


def test_a_right_answer_is_kept_and_next_goes_on():
    session = started().submit("3")
    assert session.part_progress.right
    assert not session.part_progress.awaits_answer
    assert session.next().visit.item.question.id == "q1"


def test_an_answer_that_cannot_be_read_is_no_attempt():
    session = started().submit("three")
    assert session.part_progress.attempts == ()
    assert session.part_progress.awaits_answer
    assert session.part_progress.complaint is not None
    assert session.part_progress.complaint.feedback == ("not a number",)
    assert session.verdict == session.part_progress.complaint
    assert session.part_progress.draft == "three"
    assert session.submit("3").part_progress.complaint is None
    assert session.submit("3").part_progress.draft == "3"


def test_a_complaint_is_not_kept_where_another_question_is_asked():
    """Coming back finds the text that could not be read, and no verdict of long ago."""
    unread = started().submit("three")
    for left in (unread.next(), unread.submit("4").retry().submit("four").new_numbers()):
        assert left.back().part_progress.complaint is None
    assert unread.next().back().part_progress.draft == "three"
    assert unread.break_down().whole().part_progress.complaint is None


def test_a_complaint_goes_when_the_same_wrong_answer_comes_again():
    again = started().submit("1").retry().submit("what?").submit("1")
    assert again.part_progress.complaint is None
    assert again.verdict.verdict == "wrong"


def test_at_the_end_nothing_is_answered_broken_down_or_stepped_through():
    over = started(FakeQuestion("q")).next()
    assert over.finished
    for session in (over.submit("3"), over.break_down(), over.step_picture()):
        assert session is over


def test_a_picture_stepped_through_is_on_record_unless_all_was_right_before():
    assert started().step_picture().part_progress.picture
    right = started().submit("3")
    assert right.step_picture() is right
    within = broken_down().step_picture()
    assert (within.part_progress.picture, within.current_progress.picture) == (True, False)


def test_it_is_done_when_right_or_when_all_of_the_working_is_open():
    assert not started().is_done
    assert started().submit("3").is_done
    assert not started().reveal().is_done
    assert started().reveal_all().is_done


def test_only_the_first_part_of_the_first_question_has_nothing_before_it():
    parts = started(FakeQuestion("q", part_ids=("a", "b")), FakeQuestion("r"))
    assert parts.at_start
    assert not parts.next().at_start
    assert not parts.next().next().at_start
    assert not broken_down().at_start
    assert broken_down().back().at_start
    assert started(FakeQuestion("bad", variants=0)).at_start


def test_a_second_submit_of_an_answered_visit_is_ignored():
    wrong = started().submit("1")
    assert wrong.submit("2") is wrong
    right = started().submit("3")
    assert right.submit("1") is right


def test_after_a_wrong_answer_another_is_awaited_only_when_asked_for():
    session = started().submit("1").retry()
    assert session.part_progress.awaits_answer
    assert session.submit("3").part_progress.right
    assert len(session.submit("3").part_progress.attempts) == 2


def test_nothing_is_tried_again_before_an_answer_after_a_right_one_or_at_the_end():
    for session in (
        started(),
        started().submit("what?"),
        started().submit("3"),
        broken_down("1", "2", "3").submit("3"),
        started(FakeQuestion("q")).submit("1").next(),
    ):
        assert session.retry() is session


def test_the_same_wrong_answer_again_is_no_further_attempt():
    assert len(started().submit("1").retry().submit("1").part_progress.attempts) == 1


def test_hints_open_one_at_a_time_and_end():
    session = started()
    opened = [session := session.hint() for _ in range(3)]
    assert [state.part_progress.hints for state in opened] == [1, 2, 2]


def test_the_working_opens_step_by_step_or_at_once():
    session = started()
    assert session.reveal().part_progress.pieces == 1
    assert session.reveal().reveal().part_progress.pieces == 2
    assert session.reveal_all().part_progress.pieces == 3
    assert session.reveal_all().reveal().part_progress.pieces == 3
    assert [each.part_progress.explained for each in (session, session.reveal())] == [False, False]
    assert session.reveal().reveal().reveal().part_progress.explained
    assert session.reveal_all().part_progress.explained


def test_opening_the_working_before_a_right_answer_ends_the_credit():
    before = started().reveal().submit("3")
    assert summarise(before).lines[0].result == "missed"
    after = started().submit("3").reveal()
    assert summarise(after).lines[0].result == "right"


def test_credit_that_has_ended_does_not_come_back_with_the_rest_of_the_working():
    session = started().reveal().submit("3").reveal_all()
    assert session.part_progress.gave_up
    assert summarise(session).lines[0].result == "missed"


def test_new_numbers_replace_an_untouched_question():
    session = started().new_numbers()
    assert session.visit.variant.number == 4
    assert len(session.visits) == 1


def test_new_numbers_leave_an_attempt_on_record():
    session = started().submit("1").new_numbers()
    assert [visit.variant.number for visit in session.visits] == [3, 4]
    assert session.at == 1
    assert session.back().part_progress.attempts[0].text == "1"
    assert session.next().visit.item.question.id == "q1"


def test_new_numbers_of_an_earlier_question_push_no_later_one_out():
    session = started().next().back().submit("1").new_numbers()
    drawn = [(visit.item.question.id, visit.variant.number) for visit in session.visits]
    assert drawn == [("q0", 3), ("q0", 4), ("q1", 3)]
    assert session.at == 1


def test_where_no_new_numbers_are_found_the_question_stays_and_it_is_said():
    class Once(FakeQuestion):
        def variant(self, number):
            return FakeQuestion.variant(self if number == 3 else self._replace(variants=0), number)

    session = started(Once("once")).submit("1")
    tried = session.new_numbers()
    assert tried.visits == session.visits
    assert tried.skipped_questions == ("bank#once was left out: no numbers meet its conditions",)
    assert tried.drawn == {("bank", "once"): 2}


def test_numbers_wrap_round_at_the_largest_variant():
    session = started(FakeQuestion("q", limit=3)).submit("9").new_numbers()
    assert session.visit.variant.number == 1


def test_a_question_without_numbers_is_left_out_and_said():
    session = started(FakeQuestion("bad", variants=0), FakeQuestion("good"))
    assert session.visit.item.question.id == "good"
    assert session.skipped_questions == ("bank#bad was left out: no numbers meet its conditions",)


def test_a_deck_of_which_nothing_can_be_asked_is_finished():
    session = started(FakeQuestion("bad", variants=0))
    assert session.finished
    assert session.back() is session
    assert session.next() is session
    assert summarise(session).score == "Nothing was answered."


def test_parts_are_walked_in_order_and_see_the_earlier_answers():
    session = started(FakeQuestion("q", part_ids=("size", "count"))).submit("7").next()
    assert session.part.part_id == "count"
    assert session.earlier == {"size": "7"}
    assert session.submit("7").part_progress.attempts[0].outcome.feedback == ("carried forward",)
    assert session.back().part.part_id == "size"


def test_an_unanswered_part_is_not_carried_forward():
    assert started(FakeQuestion("q", part_ids=("size", "count"))).next().earlier == {}


def test_back_from_the_end_returns_to_the_last_question():
    session = started(FakeQuestion("q")).submit("3").next()
    assert session.finished
    assert session.back().part_progress.right
    assert started().next().next().next().back().visit.item.question.id == "q2"


def test_going_on_to_a_question_met_before_begins_with_its_first_part():
    parts = started(FakeQuestion("q"), FakeQuestion("r", part_ids=("a", "b"))).next().next()
    assert parts.part.part_id == "b"
    assert parts.back().back().next().part.part_id == "a"
    away = parts.back().back()
    later = away._replace(visits=(away.visits[0], away.visits[1]._replace(part=1)))
    assert later.next().part.part_id == "a"


def test_a_draft_is_found_again():
    session = started().keep_draft("12").next().back()
    assert session.part_progress.draft == "12"
    assert session.part_progress.untouched


def test_a_right_answer_is_not_written_over_by_a_draft():
    session = started().submit("3")
    assert session.keep_draft("4") is session


def broken_down(*answers: str, session: Session | None = None) -> Session:
    """Return a session broken down into its three steps, after these answers, each with Enter."""
    session = (started() if session is None else session).break_down()
    for answer in answers:
        session = session.retry().submit(answer)
        session = session.next() if session.is_done else session
    return session


def test_a_part_falls_into_steps_that_are_answered_one_by_one_and_put_together():
    session = broken_down()
    assert session.current_question.prompt == "How far is step 1? (2)"
    assert session.part.number == 3
    session = broken_down("1", "2")
    assert session.current_question.prompt == "How far is step 3? (2)"
    assert session.found == ()
    session = broken_down("1", "2", "3")
    assert session.scaffold_run is None
    assert session.found == ("step 1", "step 2", "step 3")
    right = session.submit("3")
    assert right.part_progress.right
    assert right.part_progress.attempts[0].steps_done == 3
    assert summarise(right).lines[0].result_text == "right after 3 smaller questions"


def test_a_break_down_is_built_once(monkeypatch):
    built = []
    break_down = FakePart.break_down
    monkeypatch.setattr(
        FakePart, "break_down", lambda *given: built.append(given) or break_down(*given)
    )
    started().break_down()
    assert len(built) == 1


def test_an_attempt_records_how_much_help_was_open():
    session = broken_down("1").whole().hint().submit("1").retry().hint().submit("3")
    assert [(each.hints, each.steps_done) for each in session.part_progress.attempts] == [
        (1, 1),
        (2, 1),
    ]


def test_a_wrong_step_is_no_attempt_at_the_whole():
    session = broken_down("7")
    assert session.current_progress.misses == 1
    assert session.part_progress.attempts == ()
    assert session.verdict.feedback == ("that is not 1",)
    assert session.submit("1") is session
    assert session.retry().submit("1").current_progress.right


def test_hints_and_working_of_a_step_are_its_own():
    session = broken_down().hint().reveal()
    assert (
        session.current_progress.hints,
        session.current_progress.pieces,
        session.current_progress.gave_up,
    ) == (1, 1, True)
    assert (
        session.part_progress.hints,
        session.part_progress.pieces,
        session.part_progress.gave_up,
    ) == (0, 0, False)
    assert session.hint().current_progress.hints == 1


def test_a_step_that_is_skipped_is_shown_first():
    shown = broken_down().next()
    assert shown.current_progress.pieces == 2
    assert shown.scaffold_run.at == 0
    assert shown.next().scaffold_run.at == 1


def test_going_back_to_the_whole_and_forth_again_loses_nothing():
    session = broken_down("1", "7").whole()
    assert session.current_question is session.part
    assert session.found == ("step 1",)
    again = session.keep_draft("12").break_down()
    assert again.scaffold_run.at == 1
    assert again.current_progress.attempts[0].text == "7"
    assert again.whole().part_progress.draft == "12"
    assert again.break_down() is again
    assert broken_down().back().scaffold_run is None
    assert broken_down("1").back().scaffold_run.at == 0


def test_steps_done_once_are_gone_through_again_not_asked_anew():
    session = broken_down("1", "2", "3").break_down()
    assert session.scaffold_run.at == 0
    assert session.current_progress.right
    assert len(session.part_progress.scaffold_runs) == 1


def test_what_was_answered_in_an_earlier_part_is_known():
    session = started(FakeQuestion("q", part_ids=("a", "b", "c"))).submit("3").next().next()
    assert session.break_down().scaffold_run.known == ("3",)
    assert broken_down("1", session=session).whole().found == ("3", "step 1")


def test_new_numbers_and_other_questions_come_whole_and_the_steps_stay_behind():
    session = broken_down("1").new_numbers()
    assert session.scaffold_run is None
    assert session.part_progress.untouched
    assert session.back().scaffold_run.at == 1
    left = broken_down("1").whole().next().back()
    assert left.part_progress.steps_done == 1


def test_a_break_down_is_offered_after_the_second_miss():
    once = started().submit("1")
    assert not once.offers_break_down
    twice = once.retry().submit("2")
    assert twice.offers_break_down
    assert not twice.break_down().offers_break_down
    # An answer to a step is on the screen then, and no verdict on the whole.
    assert not twice.break_down().submit("7").offers_break_down
    put_together = broken_down("1", "2", "3", session=twice)
    assert put_together.verdict is None
    assert not put_together.offers_break_down
    assert put_together.submit("9").offers_break_down
    assert not twice.retry().submit("3").offers_break_down
    plain = started(FakeQuestion("q", formula="")).submit("1").retry().submit("2")
    assert not plain.offers_break_down
    assert plain.break_down().scaffold_run is None


def test_the_whole_is_asked_anew_after_the_last_step():
    session = broken_down("1", "2", "3", session=started().submit("1").keep_draft("1"))
    assert session.part_progress.awaits_answer
    assert session.part_progress.draft == ""
    assert session.verdict is None
    assert session.submit("4").verdict.verdict == "wrong"
    assert session.submit("4").retry().verdict.verdict == "wrong"
    # Gone through again, the last verdict stands in a step as long as the step has none.
    assert session.break_down().verdict is not None


def test_support_fades_after_success_and_comes_back_after_failure():
    clean = broken_down("1", "2", "3").submit("3").new_numbers().break_down()
    assert len(clean.scaffold_run.steps) == 2
    cleaner = broken_down("1", "2", session=clean.whole()).submit("4").new_numbers().break_down()
    assert len(cleaner.scaffold_run.steps) == 1
    shown = cleaner.next().next().submit("5").new_numbers().break_down()
    assert len(shown.scaffold_run.steps) == 2


def test_a_mistake_in_a_step_keeps_the_support_as_it_is():
    session = broken_down("1", "7", "2", "3").submit("3").new_numbers().break_down()
    assert len(session.scaffold_run.steps) == 3


def test_a_right_answer_without_help_fades_the_support_too():
    assert len(started().submit("3").new_numbers().break_down().scaffold_run.steps) == 2
    assert len(started().hint().submit("3").new_numbers().break_down().scaffold_run.steps) == 3
    other = started(FakeQuestion("q", formula="m"), FakeQuestion("r")).submit("3").next()
    assert len(other.break_down().scaffold_run.steps) == 3


def test_support_follows_from_what_came_before_and_not_from_later_parts():
    parts = started(FakeQuestion("q", part_ids=("a", "b")))
    assert len(parts.submit("3").next().break_down().scaffold_run.steps) == 2
    assert len(parts.next().submit("3").back().break_down().scaffold_run.steps) == 3


def test_who_misses_twice_gets_more_of_the_steps_at_once():
    faded = broken_down("1", "2", "3").submit("3").new_numbers()
    assert len(faded.break_down().scaffold_run.steps) == 2
    assert len(faded.submit("1").retry().submit("2").break_down().scaffold_run.steps) == 3


def test_who_fails_after_the_steps_gets_more_of_them_next():
    faded = broken_down("1", "2", "3").submit("3").new_numbers()
    session = broken_down("1", "2", session=faded).submit("9").break_down()
    assert len(session.scaffold_run.steps) == 3
    assert len(session.part_progress.scaffold_runs) == 2
    assert session.part_progress.steps_done == 2


OPERATIONS = {
    "right": lambda session: session.submit(session.current_question.answer_text),
    "wrong": lambda session: session.submit("999"),
    "unreadable": lambda session: session.submit("what?"),
    "retry": Session.retry,
    "hint": Session.hint,
    "reveal": Session.reveal,
    "reveal all": Session.reveal_all,
    "new numbers": Session.new_numbers,
    "next": Session.next,
    "back": Session.back,
    "break down": Session.break_down,
    "whole": Session.whole,
}


@st.composite
def sessions(draw):
    """A session after some steps of a student, over questions of one and of two parts."""
    questions = [FakeQuestion("q0"), FakeQuestion("q1", part_ids=("a", "b")), FakeQuestion("q2")]
    session = started(*questions, variant=None)
    for step in draw(st.lists(st.sampled_from(sorted(OPERATIONS)), max_size=25)):
        session = OPERATIONS[step](session)
    return session


@given(sessions())
def test_an_unreadable_answer_never_changes_what_is_counted(session):
    tried = session.submit("what?")
    assert summarise(tried)[1:] == summarise(session)[1:]


MOVES = [Session.next, Session.back, Session.break_down, Session.whole]


@given(sessions(), st.lists(st.sampled_from(MOVES), max_size=12))
def test_moving_about_keeps_every_answer(session, moves):
    moved = session
    for move in moves:
        moved = move(moved)

    def answers(state):
        progress = [part_progress for visit in state.visits for part_progress in visit.progress]
        steps = [
            step
            for part_progress in progress
            for scaffold_run in part_progress.scaffold_runs
            for step in scaffold_run.progress
        ]
        return [each.attempts for each in (*progress, *steps) if each.attempts]

    assert answers(moved) == answers(session)


@given(sessions())
def test_going_into_the_steps_and_out_again_changes_nothing_that_was_done(session):
    there = session.break_down()
    back = there.whole()
    assert back.part_progress.attempts == session.part_progress.attempts
    assert back.part_progress.draft == session.part_progress.draft
    assert back.part_progress.steps_done == session.part_progress.steps_done
    assert back.at == session.at


@given(sessions())
def test_what_is_asked_is_a_step_of_the_part_or_the_part(session):
    scaffold_run = session.scaffold_run
    assert session.current_question is (
        session.part if scaffold_run is None else scaffold_run.steps[scaffold_run.at]
    )
    assert (
        0
        <= session.part_progress.steps_done
        <= sum(len(scaffold_run.steps) for scaffold_run in session.part_progress.scaffold_runs)
    )
    assert all(
        len(scaffold_run.progress) == len(scaffold_run.steps)
        for scaffold_run in session.part_progress.scaffold_runs
    )


@given(sessions())
def test_the_current_visit_and_part_are_there(session):
    assert 0 <= session.at < len(session.visits)
    assert 0 <= session.visit.part < len(session.visit.progress)
    assert session.part in session.visit.variant.parts
    assert [visit.deck_index for visit in session.visits] == sorted(
        visit.deck_index for visit in session.visits
    )


@given(sessions())
def test_next_always_comes_to_an_end(session):
    for _ in range(200):
        session = session.next()
    assert session.finished
    counted = summarise(session)
    assert len(counted.lines) == len(session.visits)


@given(st.integers(0, 2**32), st.integers(1, 7), st.integers(0, 6))
def test_no_variant_comes_again_before_all_were_seen(seed, variants, answered):
    question = FakeQuestion("q", variants=variants)
    session = begin(question_deck(bank("bank", question), question, seed))
    seen = [session.visit.variant.number]
    while len(seen) < variants:
        session = session.submit("999") if len(seen) < answered else session
        session = session.new_numbers()
        seen.append(session.visit.variant.number)
    assert sorted(seen) == list(range(1, variants + 1))


@given(sessions())
def test_only_a_right_answer_without_the_working_is_counted_as_right(session):
    for visit in session.visits:
        clean = all(each.right and not each.gave_up for each in visit.progress)
        assert (result_of_visit(visit) in ("right", "helped")) == clean


def test_the_same_deck_again_asks_other_variants():
    session = started(FakeQuestion("q")).submit("3").new_numbers().next()
    assert [item.start for item in session.deck_again().items] == [5]
    wrapped = started(FakeQuestion("q", limit=3)).next()
    assert [item.start for item in wrapped.deck_again().items] == [1]


def test_a_framework_holds_from_here_on_and_changes_nothing_that_was_done():
    session = started().submit("1").keep_draft("12").hint()
    other = session.in_framework("torch")
    assert other.visit.variant == session.visit.variant._replace(framework="torch")
    assert other.visit.progress == session.visit.progress
    assert other.next().visit.variant.framework == "torch"
    assert other.next().back().visit.variant.framework == "torch"
    assert other.new_numbers().visit.variant.framework == "torch"
    assert other.next().in_framework("keras").back().visit.variant.framework == "keras"
    assert begin(session.deck, "torch").visit.variant.framework == "torch"


BOTH_FRAMEWORKS = """\
format: 1
title: Code
questions:
  - id: net
    title: A network
    vary:
      units: {example: 5, from: 4..30}
    let:
      net: Sequential([Input([8, 8, 3]), Conv2D(units, 3), Dense(2)])
    ask: "How many parameters does it have? {{ code(net) }}"
    answer: net.params
    solution: |
      {{ code(net) }}

      {{ working(net.params) }}
"""


def test_an_open_working_stays_open_in_a_framework_with_more_lines(tmp_path):
    path = tmp_path / "code.yaml"
    path.write_text(BOTH_FRAMEWORKS, encoding="utf-8")
    session = begin(bank_deck(load_bank(path), seed=1, variant=0))
    counts = {name: len(session.in_framework(name).explanation) for name in ("keras", "torch")}
    assert counts["keras"] != counts["torch"]
    for name in counts:
        closed = session.in_framework(name)
        for other, count in counts.items():
            whole = closed.reveal_all().in_framework(other)
            assert whole.is_done
            assert whole.current_progress.pieces == count
            begun = closed.reveal().in_framework(other)
            assert begun.current_progress.pieces == 1
            assert not begun.is_done
