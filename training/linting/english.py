"""The English pack: patterns and what needs a function.

Its word lists stand in ``english.toml``, words that mean the same in ``english_synonyms.txt``.
"""

import re
import tomllib
from pathlib import Path

from training.linting.languages import Language

_TOML = tomllib.loads(Path(__file__).with_name("english.toml").read_text(encoding="utf-8"))
_WORDS = {name: tuple(str(text).split()) for name, text in _TOML.items()}
_GROUPS = Path(__file__).with_name("english_synonyms.txt").read_text(encoding="utf-8").splitlines()

_OF_THEM = (
    r"(?:of )?(?:the )?(?:above|aforementioned)(?: (?:options|answers|choices|statements))?"
    r"|(?:of )?(?:these|those)|(?:the )?(?:listed|mentioned|above)"
    r"|(?:of )?(?:the |these |those )?(?:(?:other|listed|given|remaining|above|possible) )*"
    r"(?:options?|answers?|choices?|statements?|alternatives?)"
)
_TAIL = r"(?: (?:both|listed|given|mentioned|named|above|here|are|is|apply|applies|right|correct|true|answers?))*"
_LABEL_IN_FRONT = r"(?:\(?[a-h0-9][.)] )?"
_TRUE = r"(?:right|correct|true)"
_SIGNED = r"(?: \([^()]{1,12}\))?"
_ALL = (
    rf"(?:(?:all|any|each|every one|both|everything|all (?:two|three|four|five|six|\d))"
    rf"(?: (?:{_OF_THEM}){_TAIL}| (?:are|is) {_TRUE}){_SIGNED})"
)
_NONE = (
    rf"(?:(?:none|neither|nothing|not any)(?: (?:{_OF_THEM}){_TAIL}| (?:of them )?(?:are|is) {_TRUE}){_SIGNED}"
    rf"|(?:there is )?no (?:other )?(?:{_TRUE} )?(?:option|answer|choice|statement|alternative)s?"
    rf"(?: (?:is|are|applies) ?{_TRUE}?)?)"
)

_MARK = r"\(?(?:[a-h]|[1-9]|i{1,3}|iv|vi?)[.)]?"
_KINDS = r"(?:(?:both|either|only|options?|answers?|statements?|choices?|numbers?|all (?:except|but)) )*"
_AND = r"(?:, ?(?:and |or |but not )?| ?[&+] ?| and | or | but not )"
_RIGHT = rf"(?: (?:only|together|(?:are|is) (?:both )?{_TRUE}))?(?: only)?"

_JOINS = r"(?:who|whom|whose|that|if|when|whether|because|since|after|before|although|while|than|means|shows)\b"
_ASKED = (
    r"(?:^|[,:;] )(?:(?:and|but|of|in|for|to|at|on|with|from|under|by|about) )?"
    r"(?:which|what|who|where|when(?= (?:is|are|should|would|must|do|does)\b))\b"
    rf"(?:(?!\b{_JOINS})[^,;:?])*?"
)
"""From the word that asks to the end of its own clause: what stands behind "who" or "if" is another matter."""
_AUXILIARY = r"(?:is|are|was|were|do|does|did|would|should|could|can|will|must|may|might|has|have|had)"
_SHORTENED = r"(?:(?:is|are|was|were|does|do|did|would|should|could|must|has|have)n['’]t|cannot|can['’]t)\b"
_UNLIKELY = (
    r"(?:likely|probable|appropriate|suitable|useful|important|suggestive|typical|consistent|common|effective|relevant"
    r"|helpful|plausible|accurate|safe|indicated|characteristic|accepted|urgent|true)"
)
_UNTRUE = r"(?:false|incorrect|untrue|wrong|inaccurate)"
_NEGATIVE = re.compile(
    rf"{_ASKED}\b{_AUXILIARY}\b(?: (?!{_JOINS}|not\b|never\b)[\w’'-]+){{0,3}}? (?:not|never)\b(?! only\b)"
    rf"|{_ASKED}\b{_SHORTENED}"
    rf"|^(?!{_JOINS})(?:(?!\b{_JOINS})[^,;:?.])*?\b{_AUXILIARY} (?:not|never)\b[^.?!]*$"
    r"|\bexcept(?:ing)?(?: for)?\W*$|^(?:all|each|every|any)\b.*\bexcept\b"
    rf"|{_ASKED}\bleast {_UNLIKELY}\b"
    rf"|\bwhich\b(?:(?!\b{_JOINS})[^,;:?])*?\b(?:is|are) {_UNTRUE}\b"
    rf"|\b(?:which|select the|choose the|mark the) {_UNTRUE}\b|\b{_UNTRUE} (?:statement|option|answer|claim)\b"
    rf"|\bthat (?:is|are) (?:{_UNTRUE}|not {_TRUE})\b",
    re.IGNORECASE,
)

