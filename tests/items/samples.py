"""The samples of every kind's folder: drafts, responses with their marks, and changes that are refused."""

import tomllib
from copy import deepcopy
from pathlib import Path

import training.items
from training.items import KINDS

FOLDER = Path(training.items.__file__).parent


def samples():
    """Return (kind name, sample) of every sample of every kind."""
    return [
        (kind.kind, sample)
        for kind in KINDS
        for sample in tomllib.loads((FOLDER / kind.kind / "samples.toml").read_text(encoding="utf-8"))["sample"]
    ]


def drafts():
    return [sample["draft"] for _, sample in samples()]


def draft(name):
    """Return a copy of the sample draft with this name."""
    return deepcopy(next(sample["draft"] for _, sample in samples() if sample["name"] == name))


def changed(draft, change):
    """Return the draft with the fields of ``set`` replaced, or those of one option."""
    draft = deepcopy(draft) | change.get("set", {})
    option = dict(change.get("option", {}))
    if option:
        draft["options"][option.pop("number") - 1].update(option)
    return draft
