"""Questions of QTI 1.2 that are answered by typing: a text, a number, a text that people mark, and gaps in a text."""

import re
from collections.abc import Iterator
from fractions import Fraction

from training.bank.formats import shapes, spans
from training.bank.formats.cartridge import parts
from training.bank.formats.cartridge.choosing import NO_KEY
from training.bank.formats.cartridge.item import COMPARING, Asked, Item
from training.bank.formats.cartridge.processing import number
from training.bank.formats.markup import to_plain
from training.bank.formats.shapes import Choice
from training.bank.formats.shares import near
from training.bank.formats.trees import Element, XmlFault
from training.core.drafts import Draft

OTHER = "\ue0ff"
"""A text that nobody types."""
STAR = "\ue0fe"
MOST_ANSWERS = 60
OPEN, SHUT = "\ue010", "\ue011"
_BLANK = re.compile(r"\\?\[([\w-]{1,60})\\?\]")


def text(item: Item) -> Draft:
    """Return a text that is typed. Raises XmlFault when none is accepted."""
    draft = _text(item, item.only_asked())
    always = parts.always(item)
    return draft | {"stem": _with_blank(item)} | ({"feedback": always} if always else {})


def numeric(item: Item) -> Draft:
    """Return a number that is typed. Raises XmlFault when none is accepted."""
    draft = _number(item, item.only_asked())
    always = parts.always(item)
    return draft | {"stem": _with_blank(item)} | ({"feedback": always} if always else {})


def essay(item: Item) -> Draft:
    """Return a text that people mark."""
    model, always = item.model_answer(), parts.always(item)
    draft: dict[str, object] = {"kind": "extended_text", "stem": item.stem()}
    return draft | ({"model_answer": model} if model else {}) | ({"feedback": always} if always else {})


def is_number(item: Item, asked: Asked) -> bool:
    """Return whether a typed answer is a number: its field says so, or what it is compared with."""
    field = asked.element.first("render_fib")
    kind = "" if field is None else field.get("fibtype").lower()
    if asked.element.name == "response_num" or kind in {"integer", "decimal", "scientific"}:
        return True
    return bool(_compared(item, asked))


def cloze(item: Item) -> Draft:
    """Return a text with gaps: fields within the text, or lists and fields for names in square brackets."""
    fields = {id(each.element): f"g{number}" for number, each in enumerate(item.asked, start=1)}
    words = {}
    for each in item.asked:
        material = each.element.child("material")
        name = "" if material is None else item.texts.plain(material)
        words[to_plain(name).strip()] = words[each.name.removeprefix("response_")] = fields[id(each.element)]

    def put(element: Element) -> str | None:
        return f"{OPEN}{fields[id(element)]}{SHUT}" if id(element) in fields else None

    placed = item.texts.of(item.presentation)
    passage = _BLANK.sub(lambda found: f"[[{words[found[1]]}]]" if found[1] in words else found[0], placed)
    missing = [name for name in fields.values() if f"[[{name}]]" not in passage]
    if len(missing) == len(fields):
        passage = item.texts.of(item.presentation, put).replace(OPEN, "[[").replace(SHUT, "]]")
    elif missing:
        raise XmlFault(
            "asks for what no place in its text names", "Write its name in square brackets.", item.element.line
        )
    drafted, whole = _gaps(item)
    gaps = [{"id": fields[id(each.element)]} | gap for each, gap in zip(item.asked, drafted, strict=True)]
    always = parts.always(item)
    draft: dict[str, object] = {"kind": "cloze", "stem": shapes.COMPLETE, "passage": passage}
    draft |= shapes.all_or_nothing(whole=whole) | {"gaps": gaps}
    return draft | ({"feedback": always} if always else {})


def _gaps(item: Item) -> tuple[list[dict[str, object]], bool]:
    """Return the gaps with how much each counts, and whether only all together do; noting marks that are of none."""
    drafted = [_gap(item, each) for each in item.asked]
    keys = {each.name: parts.right(item, each) for each in item.asked}
    wrong = {each.name: [name for name in each.offered if name not in keys[each.name]] for each in item.asked}
    whole = parts.is_whole(item, keys, wrong)
    weights = parts.weights([_worth(item, each) for each in item.asked])
    return [
        ({} if weight == 1 else {"weight": str(weight)}) | gap for weight, gap in zip(weights, drafted, strict=True)
    ], whole