_HEDGE = re.compile(
    r"\b(?i:usually|often|generally|sometimes|possibl[ey]|probabl[ey]|might|could|typically|frequently|commonly|perhaps"
    r"|tends? to|in general|in (?:most|some|many) (?:cases|people|patients)|(?:un)?likely|mostly)\b"
    r"|\bmay\b|^May (?=[a-z])|(?<!\b[aA] )(?<!\b[tT]he )\bcan(?= (?!of\b)[a-z])",
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|every|everyone|everybody|everything|none|nobody|nothing|no one|completely|totally"
    r"|absolutely|solely|entirely|invariably|without exception)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:which|what|who|whom|whose|where|when|why|how|name|label|choose|select|put|match|order|arrange|calculate"
    r"|identify|list|give|mark|tick|find|state|describe|explain|click|complete|next|first)\b",
    re.IGNORECASE,
)
_THING = r"(?:statements?|answers?|options?|sentences?|claims?|assertions?|choices?)"
_ONLY_TRUTH = re.compile(
    rf"(?:(?:regarding|concerning|about|with (?:respect|regard) to|as to)\b[^,:]*[,:] )?"
    rf"(?:which(?: one)?(?: {_THING})?(?: of (?:the following|these|them)(?: {_THING})?)?(?: {_THING})?"
    r" (?:is|are)(?: the)? ?"
    rf"(?:{_TRUE}|{_UNTRUE}|not true|best)"
    rf"|(?:select|choose|mark|tick|pick|find) the (?:{_TRUE}|{_UNTRUE}|best) {_THING})\W*",
    re.IGNORECASE,
)
_OPINION = re.compile(
    r"\b(?:do|would) you (?:think|believe|feel|prefer|like|favour)\b|\byour (?:own )?(?:opinion|view|preference)\b"
)

_LONGEST_FIRST = tuple(sorted(_WORDS["endings"], key=len, reverse=True))
_KEPT = 4
"""Letters that stay of a word when an ending is taken off: what is shorter belongs to no family."""

_SPELT_WITH_VOWEL = frozenset("AEFHILMNORSX8")
_SILENT_H = ("hour", "honest", "honour", "heir")
_LIKE_YOU = re.compile(r"(?:uni(?!n|m)|us[aeiu]|ut[eio]|ure|uri|eu|ew|one\b|once\b|ufo)")


def _stem(word: str) -> str:
    """Return a word without its endings, so that those of one family meet: bleeding and bleeds, pleura and pleural."""
    word = re.sub(r"['’]s?$", "", word.casefold())
    for _ in range(3):
        if not word.endswith(_LONGEST_FIRST):
            break
        ending = next((end for end in _LONGEST_FIRST if word.endswith(end) and len(word) - len(end) >= _KEPT), None)
        if ending is None or word.endswith("ss"):
            break
        word = word.removesuffix(ending)
    word = re.sub(r"(?<=^\w{3})(?:s|ed|ing)$|(?<=^\w{4})(?:ed|ing)$", "", word)
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _fits_article(article: str, follower: str) -> bool:
    """Return whether a word can follow *a* or *an*, by its sound: a USB port, an hour, an MRI, a European."""
    return _begins_with_vowel_sound(follower) == (article.rsplit(maxsplit=1)[-1].casefold() == "an")


