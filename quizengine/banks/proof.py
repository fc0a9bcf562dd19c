"""Proves one question: every part of it, on every variant that is walked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quizengine.banks.draft import QuestionDraft
from quizengine.banks.file_text import code_point, control_character_index
from quizengine.banks.names import texts_in
from quizengine.banks.problems import ERROR, WARNING, quoted
from quizengine.banks.reading import node_at_path
from quizengine.banks.report import Report
from quizengine.banks.spec import ParsedValue
from quizengine.banks.visible_texts import Texts, intro_texts, part_texts
from quizengine.banks.yaml_nodes import ScalarNode
from quizengine.expressions import Expression, ExpressionError, Template, is_number, kind_of
from quizengine.questions import RIGHT, Count, PartVariant, Question, Variant, VariantError
from quizengine.questions.carry import carried_name

FEW_VARIANTS = 20
"""Fewer variants than this are soon known by heart."""

SOME_DRAWS = 100
"""Draws among which most questions find a variant."""

FIRST_DRAWS = 5_000
"""Draws after which a question that has found no variant is given up."""

RARE = 200
"""Draws per variant beyond which drawing one is slow."""

_TOLD = ("ask", "hints", "solution")
"""The texts that show code in the framework of the student's choice."""

ENOUGH_OF_ONE = 3
"""Problems of one question after which its walk ends."""


class Proof(NamedTuple):
    """How far a question was proved.

    `variants` counts its draws besides the published case; `exhaustive` is whether all draws were
    tried to count them. `proved` is how many variants were walked, the published case among them.
    `notes` say what is worth knowing and no problem.
    """

    id: str
    variants: int
    exhaustive: bool
    proved: int
    notes: tuple[str, ...]


