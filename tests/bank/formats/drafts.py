"""What files of other systems hold, in few words."""

from training import items
from training.bank.adoption import Defaults, Held, adopted
from training.bank.formats import named


def content(format_name, text):
    """Return what a file holds; ``text`` may be bytes."""
    return named(format_name).read(text if isinstance(text, bytes) else text.encode())


def draft(format_name, text):
    """Return the draft of a file's one question."""
    (entry,) = content(format_name, text).entries
    return entry.draft


def item(format_name, text):
    """Return the item that a file's one question becomes."""
    made_by = named(format_name)
    (found,) = adopted(content(format_name, text).entries, made_by, Defaults(), Held())
    return items.kept(found.entry.draft)


def share(format_name, text, *response):
    """Return the mark of a response to a file's one question, texts standing for the options that have them."""
    found = item(format_name, text)
    ids = {option.text: option.id for option in found.options}
    return found.mark(tuple(ids.get(part, part) for part in response)).awarded
