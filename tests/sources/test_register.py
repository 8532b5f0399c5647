"""The register of sources: whole, in order, and open to everybody who is signed in."""

import pytest

from training import sources
from training.core.drafts import DraftError

GOOD = '[[source]]\ncode = "A1"\ncitation = "One."\nkind = "paper"\nseen = "abstract"\ntag = "S"\n'


def test_the_shipped_register_reads():
    assert len(sources.register()) > 200


def test_the_shipped_register_is_sorted_by_code():
    codes = list(sources.register())

    assert codes == sorted(codes)


def test_a_source_answers_to_no_code_of_another():
    register = sources.register()
    aliases = [alias for source in register.values() for alias in source.also]

    assert set(aliases).isdisjoint(register)
    assert len(aliases) == len(set(aliases))


def test_a_doi_is_where_a_source_is_read():
    source = sources.read(GOOD + 'doi = "10.1/x"\nurl = "https://y.test/"\n')["A1"]

    assert source.address == "https://doi.org/10.1/x"


@pytest.mark.parametrize(
    "text",
    [
        GOOD + GOOD,
        GOOD + 'colour = "blue"\n',
        GOOD.replace('"S"', '"X"'),
        GOOD.replace('"One."', '""'),
        GOOD + 'url = "http://y.test/"\n',
        GOOD + "year = 20261\n",
        GOOD + 'year = "2026"\n',
    ],
)
def test_a_faulty_register_is_refused(text):
    with pytest.raises(DraftError):
        sources.read(text)


def test_everybody_signed_in_can_read_the_register(browser_of):
    page = browser_of("tara").get("/sources").text

    assert all(f'id="{code}"' in page for code in sources.register())


def test_the_register_can_be_searched(browser_of):
    page = browser_of("tara").get("/sources?q=mintken25").text

    assert 'id="MINTKEN25"' in page
    assert page.count("<tr id=") == 1


def test_strangers_sign_in_first(client):
    assert client.get("/sources").status_code in (302, 303, 401)
