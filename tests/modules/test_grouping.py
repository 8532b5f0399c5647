"""Modules by part: every shipped one has its part, and none is lost."""

from tests.content.shipped import MODULES
from training.modules import grouping


def test_every_shipped_module_stands_in_one_part_in_the_order_of_the_programme():
    shipped = [module.code for module in MODULES]

    assert [code for codes in grouping.parts().values() for code in codes] == shipped


def test_entries_keep_their_order_inside_their_part():
    groups = grouping.grouped(["clean-needle", "trigger-points", "risk-and-screening"], str)

    assert [(group.title, group.entries) for group in groups] == [
        ("Concepts", ("trigger-points",)),
        ("Safety", ("clean-needle", "risk-and-screening")),
    ]


def test_a_module_of_no_part_comes_last():
    groups = grouping.grouped(["written-here", "law-and-titles"], str)

    assert [group.title for group in groups] == ["Evidence and law", "More modules"]