def _gap(item: Item, asked: Asked) -> dict[str, object]:
    if asked.is_chosen and not _is_typed(item, asked):
        return {"kind": "choice", "options": _options(item, asked)}
    if asked.is_chosen:
        drafted = _listed(item, asked)
    else:
        drafted = dict(_number(item, asked) if is_number(item, asked) else _text(item, asked))
    kind = "number" if drafted["kind"] == "numeric" else "text"
    return {"kind": kind} | {name: value for name, value in drafted.items() if name != "kind"}


def _is_typed(item: Item, asked: Asked) -> bool:
    """Return whether a list holds accepted texts, as Canvas writes blanks, rather than what may be chosen."""
    chosen = any(label.get("answer_type") in {"dropdown", "wordbank"} for label in asked.offered.values())
    return item.type == "fill_in_multiple_blanks_question" and not chosen


def _listed(item: Item, asked: Asked) -> dict[str, object]:
    """Return a text to type of which a list holds what is accepted, compared in the ways that Canvas has."""
    choices = []
    for name, label in asked.offered.items():
        plain, way = _letters(to_plain(item.texts.of(label))), label.get("scoring_algorithm")
        if way == "TextRegex":
            raise XmlFault("compares a text with a pattern (TextRegex)", "Write the texts that fit it.", label.line)
        if way == "TextCloseEnough":
            item.texts.lose(f"A text with a slip in it counts there for {plain[:40]!r}; here it does not.")
        told = f"*{plain}*" if way == "TextContainsAnswer" else plain
        choices += [Choice(told, Fraction(1), _told(item, asked, name))] if plain else []
    return shapes.typed(choices, case=item.fields.get("case_sensitive", "").lower() == "true")


def _options(item: Item, asked: Asked) -> list[dict[str, object]]:
    scores = [parts.score(item, asked, name) for name in asked.offered]
    best = max(scores, default=Fraction(0))
    if best <= 0:
        raise XmlFault("has a gap without a right answer", NO_KEY, asked.element.line)
    if any(label.get("answer_type") == "wordbank" and not label.get("allow_reuse") for label in asked.offered.values()):
        item.texts.lose("A word may be put into one gap only there; here each gap lists all of them.")
    options = []
    for letter, (name, label), score in zip(shapes.letters(), asked.offered.items(), scores, strict=False):
        share, reason = near(score / best), _told(item, asked, name)
        option: dict[str, object] = {"id": letter, "text": item.texts.of(label), "rationale": reason, "sources": []}
        options.append(option | ({"correct": True} if share == 1 else {"weight": str(share)} if share else {}))
    return options


def _text(item: Item, asked: Asked) -> dict[str, object]:
    found = [*_accepted(item, asked)]
    scores = {one: parts.score(item, asked, _as_typed(one)) for one in found}
    whole = max(scores.values(), default=Fraction(0))
    if whole <= 0 and found and not item.processing.marks:
        scores, whole = dict.fromkeys(found, Fraction(1)), Fraction(1)
    if whole <= 0:
        raise XmlFault("accepts no answer", NO_KEY, item.element.line)
    if len(found) > MOST_ANSWERS:
        raise XmlFault(f"accepts {len(found)} texts; at most {MOST_ANSWERS} fit", "Split it.", item.element.line)
    wrong = _told(item, asked, OTHER)
    choices = []
    for one, score in scores.items():
        shown, share = _told(item, asked, one), near(score / whole)
        if share > 0 or shown not in {"", wrong}:
            choices.append(Choice(one, share, shown))
    return shapes.typed(choices, case=_case_counts(item, asked), wrong=wrong)


