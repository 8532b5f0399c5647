"""The neutral view of a question that the rules look at: the same for an item and for a half-written draft."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from training.core.drafts import Draft
from training.core.items import Item, Keys, split_stem
from training.linting.texts import plain, words


@dataclass(frozen=True, slots=True)
class Choice:
    """One option. ``text`` is Markdown, ``plain`` the same as read.

    ``rationale`` and ``sources`` are None where a kind keeps no such thing with its options, which is no flaw.
    """

    id: str
    text: str
    plain: str
    correct: bool = False
    dangerous: bool = False
    rationale: str | None = ""
    sources: tuple[str, ...] | None = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. ``kind`` is a name for messages, never for a rule to decide by; ``keys`` says what may be right.

    ``stem`` is Markdown; ``asks`` is its last paragraph and ``case`` what leads up to it, both as read. ``locked``
    options are shown in the order written. ``weak`` says, source by source, why none of ``sources`` can stand alone
    behind the key; it is empty when one can.

    ``parts`` are texts that are asked beside the stem, such as a passage with gaps; ``answers`` those of the right
    answer wherever a kind keeps it, none where it is no text or not written yet. ``code``, ``pool`` and ``enemies`` are
    the item's own.
    """

    kind: str
    keys: Keys
    stem: str
    case: str
    asks: str
    options: tuple[Choice, ...]
    sources: tuple[str, ...]
    shared_text: str = ""
    figure: str = ""
    alt: str = ""
    locked: bool = False
    weak: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    code: str = ""
    pool: str = ""
    enemies: tuple[str, ...] = ()

    @property
    def right(self) -> tuple[Choice, ...]:
        """Return the options that are right; none when the key stands elsewhere."""
        return tuple(option for option in self.options if option.correct) if self.keys != Keys.ELSEWHERE else ()

    @property
    def wrong(self) -> tuple[Choice, ...]:
        """Return the options that are wrong; none when the key stands elsewhere."""
        return tuple(option for option in self.options if not option.correct) if self.keys != Keys.ELSEWHERE else ()

    @property
    def text(self) -> str:
        """Return the whole stem as read."""
        return f"{self.case} {self.asks}".strip()

    @property
    def length(self) -> int:
        """Return the words of the stem."""
        return len(words(self.text))


def of_item(item: Item, *, weak: tuple[str, ...] = ()) -> Question:
    """Return the view of an item of any kind."""
    return of_draft(item.draft(), keys=_keys(item), weak=weak)


def of_draft(draft: Draft, *, keys: Keys, weak: tuple[str, ...] = ()) -> Question:
    """Return the view of a draft; what is missing or of another type is empty.

    What a source is worth is no matter of wording: ``weak`` is told, as `Question` says.
    """
    stem = _text(draft, "stem")
    case, asks = split_stem(stem)
    shared = draft.get("stimulus")
    stimulus: Draft = shared if isinstance(shared, Mapping) else {}
    return Question(
        kind=_text(draft, "kind"),
        keys=keys,
        stem=stem,
        case=plain(case),
        asks=plain(asks),
        options=_options(draft, keys),
        sources=_texts(draft, "sources"),
        shared_text=_text(stimulus, "text"),
        figure=_text(stimulus, "figure"),
        alt=_text(stimulus, "alt"),
        locked=draft.get("locked") is True,
        weak=weak,
        parts=tuple(filter(None, (_text(draft, "passage"), *_named(draft, "premises", "text")))),
        answers=tuple(filter(None, _answers(draft))),
        code=_text(draft, "code"),
        pool=_text(draft, "pool"),
        enemies=_texts(draft, "enemies"),
    )


def _answers(draft: Draft) -> Iterator[str]:
    """Yield the texts of the right answer: right options, all that are arranged, the first typed answer, each gap's."""
    arranged = "key" in draft or "premises" in draft
    options = _tables(draft, "options")
    yield from (_text(each, "text") for each in options if arranged or each.get("correct") is True)
    yield from (_text(each, name) for each in _tables(draft, "answers")[:1] for name in ("text", "value", "low"))
    for gap in _tables(draft, "gaps"):
        yield from _answers(gap)


def _keys(item: Item) -> Keys:
    """Return what may be right, found by asking the item itself, so that no kind is known by name."""
    if not any(option.correct for option in item.options):
        return Keys.ELSEWHERE
    pair = tuple(option.id for option in item.options[:2])
    return Keys.SEVERAL if item.fits(pair) else Keys.ONE


def _options(draft: Draft, keys: Keys) -> tuple[Choice, ...]:
    """Return the options; of a kind that keeps its key elsewhere only what its options have."""
    tables = _tables(draft, "options")
    if keys != Keys.ELSEWHERE:
        return tuple(_choice(option) for option in tables)
    if "premises" in draft:  # options to match with: the premises say why, a reason beside an option is extra
        return tuple(replace(_choice(option), rationale=None, sources=None) for option in tables)
    has = {name for option in tables for name in option}
    choices = [_choice(option) for option in tables if "text" in has]
    return tuple(
        replace(
            choice,
            rationale=choice.rationale if "rationale" in has else None,
            sources=choice.sources if "sources" in has else None,
        )
        for choice in choices
    )


def _choice(option: Draft) -> Choice:
    text = _text(option, "text")
    return Choice(
        id=_text(option, "id"),
        text=text,
        plain=plain(text),
        correct=option.get("correct") is True,
        dangerous=option.get("dangerous") is True,
        rationale=_text(option, "rationale"),
        sources=_texts(option, "sources"),
    )


def _text(values: Draft, name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else ""


def _texts(values: Draft, name: str) -> tuple[str, ...]:
    value = values.get(name)
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(each for each in listed if isinstance(each, str) and each.strip())


def _named(values: Draft, tables: str, name: str) -> Iterator[str]:
    yield from (_text(each, name) for each in _tables(values, tables))


def _tables(values: Draft, name: str) -> Sequence[Draft]:
    value = values.get(name)
    listed = value if isinstance(value, list | tuple) else ()
    return [each for each in listed if isinstance(each, Mapping)]
