"""Where a browser may be sent after signing in."""

import pytest

from training.web import addresses


@pytest.mark.parametrize(
    "target",
    [
        "",
        None,
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http:evil.example",
        "/ok\x00",
    ],
)
def test_an_address_elsewhere_becomes_the_start_page(target):
    assert addresses.own(target) == "/"


@pytest.mark.parametrize("target", ["/", "/exam/3?page=2#q", "/people?next=https://evil.example"])
def test_an_address_here_is_kept(target):
    assert addresses.own(target) == target


def test_an_ipv6_customer_is_one_address():
    assert addresses.network("2001:db8:1:2::7") == addresses.network("2001:db8:1:2:ffff::1")