def _case_counts(item: Item, asked: Asked) -> bool:
    """Return whether capitals count: where they count in some texts only, they do not, which is said."""
    tests = _marking(item, asked)
    strict = list(dict.fromkeys(test.own for test in tests if _is_strict(test)))
    lenient = any(not _is_strict(test) for test in tests)
    if strict and lenient:
        named = ", ".join(repr(text[:40]) for text in strict[:5])
        item.texts.lose(f"Capitals count in some accepted texts there ({named}); here they count in none.")
    return bool(strict) and not lenient


def _marking(item: Item, asked: Asked) -> list[Element]:
    """Return the tests of a typed text that bring marks, all of them where none does."""
    marking = {
        id(test) for each in item.processing.conditions if each.child("setvar") is not None for test in each.every()
    }
    return [test for test in _tests(item, asked) if id(test) in marking] or _tests(item, asked)


def _is_strict(test: Element) -> bool:
    return test.get("case").lower() == "yes"


def _as_typed(accepted: str) -> str:
    """Return the letters of an accepted text; a star that stands for others stands for none."""
    return accepted.replace("\\*", STAR).replace("*", "").replace(STAR, "*")


def _accepted(item: Item, asked: Asked) -> Iterator[str]:
    """Yield every text that a condition names, a part of a text with stars around it, each once."""
    known: set[str] = set()
    case = all(_is_strict(test) for test in _marking(item, asked))
    for test in _tests(item, asked):
        plain = _letters(" ".join(test.own.split()))
        told = f"*{plain}*" if test.name == "varsubstring" else plain
        alike = told if case else told.lower()
        if plain and alike not in known:
            known.add(alike)
            yield told


def _letters(plain: str) -> str:
    return " ".join(plain.split()).replace("*", "\\*")


def _tests(item: Item, asked: Asked) -> list[Element]:
    return [test for test in item.processing.tests("varequal", "varsubstring") if test.get("respident") == asked.name]


def _compared(item: Item, asked: Asked) -> list[Element]:
    return [test for test in item.processing.tests(*COMPARING) if test.get("respident") == asked.name]


def _number(item: Item, asked: Asked) -> dict[str, object]:
    found = spans.found(_numbers(item, asked))
    if not found.whole:
        raise XmlFault("accepts no number", NO_KEY, item.element.line)
    if found.is_open:
        item.texts.lose("A number on an edge counts here; there it does not.")
    wrong: dict[str, object] = {"wrong_rationale": found.wrong} if found.wrong else {}
    return {"kind": "numeric", "answers": list(found.answers)} | wrong


def _numbers(item: Item, asked: Asked) -> spans.Asked:
    """Return how to find out what a number is worth."""
    named = {number(test.own, test.line) for test in _tests(item, asked) if test.own}
    ends = {number(test.own, test.line) for test in _compared(item, asked) if test.own}
    return spans.Asked(
        lambda one: parts.score(item, asked, spans.decimal(one)),
        lambda one: _told(item, asked, spans.decimal(one)),
        frozenset(named),
        frozenset(named | ends),
    )


def _worth(item: Item, asked: Asked) -> Fraction:
    """Return the most that one part is worth."""
    if not asked.is_chosen and is_number(item, asked):
        return spans.most(_numbers(item, asked))
    values = asked.offered or [test.own for test in _tests(item, asked)]
    return max((parts.score(item, asked, value) for value in values), default=Fraction(0))


def _told(item: Item, asked: Asked, value: str) -> str:
    always = parts.always(item)
    shown = item.shown({asked.name: (_as_typed(value),)})
    return "\n\n".join(text for text in shown if text not in always.split("\n\n"))


def _with_blank(item: Item) -> str:
    """Return the question, a blank in the place of a field that stands within the text."""
    field = item.only_asked().element

    def put(element: Element) -> str | None:
        return f"{OPEN}{SHUT}" if element is field else None

    mark = f"{OPEN}{SHUT}"
    text = item.texts.of(item.presentation, put).removesuffix(mark).rstrip()
    text = re.sub(rf"\n*^{mark}$\n*", "\n\n", text, flags=re.MULTILINE).strip()
    return text.replace(mark, "_" * 5) or item.stem()
