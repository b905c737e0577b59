import re
from collections.abc import Callable, Iterator
from itertools import product as words_of

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assumelint.language.automaton import OTHER, Automaton, characters, mask_of, sample, several
from assumelint.language.glob import Wild
from assumelint.language.intersection import MOST_CONDITIONS, intersect, meeting
from assumelint.language.patterns import Opaque, Pattern, Reading, automaton_of, read_pattern, symbols
from assumelint.language.product import Product
from assumelint.language.templates import Field, grammar_of, render, template_fields, template_parts
from assumelint.text import Text

ALPHABET = "ab:"
LONGEST = 5
WORDS = ["".join(letters) for length in range(LONGEST + 1) for letters in words_of(ALPHABET, repeat=length)]
FIELDS = {
    "x": Field("x", "ab", "a"),
    "y": Field("y", "a:", "a"),
    "z": Field("z", "ab", "a", choices=("a", "ab")),
    "w": Field("w", "ab", "a", choices=("b:{x}", "a")),
    "chain": Field("chain", "", "", choices=("a", "b{z}"), joined_by="::"),
}
FIELD_PATTERNS = {
    "x": "[ab]+",
    "y": "[a:]+",
    "z": "(?:a|ab)",
    "w": "(?:b:[ab]+|a)",
    "chain": "(?:a|b(?:a|ab))(?:::(?:a|b(?:a|ab)))*",
}
quick = settings(deadline=None, max_examples=60)
globs = st.text(ALPHABET + "*?", max_size=6)
templates = st.lists(
    st.one_of(st.text(ALPHABET, min_size=1, max_size=2), st.sampled_from([f"{{{name}}}" for name in FIELDS])),
    min_size=1,
    max_size=3,
).map("".join)


def glob_expression(glob: str) -> re.Pattern[str]:
    signs = {"*": "[^\0]*", "?": "[^\0]"}
    return re.compile("".join(signs.get(character, re.escape(character)) for character in glob))


def form_expression(template: str) -> re.Pattern[str]:
    parts = (re.escape(literal) if literal else FIELD_PATTERNS[name] for literal, name in template_parts(template))
    return re.compile("".join(parts))


def pattern(*tokens: str | Wild | Opaque, fold: bool = False) -> Pattern:
    flat: list[str | Wild | Opaque] = []
    for token in tokens:
        flat += list(token) if isinstance(token, str) else [token]
    return Pattern(tuple(flat), fold)


def of_glob(*globs: str) -> Automaton:
    signs = {"*": Wild.MANY, "?": Wild.ONE}
    return automaton_of([Pattern(tuple(signs.get(each, each) for each in glob)) for glob in globs], {})


def solved(product: Product | None) -> Product:
    assert product is not None
    return product


@quick
@given(st.lists(templates, min_size=1, max_size=3), st.lists(globs, max_size=3), st.lists(globs, max_size=2))
def test_the_intersection_holds_what_brute_force_finds(
    forms: list[str], wanted: list[str], unwanted: list[str]
) -> None:
    product = solved(
        intersect(grammar_of(forms, FIELDS), [of_glob(each) for each in wanted], [of_glob(each) for each in unwanted])
    )
    accepted = 0
    for index, form in enumerate(forms):
        expression = form_expression(form)
        fits = (
            word
            for word in WORDS
            if expression.fullmatch(word)
            and all(glob_expression(glob).fullmatch(word) for glob in wanted)
            and not any(glob_expression(glob).fullmatch(word) for glob in unwanted)
        )
        if any(True for _ in fits):
            accepted |= 1 << index
    # A form that only longer words can fit is beyond brute force, never the other way round.
    assert accepted & ~product.accepted == 0
    for word in found_words(product):
        assert any(form_expression(form).fullmatch(word) for form in forms)
        assert all(glob_expression(glob).fullmatch(word) for glob in wanted)
        assert not any(glob_expression(glob).fullmatch(word) for glob in unwanted)


def found_words(product: Product, most: int = 20) -> Iterator[str]:
    """Some words along the ways through a product: each way that it shows leads to an end."""
    waiting = [(start, "") for start in product.starts]
    seen = set()
    for node, word in waiting:
        if product.ends[node] and node not in product.tails:
            yield word
            most -= 1
        if most <= 0:
            return
        for step in product.steps[node]:
            if (node, step.target) not in seen:
                seen.add((node, step.target))
                waiting.append((step.target, word + sample(step.mask)))


