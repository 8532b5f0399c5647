"""Documents say what is: targets exist, links lead somewhere, every setting, kind and command is described."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from training.cli.main import main
from training.core.roles import GRANTS, Permission, Role
from training.items import KINDS
from training.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("docs/**/*.md"), *ROOT.glob("*/README.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!\w+:|#)([^)#\s]+)")
MAKE = re.compile(r"(?:^|`)make ([a-z]+)", re.MULTILINE)
NOT_SET = {"testing"}
"""Fields of the settings that no variable sets."""


def text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def commands(group, path="training"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


COMMANDS = dict(commands(main))


def test_the_readme_can_be_read_in_one_go():
    assert len(text("README.md").splitlines()) <= 110


def test_every_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))
    named = {target for path in DOCUMENTS for target in MAKE.findall(path.read_text(encoding="utf-8"))}

    assert named - targets == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path):
    linked = LINK.findall(path.read_text(encoding="utf-8"))

    assert [link for link in linked if not (path.parent / link).exists()] == []


def test_every_setting_stands_in_the_operators_table():
    described = set(re.findall(r"^\| `NEEDLEWISE_([A-Z0-9_]+)`", text("docs/operator.md"), re.MULTILINE))

    assert described == {field.name.upper() for field in fields(Settings) if field.name not in NOT_SET}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_is_for(name):
    command = COMMANDS[name]

    assert command.help
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_in_the_operators_table(name):
    group, _, command = name.rpartition(" ")
    rows = [row for row in text("docs/operator.md").splitlines() if row.startswith(f"| `{group} ")]

    assert any(f"`{command}`" in row or f"`{name}`" in row for row in rows)


def test_the_administrators_table_says_who_may_do_what():
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \|$", text("docs/administrator.md").partition("| permission ")[2], re.MULTILINE
    )
    written = {
        permission: frozenset(Role) if who == "everybody with an account" else frozenset(map(Role, who.split(", ")))
        for what, who in rows
        if what.partition(", ")[0] in set(Permission)
        for permission in map(Permission, what.split(", "))
    }

    assert written == GRANTS


@pytest.mark.parametrize("kind", [kind.kind for kind in KINDS])
def test_every_kind_of_item_is_described(kind):
    assert f'kind = "{kind}"' in text("question_bank/README.md")
    assert (ROOT / f"training/items/{kind}/README.md").exists()


def test_the_glossary_is_in_order():
    rows = re.findall(r"^\| (.+?) \|", text("docs/glossary.md"), re.MULTILINE)[1:]

    assert rows == sorted(rows, key=str.casefold)
