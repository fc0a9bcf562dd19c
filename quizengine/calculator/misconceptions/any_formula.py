"""Mistakes that can be made in any formula, or while typing its value; a search finds them.

The sentences here are general; the feedback to a student names the part of the formula.
"""

from __future__ import annotations

from collections.abc import Mapping

ANY_FORMULA: Mapping[str, str] = {
    "left-out-term": "A term of the sum was left out.",
    "left-out-factor": "A factor of the product was left out.",
    "one-term-alone": "This is one term of the sum alone.",
    "not-divided/any": "The division was left out.",
    "rounded-other-way": "The value was rounded up for down, or down for up.",
    "not-rounded": "The rounding was left out.",
    "brackets-lost": "The brackets were left out, so that something else is worked out first.",
    "repeated-factor": "A factor was used once more.",
    "repeated-term": "A term was added once more.",
    "turned-sign": "A sign was turned: subtracted for added, or added for subtracted.",
    "added-for-multiplied/any": "Two parts were added where they are multiplied.",
    "multiplied-for-added": "Two parts were multiplied where they are added.",
    "multiplied-for-divided": "A part was multiplied by where it is divided by.",
    "not-raised": "A power was left out.",
    "other-power": "Another power was taken.",
    "other-symbol": "One quantity stands where another belongs.",
    "off-by-one": "A number is one more or one less than it should be.",
    "doubled": "The value is twice the right one.",
    "halved": "The value is half the right one.",
    "extra-factor": "A factor was multiplied in that does not belong there.",
    "extra-term": "A term was added that does not belong there.",
    "zeros": "There are zeros too many at the end of the number, or some are missing.",
    "digit-missing": "A digit of the number is missing.",
    "digit-doubled": "A digit of the number was typed twice.",
    "digits-swapped": "Two neighbouring digits of the number are swapped.",
}
