"""Any question of another system, as a draft of its plain parts; signs that formats give a meaning are frequent."""

from fractions import Fraction

from hypothesis import strategies as st

from training.bank.formats.markup import literal

SIGNS = "\\:#={}~[]%-> \n*_<>&/\"'abcé漢T5.|`$"


def words(least=1):
    """Any text that does not begin or end with a blank; signs of GIFT are frequent."""
    any_text = st.text(
        st.sampled_from(SIGNS) | st.characters(exclude_categories=("C", "Z")), min_size=least, max_size=20
    )
    return any_text.map(str.strip).filter(lambda text: len(text) >= least)


def line(least=1):
    return words(least).map(lambda text: " ".join(text.split()))


named_by = line().filter(lambda text: "\\" not in text)
"""Ids and tags, in which GIFT has no way to write a backslash before a bracket."""
shares = st.sampled_from([Fraction(n, d) for d in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20) for n in range(-d, d + 1)])


@st.composite
def choices(draw, *, several):
    entries = draw(st.lists(st.tuples(words(), words(0), shares), min_size=2, max_size=6))
    options = []
    for letter, (text, rationale, share) in zip("abcdef", entries, strict=False):
        right = share > 0 if several else letter == "b"
        weight = {"weight": str(share)} if several or (not right and share < 1 and share) else {}
        key = {"correct": True} if right else {}
        options.append({"id": letter, "text": text, "rationale": rationale, "sources": []} | key | weight)
    if several and not any(option.get("correct") for option in options):
        options[0] |= {"correct": True, "weight": "1"}
    return {"kind": "multiple_response" if several else "single_choice", "options": options}


typed = st.lists(st.tuples(line(), words(0), shares), min_size=1, max_size=5).map(
    lambda entries: {
        "kind": "short_text",
        "accents": True,
        "answers": [
            {"text": text} | ({} if share == 1 else {"share": str(share)}) | {"rationale": why, "sources": []}
            for text, why, share in entries
        ],
    }
)
numbers = st.decimals(-1000, 1000, places=3).map(str)
values = st.builds(lambda value, about: {"value": value} | about, numbers, st.sampled_from([{}, {"tolerance": "0.5"}]))
stretches = st.tuples(st.integers(-99, 0), st.integers(0, 99)).map(
    lambda ends: {"low": str(ends[0]), "high": str(ends[1])}
)
numeric = st.lists(st.tuples(values | stretches, words(0), shares), min_size=1, max_size=4).map(
    lambda entries: {
        "kind": "numeric",
        "answers": [
            ends | ({} if share == 1 else {"share": str(share)}) | {"rationale": why, "sources": []}
            for ends, why, share in entries
        ],
    }
)


@st.composite
def pairs(draw):
    rights = draw(st.lists(line().map(literal), min_size=2, max_size=4, unique=True))
    lefts = draw(st.lists(words().filter(lambda text: "->" not in text), min_size=len(rights), max_size=len(rights)))
    options = [{"id": letter, "text": text} for letter, text in zip("abcd", rights, strict=False)]
    premises = [
        {"id": f"p{number}", "text": left, "match": option["id"], "rationale": "", "sources": []}
        for number, (left, option) in enumerate(zip(lefts, options, strict=True), start=1)
    ]
    return {"kind": "matching", "premises": premises, "options": options}


@st.composite
def orders(draw):
    steps = draw(st.lists(words(), min_size=2, max_size=6))
    options = [
        {"id": letter, "text": step, "rationale": "", "sources": []}
        for letter, step in zip("abcdef", steps, strict=False)
    ]
    whole = draw(st.sampled_from([{}, {"all_or_nothing": True}]))
    return {"kind": "ordering", "options": options, "key": [option["id"] for option in options]} | whole


essays = st.just({"kind": "extended_text"})
questions = choices(several=False) | choices(several=True) | typed | numeric | pairs() | orders() | essays


@st.composite
def drafts(draw, format_name):
    feedback = draw(words(0))
    origin = {"format": format_name, "id": draw(named_by), "name": draw(line()), "category": draw(line())}
    tags = draw(st.lists(named_by, max_size=2, unique=True))
    whole = draw(questions) | {"stem": draw(words()), "origin": origin | ({"tags": tags} if tags else {})}
    return whole | ({"feedback": feedback} if feedback else {})