@quick
@given(st.lists(templates, min_size=1, max_size=3), st.lists(globs, max_size=2))
def test_a_short_graph_says_the_same_as_the_whole(forms: list[str], wanted: list[str]) -> None:
    grammar, required = grammar_of(forms, FIELDS), [of_glob(each) for each in wanted]
    short, whole = solved(intersect(grammar, required)), solved(intersect(grammar, required, whole=True))
    assert short.accepted == whole.accepted
    assert short.size <= whole.size


@quick
@given(st.lists(templates, min_size=1, max_size=3), st.lists(globs, max_size=3), st.lists(globs, max_size=2))
def test_a_meeting_says_whether_there_is_an_intersection(
    forms: list[str], wanted: list[str], unwanted: list[str]
) -> None:
    grammar = grammar_of(forms, FIELDS)
    required, excluded = (tuple(of_glob(each) for each in values) for values in (wanted, unwanted))
    product, met = solved(intersect(grammar, required, excluded)), meeting(grammar, required, excluded)
    assert met.exists is not product.empty


@quick
@given(templates, st.lists(globs, min_size=1, max_size=3), globs)
def test_another_value_never_narrows(form: str, values: list[str], more: str) -> None:
    grammar = grammar_of([form], FIELDS)
    before, after = (solved(intersect(grammar, [of_glob(*each)])) for each in (values, [*values, more]))
    assert before.accepted & ~after.accepted == 0


@quick
@given(templates, globs, st.integers(0, 6))
def test_a_hole_never_narrows(form: str, glob: str, place: int) -> None:
    """What fits with a part known still fits when that part is unknown."""
    signs = {"*": Wild.MANY, "?": Wild.ONE}
    tokens: list[str | Wild] = [signs.get(each, each) for each in glob]
    holed = [*tokens[:place], Opaque("var.x"), *tokens[place + 1 :]]
    grammar = grammar_of([form], FIELDS)
    known = solved(intersect(grammar, [automaton_of([Pattern(tuple(tokens))], {})]))
    unknown = solved(intersect(grammar, [automaton_of([Pattern(tuple(holed))], {})]))
    assert known.accepted & ~unknown.accepted == 0


def test_case_can_be_ignored() -> None:
    grammar = grammar_of(["Aa{x}"], FIELDS)
    assert solved(intersect(grammar, [automaton_of([pattern("aAB", fold=True)], {})])).accepted == 1
    assert solved(intersect(grammar, [automaton_of([pattern("aAB")], {})])).empty


def test_an_opaque_literal_fills_a_field_or_joins_some() -> None:
    grammar = grammar_of(["repo:{x}/{x}:end"], FIELDS)
    cases: list[tuple[tuple[str | Opaque, ...], bool]] = [
        (("repo:", Opaque("a"), "/", Opaque("b"), ":end"), True),
        (("repo:", Opaque("a"), ":end"), True),
        (("repo:a", Opaque("a"), "/b:end"), True),
        (("repo:", Opaque("a")), False),
        ((Opaque("a"), "/b:end"), False),
        (("repo:a/b:", Opaque("a")), False),
    ]
    for tokens, accepted in cases:
        value = pattern(*tokens)
        assert solved(intersect(grammar, [automaton_of([value], symbols([value]))])).accepted == int(accepted), tokens


def test_readings_prefer_one_field() -> None:
    grammar = grammar_of(["{x}/{x}", "{x}/{x}/{x}"], FIELDS)
    value = pattern(Opaque("a"), "/a")
    product = solved(intersect(grammar, [automaton_of([value], symbols([value]))]))
    within, joined = product.readings
    assert (within.accepted, joined.accepted) == (1, 3)
    assert solved(intersect(grammar, [of_glob("nothing")])).readings == ()
    assert len(solved(intersect(grammar, [of_glob("a/a")])).readings) == 1


def test_the_same_hole_is_the_same_literal() -> None:
    grammar = grammar_of(["{x}"], FIELDS)
    one, other = pattern(Opaque("a")), pattern(Opaque("b"))
    bits = symbols([one, other])
    same = [automaton_of([one], bits), automaton_of([one], bits)]
    assert not solved(intersect(grammar, same)).empty
    assert solved(intersect(grammar, [automaton_of([one], bits), automaton_of([other], bits)])).empty
    assert solved(intersect(grammar, [automaton_of([one], bits)], [automaton_of([one], bits)])).empty
    assert not solved(intersect(grammar, [automaton_of([one], bits)], [automaton_of([other], bits)])).empty


