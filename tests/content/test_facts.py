"""The table of facts, and what items may rest on: every fact is there, none is uncertain, the rest is marked."""

import pytest

from tests.content import numbers
from tests.content.shipped import items as shipped
from training import sources
from training.core.domains import Need
from training.core.drafts import DraftError
from training.sources import facts
from training.sources.facts import KEYS, Tag

GOOD = '[[fact]]\nid = "C-1.1"\nsays = [{ tag = "S", sources = ["LEGGE14"], text = "One." }]\n'
NEEDED = {Tag.KNOWN: Need.SOURCE, Tag.JUDGED: Need.LEAD}


def behind(item):
    return facts.behind(item.header.facts, item.header.sources)


def lacking(item):
    """Return the tags of an item's facts that carry no key by themselves."""
    tags = [{each.tag for each in says} for says in behind(item).values()]
    return set().union(*(found for found in tags if not found & KEYS))


class TestTable:
    def test_it_holds_every_numbered_fact_of_both_dossiers(self):
        ends = {1: 12, 2: 15, 3: 14, 4: 14, 5: 16, 6: 15, 7: 15, 9: 21, 10: 14, 11: 16}
        wanted = {f"C-{part}.{number}" for part, last in ends.items() for number in range(1, last + 1)}
        wanted |= {f"S-{number}" for number in range(1, 93)}

        assert {name for name in facts.table() if "-s" not in name} == wanted
        assert all(len(facts.table()[name].says) == 1 for name in wanted)

    def test_every_source_of_it_is_registered_under_its_own_code(self):
        cited = {code for fact in facts.table().values() for each in fact.says for code in each.sources}

        assert sorted(cited - set(sources.register())) == []

    def test_what_was_seen_or_calculated_names_its_source(self):
        bare = [
            fact.id for fact in facts.table().values() for each in fact.says if each.tag in KEYS and not each.sources
        ]

        assert bare == []

    def test_what_was_seen_rests_on_more_than_publications_nobody_opened(self):
        register = sources.register()
        unseen = [
            (fact.id, each.sources)
            for fact in facts.table().values()
            for each in fact.says
            if each.tag is Tag.SEEN and all(register[code].tag == "K" for code in each.sources)
        ]

        assert unseen == []

    @pytest.mark.parametrize(
        "text",
        [
            GOOD + GOOD,
            GOOD.replace("C-1.1", "M-1"),
            GOOD.replace('"S"', '"X"'),
            GOOD.replace("One.", ""),
            GOOD.replace("text", "words"),
            '[[fact]]\nid = "C-1.1"\n',
        ],
    )
    def test_a_faulty_table_is_refused(self, text):
        with pytest.raises(DraftError):
            facts.read(text)


def test_every_fact_of_an_item_is_in_the_table():
    assert {item.header.code: name for item in shipped() for name, says in behind(item).items() if not says} == {}


def test_no_key_rests_on_an_uncertain_fact():
    assert [item.header.code for item in shipped() if Tag.UNCERTAIN in lacking(item)] == []


def test_no_key_rests_on_weak_sources_alone():
    weak = []
    for item in shipped():
        tags = {each.tag for says in behind(item).values() for each in says}
        if not tags & KEYS and not item.header.needs:
            weak.append(item.header.code)

    assert weak == []


def test_an_item_on_knowledge_or_judgement_says_what_it_needs():
    bare = {
        item.header.code: sorted(tags)
        for item in shipped()
        if (tags := {NEEDED[tag] for tag in lacking(item) if tag in NEEDED} - set(item.header.needs))
    }

    assert bare == {}


def test_no_item_needs_anything_without_a_reason():
    """A need follows from a statement of its facts, though others of a section may carry the key."""
    idle = {}
    for item in shipped():
        tags = {NEEDED.get(each.tag) for each in numbers.named(item.header.facts)}
        if unfounded := set(item.header.needs) - tags:
            idle[item.header.code] = unfounded

    assert idle == {}