class Prover:
    """The proof of one question, as it goes on."""

    def __init__(self, question: Question, draft: QuestionDraft, report: Report) -> None:
        self._question = question
        self._draft = draft
        self._report = report
        self._made = False
        self._notes: list[str] = []
        self._told: set[tuple[str, str]] = set()
        self._errors = 0
        self._at: tuple[str, int | None] = ("id", None)
        self._mistakes: set[str] = set()
        self._hidden: tuple[int, tuple[str | int, ...], str] | None = None

    def begin(self) -> None:
        """Prove what takes no time: the published case, and that there are draws at all."""
        self._check_hints()
        self._check_unused()
        self._made = self._walk(0)
        # What the published case cannot do, no draw can.
        if self._made and self._question.vary and not self._question.count(SOME_DRAWS).variants:
            self._tell_draws(self._question.count(FIRST_DRAWS))

    def prove(self, counted: int, walked: int) -> Proof:
        """Count the variants from at most `counted` draws and walk at most `walked` of them."""
        if not self._made:
            return Proof(self._question.id, 0, False, 0, ())
        proved = 1
        count = self._count(counted)
        numbers = sampled(min(count.variants, self._question.limit), max(1, walked - 1))
        for number in numbers:
            if self._errors >= ENOUGH_OF_ONE:
                break
            proved += self._walk(number)
        if proved > len(numbers):
            self._check_distinct()
        return Proof(
            self._question.id, count.variants, count.exhaustive, proved, tuple(self._notes)
        )

    def _tell(
        self,
        rule: str,
        path: tuple[str | int, ...],
        message: str,
        advice: str = "",
        *,
        severity: str = ERROR,
        part: int | None = None,
    ) -> None:
        """Tell a problem once for each rule and part."""
        if (rule, f"{part}{path}") in self._told:
            return
        self._told.add((rule, f"{part}{path}"))
        self._errors += severity == ERROR
        read = self._draft.parsed if part is None else self._draft.parts[part]
        self._report.at(rule, node_at_path(read, *path), message, advice, severity)

    def _tell_fault(self, error: ExpressionError, message: str, advice: str) -> None:
        """Tell a problem at the very expression that has no value, where it can be found."""
        if ("draw", "") in self._told:
            return
        self._told.add(("draw", ""))
        self._errors += 1
        for read, offset in self._places(error.source):
            if isinstance(read.node, ScalarNode):
                self._report.inside("draw", read.node, offset + error.offset, message, advice)
                return
        key, part = self._at
        read = self._draft.parsed if part is None else self._draft.parts[part]
        self._report.at("draw", node_at_path(read, key), message, advice)

    def _places(self, source: str) -> Iterator[tuple[ParsedValue, int]]:
        # What is being proved comes first: several keys may hold the same expression.
        key, index = self._at
        at = self._draft.parsed if index is None else self._draft.parts[index]
        proved = [at.value[key]] if key in at.value else []
        for part in (*proved, self._draft.parsed, *self._draft.parts):
            for read, text in texts_in(part):
                if isinstance(text, Expression) and text.source == source:
                    yield read, 0
                elif isinstance(text, Template) and any(h.source == source for h in text.holes):
                    yield read, text.source.find(source)

    def _check_hints(self) -> None:
        for index, part in enumerate(self._question.parts):
            if not part.hints:
                message = f"{self._name(part.id)} has no hints"
                advice = "Add 'hints:', the gentlest first: what helps a student who is stuck?"
                self._tell("no-hints", ("id",), message, advice, severity=WARNING, part=index)

    def _check_unused(self) -> None:
        """Warn of names that nothing uses: such a variable only makes variants that look alike."""
        used: set[str] = set()
        for part in (self._draft.parsed, *self._draft.parts):
            for _, text in texts_in(part):
                used |= text.names
        message = f"nothing in {self._question.id} uses '{{}}'"
        for variable in self._question.vary:
            if variable.name not in used:
                advice = "Take it out; unused, it only makes variants that look alike."
                path = ("vary", variable.name)
                said = message.format(variable.name)
                self._tell("unused-name", path, said, advice, severity=WARNING)
        for name, _ in self._question.let:
            if name not in used and "let" in self._draft.own_keys:
                said = message.format(name)
                self._tell("unused-name", ("let", name), said, "Take it out.", severity=WARNING)

    def _name(self, part_id: str) -> str:
        return f"{self._question.id}.{part_id}" if part_id else self._question.id

    def _count(self, most: int) -> Count:
        question = self._question
        if not question.vary:
            message = f"{question.id} has its published case only"
            self._tell(
                "few-variants", ("id",), message, "Let numbers vary under 'vary'.", severity=WARNING
            )
            return Count(0, True, 0, ())
        count = question.count(min(most, FIRST_DRAWS))
        if count.variants and not count.exhaustive and most > FIRST_DRAWS:
            count = question.count(most)
        self._tell_draws(count)
        if 0 < count.variants < FEW_VARIANTS:
            message = f"{question.id} has {count.variants} variants besides the published case"
            advice = f"Widen the values under 'vary': {FEW_VARIANTS} or more."
            self._tell("few-variants", ("vary",), message, advice, severity=WARNING)
        elif 0 < RARE * count.variants < count.candidates:
            message = f"one draw of {question.id} in {count.candidates // count.variants} is used"
            advice = "Choose values under 'vary' that meet the conditions more often."
            self._tell("rare-draws", ("where",), message, advice, severity=WARNING)
        return count

    def _tell_draws(self, count: Count) -> None:
        """Tell of draws that cannot be computed, and of conditions that no draw meets."""
        name = self._question.id
        for fault in count.faults[:1]:
            message = f"a draw of {name} cannot be computed: {fault}"
            advice = "Leave such draws out with a condition under 'where'."
            self._tell("draw", ("where",), message, advice)
        if not count.variants and not count.faults:
            tried = "no draw" if count.exhaustive else f"none of {count.candidates:,} draws"
            if self._hidden is None and not self._question.where:
                message = f"{tried} of {name} can be used"
                advice = "In each, something wrong equals what is right: mend the answer."
                self._tell("no-variants", ("answer",), message, advice)
            elif self._hidden is None:
                message = f"{tried} of {name} meets its conditions"
                advice = "Loosen 'where', or widen the values under 'vary'."
                self._tell("no-variants", ("where",), message, advice)
            else:
                part, path, said = self._hidden
                message = f"{tried} of {name} can be used; in the published case, {said}"
                advice = "A draw in which a mistake gives the right answer is left out: mend it."
                self._tell("no-variants", path, message, advice, part=part)

    def _walk(self, number: int) -> bool:
        """Prove one variant; whether it could be made."""
        self._at = ("let", None)
        try:
            variant = self._question.variant(number)
            self._check_texts(None, number, intro_texts(variant))
            for index, part in enumerate(variant.parts):
                self._prove_part(part, index, variant)
            self._at = ("ask", None)
            if variant.other_framework:
                other = variant.in_framework(variant.other_framework)
                self._check_texts(None, number, intro_texts(other))
                for index, part in enumerate(other.parts):
                    texts = [one for one in part_texts(part) if one[0] in _TOLD]
                    self._check_texts(index, number, texts)
        except (VariantError, ExpressionError) as error:
            self._tell_unmade(error, number)
            return False
        return True

    def _tell_unmade(self, error: VariantError | ExpressionError, number: int) -> None:
        cause = error if isinstance(error, ExpressionError) else error.__cause__
        message = f"{self._context(number)} cannot be made: {error}"
        advice = self._advice(number, "Mend the expression")
        if isinstance(cause, ExpressionError):
            self._tell_fault(cause, message, advice)
        else:
            self._tell("draw", (self._at[0],), message, advice, part=self._at[1])

    def _advice(self, number: int, first: str) -> str:
        """What to do about a variant; no condition leaves out the published case."""
        if number == 0:
            numbers = ", or the numbers under 'example'" if self._question.vary else ""
            return f"{first}{numbers}."
        return f"{first}, or leave such draws out with a condition under 'where'."

    def _context(self, number: int) -> str:
        context = "the published case" if number == 0 else f"variant {number}"
        return f"{context} of {self._question.id}"

    def _prove_part(self, part: PartVariant, index: int, variant: Variant) -> None:
        number = variant.number
        self._at = ("answer", index)
        if not self._check_flaws(part, index, number):
            self._check_key(part, index, number)
        self._mistakes.update(mistake.id for mistake in part.mistakes)
        self._check_texts(index, number, part_texts(part))
        if number == 0:
            self._check_own_mistakes(part, index)
            self._check_expected(part, index)
        if part.spec.picture is not None:
            self._at = ("picture", index)
            _ = part.drawables
        if part.spec.carry is not None:
            self._at = ("carry", index)
            self._check_carry(part, index, variant)

    def _check_texts(self, part: int | None, number: int, texts: Iterable[Texts]) -> None:
        for key, render in texts:
            self._at = (key, part)
            for text in render():
                if not text.strip():
                    message = f"'{key}' is empty in {self._context(number)}"
                    self._tell("text", (key,), message, "Write what is to be shown.", part=part)
                elif (bad := control_character_index(text)) is not None:
                    shown = f"the control character {code_point(text[bad])}"
                    message = f"'{key}' shows {shown} in {self._context(number)}"
                    self._tell("text", (key,), message, "Take the character out.", part=part)

    def _check_key(self, part: PartVariant, index: int, number: int) -> None:
        outcome = part.mark(part.right_text)
        if outcome.verdict != RIGHT:
            message = (
                f"the key {quoted(part.right_text)} of {self._context(number)} "
                f"is marked {outcome.verdict}"
            )
            self._tell("key", ("answer",), message, "", part=index)

    def _check_flaws(self, part: PartVariant, index: int, number: int) -> bool:
        """Tell what is wrong with a key by itself; whether anything was told."""
        told = False
        for flaw in part.key.flaws():
            said = f"{self._context(number)}: {flaw}"
            if number == 0 and part.kind in {"number", "shape"}:
                # The published numbers are shown as published, even where two ways coincide.
                self._notes.append(said)
                self._hidden = self._hidden or (index, self._own_mistake(part, flaw), flaw)
            else:
                advice = self._advice(number, "Mend the answer")
                self._tell("flaw", ("answer",), said, advice, part=index)
                told = True
        return told

    def _own_mistake(self, part: PartVariant, flaw: str) -> tuple[str | int, ...]:
        """Where the bank states the mistake that a flaw is about; the answer where it does not."""
        for place, mistake in enumerate(part.spec.mistakes):
            if f"`{mistake.id}`" in flaw:
                return ("mistakes", place, "value")
        return ("answer",)

    def _check_own_mistakes(self, part: PartVariant, index: int) -> None:
        """Tell of a mistake whose value can be no answer of this kind, so that nobody meets it."""
        if part.kind not in {"number", "shape"}:
            return
        own = {mistake.id: mistake.value for mistake in part.mistakes}
        for place, mistake in enumerate(part.spec.mistakes):
            value = own[mistake.id]
            if is_number(value) if part.kind == "number" else isinstance(value, (list, tuple)):
                continue
            message = f"the mistake must be a {part.kind} as the answer is, and is {kind_of(value)}"
            advice = "Write what somebody answers who makes the mistake."
            self._tell("mistake", ("mistakes", place, "value"), message, advice, part=index)

    def _check_expected(self, part: PartVariant, index: int) -> None:
        if part.spec.expect is None:
            return
        differs = part.meets(part.spec.expect)
        if differs:
            message = f"{self._name(part.part_id)}: {differs}"
            advice = "Mend the question, or the value under 'expect' if its source is wrong."
            self._tell("expect", ("expect",), message, advice, part=index)

    def _check_carry(self, part: PartVariant, index: int, variant: Variant) -> None:
        earlier = {carried_name(one.part_id): one.key.value for one in variant.parts[:index]}
        carried, wanted = part.carried_value(earlier), part.key.value
        if isinstance(carried, (list, tuple)):
            carried = tuple(carried)
        if isinstance(wanted, (list, tuple)):
            wanted = tuple(wanted)
        if carried != wanted:
            message = (
                f"with the right earlier answers, 'carry' comes to {quoted(str(carried))} and the "
                f"answer is {quoted(part.answer_text)} in {self._context(variant.number)}"
            )
            self._tell("carry", ("carry",), message, "Make both the same.", part=index)

    def _check_distinct(self) -> None:
        for index, mistake in enumerate(self._question.distinct):
            if mistake not in self._mistakes:
                message = f"no mistake of {self._question.id} has the id {quoted(mistake)}"
                advice = f"Known here: {', '.join(sorted(self._mistakes))}."
                self._tell("unknown-mistake", ("distinct", index), message, advice)


def sampled(variants: int, most: int) -> Sequence[int]:
    """The numbers of at most `most` draws of 1 … variants, spread evenly, both ends included."""
    if variants <= most:
        return range(1, variants + 1)
    if most == 1:
        return (1,)
    return tuple(1 + step * (variants - 1) // (most - 1) for step in range(most))