def test_so_many_holes_share_a_bit() -> None:
    many = [pattern(Opaque(f"var.{number:03}")) for number in range(100)]
    assert len(set(symbols(many).values())) == 64


def test_what_is_too_large_stays_open() -> None:
    grammar = grammar_of(["{any}"], {"any": Field("any", "^", "x")})
    blown = of_glob("*a" + "?" * 40 + "b")
    assert intersect(grammar, excluded=[blown]) is None
    assert meeting(grammar, (), (of_glob("*a" + "?" * 40 + "b"), of_glob("*"))).exists is False
    many_conditions = (of_glob("*"),) * (MOST_CONDITIONS + 1)
    assert intersect(grammar, many_conditions) is None
    assert meeting(grammar, many_conditions, ()).exists is None
    many = of_glob(*(f"*{number}*" for number in range(200)))
    assert intersect(grammar, [many, many, many]) is None
    pair: tuple[Opaque, str] = (Opaque("a"), "a")
    holes = pattern(*pair * 4000)
    assert intersect(grammar_of(["{x}" * 90], FIELDS), [automaton_of([holes], symbols([holes]))]) is None


@pytest.mark.parametrize(
    ("written", "reading", "tokens"),
    [
        ("a*?", Reading(wildcards=True), ("a", Wild.MANY, Wild.ONE)),
        ("a*?", Reading(wildcards=False), ("a", "*", "?")),
        ("a${*}${?}${$}", Reading(wildcards=True), ("a", "*", "?", "$")),
        ("${aws:x}", Reading(wildcards=True), (Opaque("aws:x"),)),
        ("${aws:x, 'y'}", Reading(wildcards=True), (Opaque("aws:x"),)),
        ("${h:sub}", Reading(wildcards=False, host="h"), (Wild.MANY,)),
        ("${H:Sub}b", Reading(wildcards=False, host="h"), (Wild.MANY, "b")),
        ("${h:sub}", Reading(wildcards=False), (Opaque("h:sub"),)),
        ("$a${b", Reading(wildcards=False), ("$", "a", "$", "{", "b")),
        ("${*}", Reading(wildcards=False, variables=False), ("$", "{", "*", "}")),
        ("a«var.x»*", Reading(wildcards=True), ("a", Opaque("var.x"), Wild.MANY)),
    ],
)
def test_a_value_is_read(
    text: Callable[[str], Text], written: str, reading: Reading, tokens: tuple[object, ...]
) -> None:
    assert read_pattern(text(written), reading).tokens == tokens


def test_sets_of_characters() -> None:
    assert characters("a-c") == mask_of("a") | mask_of("b") | mask_of("c")
    assert characters("a-") == mask_of("a") | mask_of("-")
    assert characters("^a") & mask_of("a") == 0
    assert characters("^a") & OTHER
    assert mask_of("é") == mask_of("ü") == OTHER
    with pytest.raises(ValueError, match="backwards"):
        characters("c-a")


@pytest.mark.parametrize(
    ("mask", "choice"),
    [
        (mask_of("a"), False),
        (mask_of("a", fold=True), False),
        (mask_of("a") | mask_of("b"), True),
        (mask_of("a", fold=True) | mask_of("b"), True),
        (OTHER, False),
        (OTHER | mask_of("a"), True),
        (characters("^"), True),
    ],
)
def test_whether_a_set_leaves_a_choice(mask: int, choice: bool) -> None:
    assert several(mask) is choice


@pytest.mark.parametrize(
    ("spec", "character"), [("a-z", "x"), ("b-d", "b"), ("0-9", "1"), ("#", "#"), ("^", "x"), ("é", "é")]
)
def test_a_sample_of_a_set(spec: str, character: str) -> None:
    assert sample(characters(spec)) == character


def test_templates() -> None:
    assert template_parts("a{x}b") == (("a", ""), ("", "x"), ("b", ""))
    assert template_fields("{x}:{y}{x}") == ("x", "y", "x")
    assert render("{x}:{y}", {"x": "1"}) == "1:{y}"
