"""What every page and every post carries: a strict policy for browsers, a token against forged posts."""

import pytest
from flask import url_for

from tests import people
from tests.web.test_access import SAMPLES

WITHOUT_A_TOKEN = {"check.compare", "samples.answer", "samples.check"}
"""Anybody compares a file with a certificate or tries a sample quiz: no cookie is set there and nothing is written, so
there is nothing a forged post could use."""


def policy(answer):
    return dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))


@pytest.mark.any_database
@pytest.mark.parametrize("path", ["/welcome", "/sign-in", "/check", "/nowhere", "/home", "/modules", "/assets/nothing"])
def test_a_page_runs_and_loads_nothing_but_the_sites_own_files(browser_of, path):
    said = policy(browser_of("tara").get(path))

    assert {said.pop(name) for name in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert set(said.values()) == {"'self'"}, "no unsafe-inline, no other host"


@pytest.mark.any_database
def test_a_post_without_its_token_does_nothing_wherever_it_goes(app):
    """Each address that takes a POST refuses one that no page of the site made, whoever is signed in."""
    app.config["WTF_CSRF_ENABLED"] = True
    tara = people.signed_in(app, "tara")
    rules = {rule.endpoint: rule for rule in app.url_map.iter_rules() if "POST" in rule.methods}

    answers = {name: tara.post(address(app, rule)).status_code for name, rule in rules.items()}

    assert {name for name, code in answers.items() if code != 400} == WITHOUT_A_TOKEN


def address(app, rule):
    with app.test_request_context():
        return url_for(rule.endpoint, **{name: sample(rule, name) for name in rule.arguments})


def sample(rule, name):
    converter = rule._converters[name]
    any_of = getattr(converter, "regex", "").strip("(?:)").split("|")[0]
    return any_of if type(converter).__name__ == "AnyConverter" else SAMPLES[type(converter).__name__]
