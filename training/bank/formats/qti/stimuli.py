"""Cases that items share: a file of its own in a package, to which each item refers."""

from collections.abc import Callable
from dataclasses import dataclass

from training.bank.formats import shapes, trees
from training.bank.formats.qti.texts import Texts
from training.bank.formats.trees import Element, XmlFault


@dataclass(frozen=True, slots=True)
class Package:
    """What an item refers to in its package: ``text`` gives another file, ``image`` the pictures as that one has them.

    A file that is not there is None.
    """

    text: Callable[[str], bytes | None]
    image: Callable[[str], Callable[[str], str | None]]


def shared(references: list[Element], texts: Texts, package: Package) -> dict[str, object]:
    """Return the case that an item shares, several as one; what is not in the package is noted as lost.

    Its code says what it holds: the same words are the same case, other words are another one.
    """
    found = [one for each in references if (one := _one(each, texts, package)) is not None]
    if not found:
        return {}
    words = "\n\n".join(text for _name, text in found)
    names = [name for name, _text in found]
    return {"stimulus": {"code": shapes.case_code("-".join(names), words), "text": words}}


def _one(reference: Element, texts: Texts, package: Package) -> tuple[str, str] | None:
    address = reference.get("href")
    content = package.text(address)
    name = reference.get("title") or reference.get("identifier") or address
    try:
        root = None if content is None else trees.read(trees.text_of(content))
    except XmlFault:
        root = None
    body = None if root is None else root.child("stimulusBody")
    if root is None or body is None:
        texts.lose(f"The shared text {name[:60]!r} is not in the file.")
        return None
    own = Texts(package.image(address))
    text = own.of(body)
    texts.losses += [words for words in own.losses if words not in texts.losses]
    return (root.get("identifier") or name, text) if text else None
