"""How many further papers keep what they may repeat."""

import pytest

from training.core.retakes import Retakes


@pytest.mark.parametrize(
    ("met", "supported", "enough"),
    [((), 0, True), ((0, 4), 2, True), ((0, 5), 1, False), ((5, 0), 0, False)],
)
def test_further_papers_count_up_to_the_first_that_repeats_too_much(met, supported, enough):
    found = Retakes(asked=2, most=4, met=met)

    assert (found.supported, found.enough) == (supported, enough)
