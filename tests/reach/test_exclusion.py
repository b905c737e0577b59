"""Excluded patterns as one automaton: what it leaves is what brute force leaves, and it stays small."""

import re
from itertools import product as words_of

from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.language.automaton import CHARACTERS, Automaton, mask_of
from assumelint.language.exclusion import Exclusion, exclusion_of
from assumelint.language.glob import Wild
from assumelint.language.patterns import Pattern, automaton_of

ALPHABET = "ab:"
WORDS = ["".join(letters) for length in range(6) for letters in words_of(ALPHABET, repeat=length)]
globs = st.text(ALPHABET + "*?", max_size=6)
SIGNS = {"*": Wild.MANY, "?": Wild.ONE}


def of_globs(*values: str) -> Automaton:
    return automaton_of([Pattern(tuple(SIGNS.get(each, each) for each in value)) for value in values], {})


def left(exclusion: Exclusion, word: str) -> bool:
    """Whether a word fits no pattern, read character by character."""
    if not exclusion.places:
        return False
    state = 0
    for character in word:
        parts = exclusion.follow(state, mask_of(character))
        if not parts:
            return False
        ((_, state),) = parts
    return exclusion.accepts(state)


def fits(glob: str, word: str) -> bool:
    signs = {"*": "[^\0]*", "?": "[^\0]"}
    return re.fullmatch("".join(signs.get(character, re.escape(character)) for character in glob), word) is not None


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(globs, min_size=1, max_size=3), min_size=1, max_size=3))
def test_it_leaves_what_fits_no_pattern(conditions: list[list[str]]) -> None:
    exclusion = exclusion_of(tuple(of_globs(*values) for values in conditions))
    for word in WORDS:
        assert left(exclusion, word) is not any(fits(glob, word) for values in conditions for glob in values), word


@settings(deadline=None, max_examples=80)
@given(st.lists(globs, min_size=1, max_size=4), st.text(ALPHABET, max_size=3))
def test_the_parts_of_a_set_say_what_its_characters_do(values: list[str], word: str) -> None:
    exclusion = exclusion_of((of_globs(*values),))
    state = 0
    for character in word:
        parts = exclusion.follow(state, mask_of(character)) if exclusion.places else ()
        if not parts:
            return
        state = parts[0][1]
    if not exclusion.places:
        return
    parts = exclusion.follow(state, CHARACTERS)
    assert sum(mask for mask, _ in parts).bit_count() == sum(mask.bit_count() for mask, _ in parts)
    for character in ALPHABET + "zé":
        alone = exclusion.follow(state, mask_of(character))
        assert [target for mask, target in parts if mask & mask_of(character)] == [target for _, target in alone]


def test_what_a_star_makes_idle_is_dropped() -> None:
    """As many states as there are places: without that, each subset of what was seen would be one."""
    exclusion = exclusion_of((of_globs("*" + "*".join("abcdefgh")),))
    waiting = [0]
    for state in waiting:
        waiting += (target for _, target in exclusion.follow(state, CHARACTERS) if target not in waiting)
    assert len(exclusion.places) == 9


def test_states_are_made_when_they_are_reached() -> None:
    exclusion = exclusion_of((of_globs(*(f"*x{number}*" for number in range(200))),))
    assert len(exclusion.places) == 1
    for character in "repo:acme/app":
        exclusion.follow(0, mask_of(character))
    assert len(exclusion.places) == 1


def test_everything_excluded_leaves_no_state() -> None:
    assert exclusion_of((of_globs("a", "*"),)).places == []