def _begins_with_vowel_sound(text: str) -> bool:
    first = re.split(r"[\s-]", text.strip("*_\"'“‘( "), maxsplit=1)[0]
    if re.match(r"(?:8|11\b|18\b)", first):
        return True
    if first and (first.isupper() or len(first) == 1):
        return first[0].upper() in _SPELT_WITH_VOWEL
    word = first.casefold()
    if re.match(r"[A-Z]\d", first):
        return first[0] in _SPELT_WITH_VOWEL
    return word.startswith(_SILENT_H) or (word[:1] in "aeiou" and bool(word) and not _LIKE_YOU.match(word))


def _syllables(word: str) -> int:
    """Return the groups of vowels, a silent final e not counted: about right for most English words."""
    lower = re.sub(r"(?:[^laeiouy]es|[^tdl]ed|[^laeiouy]e)$", "", word.casefold()) if len(word) > 3 else word.casefold()
    return max(1, len(re.findall(r"[aeiouy]+", lower)))


def _grade(words: int, sentences: int, syllables: int) -> float:
    """Return the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom 1975, p. 14)."""
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


ENGLISH = Language(
    code="en",
    name="English",
    all_of_the_above=re.compile(_LABEL_IN_FRONT + _ALL),
    none_of_the_above=re.compile(_LABEL_IN_FRONT + _NONE),
    combination=re.compile(
        rf"{_KINDS}{_MARK}(?:{_AND}{_MARK})+{_RIGHT}|all (?:except|but) {_MARK}|[a-h]/[a-h]", re.IGNORECASE
    ),
    only=re.compile(rf"(?:only {_MARK}|{_MARK} only)", re.IGNORECASE),
    label=re.compile(_MARK, re.IGNORECASE),
    enumeration=re.compile(
        r"(?:^|[\s(])(?:1[.)].*[\s(]2[.)]|i[.)].*[\s(]ii[.)]|A[.)].*[\s(]B[.)])", re.IGNORECASE | re.DOTALL
    ),
    negative=_NEGATIVE,
    shouted=re.compile(r"\b(?:NOT|NEVER|EXCEPT|LEAST|FALSE|INCORRECT|UNTRUE|WRONG|CANNOT|[A-Z]+N['’]T)\b"),
    negation=re.compile(
        r"\b(?:not|no|never|none|nobody|nothing|no one|without|absence|absent|lack|cannot|neither|nor)\b|n['’]t\b"
    ),
    hedge=_HEDGE,
    absolute=_ABSOLUTE,
    asks=_ASKS,
    only_asks_truth=_ONLY_TRUTH,
    opinion=_OPINION,
    verdicts=(frozenset({"true", "false"}), frozenset({"yes", "no"}), frozenset({"right", "wrong"})),
    unsure=frozenset({"not known", "unknown", "unsure", "maybe", "perhaps", "not sure", "i do not know"}),
    article=re.compile(r"(?:^[Aa]n?|\b(?<=\s)an?)(?=\s*[:…_.]*\s*$)"),
    fits_article=_fits_article,
    empty=frozenset(_WORDS["empty"]),
    everyday=frozenset(_stem(word) for word in (*_WORDS["everyday"], *_WORDS["field"])),
    stem=_stem,
    synonyms=tuple(tuple(line.split(", ")) for line in _GROUPS if line and not line.startswith("#")),
    people=frozenset(_WORDS["people"]),
    numbers=frozenset(_WORDS["numbers"]),
    syllables=_syllables,
    grade=_grade,
)
