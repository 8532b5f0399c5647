"""The samples of every kind's folder: drafts, responses with their marks, and changes that are refused."""

import pickle
import tomllib
from copy import deepcopy
from functools import cache
from itertools import chain, permutations
from pathlib import Path

import training.items
from training import items
from training.core.items import Variable
from training.items import KINDS

REASONS = ("rationale", "wrong_rationale", "why")
FOLDER = Path(training.items.__file__).parent


@cache
def _packed():
    return pickle.dumps(
        [
            (kind.kind, sample)
            for kind in KINDS
            for sample in tomllib.loads((FOLDER / kind.kind / "samples.toml").read_text(encoding="utf-8"))["sample"]
        ]
    )


def samples():
    """Return (kind name, sample) of every sample of every kind; a copy, which a test may change."""
    return pickle.loads(_packed())


def drafts():
    return [sample["draft"] for _, sample in samples()]


def without_pictures():
    """Return the drafts that show no picture and that the site marks."""
    return [
        draft
        for draft in drafts()
        if not draft.get("stimulus") and not draft.get("figure") and not items.needs_people(draft["kind"])
    ]


def draft(name):
    """Return a copy of the sample draft with this name."""
    return deepcopy(next(sample["draft"] for _, sample in samples() if sample["name"] == name))


def changed(draft, change):
    """Return the draft with the fields of ``set`` replaced, or those of one option, or of one ``entry`` of a list."""
    draft = deepcopy(draft) | change.get("set", {})
    for name in ("option", "entry"):
        fields = dict(change.get(name, {}))
        if fields:
            draft[fields.pop("list", "options")][fields.pop("number") - 1].update(fields)
    return draft


def item(sample):
    """Return the item of a sample, with the sample's values where its kind draws some."""
    found = items.parse(sample["draft"])
    return found.bound(sample["values"]) if isinstance(found, Variable) else found


def responses(sample):
    """Return every response to a kind that only arranges options; to others those of the sample, and garbage."""
    found = item(sample)
    if found.options and set(found.key) <= set(found.ids):
        return list(chain.from_iterable(permutations(found.ids, size) for size in range(len(found.ids) + 1)))
    given = [tuple(row["response"]) for row in sample["marks"]]
    return [(), found.key, *given, ("",), ("=",), ("x",), (*found.key, *found.key)]


def reasoned(draft):
    """Return the draft with every reason in it replaced by words of its own, and these words."""
    reasons = []

    def walk(value):
        if isinstance(value, list):
            return [walk(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        return {name: reason() if name in REASONS else walk(entry) for name, entry in value.items()}

    def reason():
        reasons.append(f"Reason{len(reasons)}so")
        return reasons[-1]

    return walk(draft), reasons
