"""Writing drafts as another system's file, with a side-car for what that file cannot hold, and a list of it.

What a file holds is found out by reading it back; a format cannot forget to say what it loses.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from training import items
from training.bank.formats import WRITERS, Entry, Format
from training.bank.formats.entries import Content, Written
from training.bank.formats.shapes import is_whole, table, tables, text
from training.bank.merging import OURS
from training.core.drafts import UNFINISHED, Draft
from training.core.items import ALL_OR_NOTHING, Entire
from training.core.texts import FIGURE

AT_ONCE = 500
"""Items that are written and read back together to find out what is lost."""
_NEVER_NAMED = frozenset({*OURS, "kind", "origin", UNFINISHED, ALL_OR_NOTHING})
PARTS_THERE = "It is all or nothing here; the file gives part marks."
WHOLE_THERE = "It gives part marks here; the file marks it as a whole, all right or nothing."


@dataclass(frozen=True, slots=True)
class Lost:
    """One item, and in whole sentences what of it the file does not hold; ``left_out`` when it is not there at all."""

    code: str
    sentences: tuple[str, ...]
    left_out: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a file does not hold, in a whole sentence, and the codes of all items it is true of."""

    sentence: str
    codes: tuple[str, ...]
    left_out: bool


@dataclass(frozen=True, slots=True)
class Exported:
    """A file of another system, the side-car that makes an import of it whole, and what only the side-car holds.

    ``lost`` is empty where nobody asked for it.
    """

    content: bytes
    side_car: bytes
    lost: tuple[Lost, ...]

    @property
    def left_out(self) -> int:
        """Return how many items are in the side-car only."""
        return sum(each.left_out for each in self.lost)

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Return what is lost, each sentence once: items that are left out first, then by how many it is true of."""
        codes: dict[tuple[bool, str], list[str]] = {}
        for each in self.lost:
            for sentence in each.sentences:
                codes.setdefault((each.left_out, sentence), []).append(each.code)
        in_order = sorted(codes.items(), key=lambda entry: (not entry[0][0], -len(entry[1]), entry[0][1]))
        return tuple(Loss(sentence, tuple(own), left_out) for (left_out, sentence), own in in_order)


def written(
    drafts: Sequence[Draft],
    made_by: Format,
    pictures: Mapping[str, bytes],
    *,
    versions: Sequence[str] = (),
    listed: bool = True,
    track: Callable[[list[Entry]], Sequence[Entry]] = list,
) -> Exported:
    """Return drafts as a file of a format that writes; ``listed`` says whether to find out what it does not hold.

    ``versions`` are their hashes, which a format with room for them notes; ``track`` shows progress. Raises ValueError
    for a format that only reads.
    """
    write = made_by.write
    if write is None:
        message = f"{made_by.title} is read only"
        raise ValueError(message)
    entries = [Entry(draft) for draft in drafts]
    noted = [replace(entry, base=version) for entry, version in zip(entries, versions, strict=False)]
    result = write(track(noted or entries), pictures)
    lost = _all_lost(entries, lambda some: write(some, pictures), made_by.read) if listed else ()
    return Exported(result.content, WRITERS[".toml"](entries).encode(), lost)


def _all_lost(
    entries: Sequence[Entry], write: Callable[[Sequence[Entry]], Written], read: Callable[[bytes], Content]
) -> tuple[Lost, ...]:
    """Return what a file does not hold, found out some items at a time: a file of all, read back, is large."""
    places = range(0, len(entries), AT_ONCE)
    return tuple(lost for place in places for lost in _lost_of(entries[place : place + AT_ONCE], write, read))


def _lost_of(
    entries: Sequence[Entry], write: Callable[[Sequence[Entry]], Written], read: Callable[[bytes], Content]
) -> Iterator[Lost]:
    result = write(entries)
    content = read(result.content)
    read_back = iter(content.entries)
    for place, entry in enumerate(entries):
        draft, reason = entry.draft, result.left_out.get(place)
        if reason is not None:
            yield Lost(text(draft, "code"), (f"Left out: {reason}.",), left_out=True)
            continue
        carried = next(read_back, None)
        sentences = _lost(draft, {} if carried is None else carried.draft, content.pictures)
        if sentences:
            yield Lost(text(draft, "code"), sentences)


def _lost(draft: Draft, carried: Draft, inside: Mapping[str, bytes]) -> tuple[str, ...]:
    names = [name for name in draft if name not in _NEVER_NAMED]
    gone = [words for name in names for words in _gone(name, draft, carried)]
    sentences = [f"Only the side-car holds its {words}." for words in dict.fromkeys(gone)]
    sentences += _marked_otherwise(draft, carried)
    if draft.get("stimulus"):
        sentences.append("The shared case stands in the question.")
    figures = sorted(set(FIGURE.findall(str(draft))) - set(inside))
    return (*sentences, *(f"The picture {figure} is beside the file." for figure in figures), *_unplayed(draft))


def _marked_otherwise(draft: Draft, carried: Draft) -> Iterator[str]:
    """Say where parts of the key count on one side only. An item that is critical is marked as a whole unsaid."""
    here, there = is_whole(draft), is_whole(carried)
    if here and not there and isinstance(items.kept(draft), Entire):
        yield PARTS_THERE
    elif there and not here:
        yield WHOLE_THERE


def _unplayed(draft: Draft) -> Iterator[str]:
    """Say what becomes of a recording, which no other format plays."""
    case = table(draft, "stimulus")
    if case.get("recording"):
        rest = "its captions and transcript" if case.get("captions") else "its transcript"
        yield f"The recording {text(case, 'recording')} is beside the file; only the side-car plays it, with {rest}."


def _gone(name: str, draft: Draft, carried: Draft) -> list[str]:
    """Return in words what of a field is not carried as it is; blanks at its ends are no loss worth a word."""
    ours, theirs = tables(draft, name), tables(carried, name)
    if not ours or len(ours) != len(theirs):
        stands = name == "stem" and bool(draft.get("stimulus"))
        same = str(draft[name]).strip() == str(carried.get(name, "")).strip()
        return [] if stands or same or not draft[name] else [name.replace("_", " ")]
    return [
        f"{field.replace('_', ' ')} of {name}"
        for one, other in zip(ours, theirs, strict=True)
        for field, value in one.items()
        if field not in {"id", "match"} and value and str(value).strip() != str(other.get(field, "")).strip()
    ]
