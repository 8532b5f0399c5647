"""What a table's cells are given so that a phone can show each row as a card."""

import re

from markupsafe import Markup

from training.web.cards import laid

HEAD = (
    '<thead><tr><th scope="col">Name</th>'
    '<th scope="col"><a class="sort" href="/">Last <svg><title>x</title></svg> day</a></th>'
    '<th scope="col">R &amp; D</th><th scope="col"><span class="visually-hidden">Act</span></th></tr></thead>'
)
ROWS = (
    '<tbody><tr><th scope="row"><a href="/1">Ada</a></th><td class="nowrap">Monday</td><td> </td><td>Open</td></tr>'
    '<tr><th scope="row">Tom</th><td>Friday</td><td>yes</td><td></td></tr></tbody>'
)


def test_each_cell_gets_the_title_of_its_column_and_each_part_its_role():
    made = laid(Markup(HEAD + ROWS))

    assert made.cards
    assert made.html.count('role="row"') == 3
    assert '<td class="nowrap" role="cell" data-label="Last day">Monday</td>' in made.html
    assert '<td role="cell" data-label="Last day">Friday</td>' in made.html
    assert '<td role="cell" data-label="R &amp; D" data-empty> </td>' in made.html
    assert '<td role="cell">Open</td>' in made.html
    assert '<th scope="row" role="rowheader" data-label="Name">Tom</th>' in made.html


def test_nothing_but_attributes_is_added():
    made = laid(Markup(HEAD + ROWS)).html

    assert re.sub(r' (role="[a-z]+"|data-label="[^"]+"|data-empty)', "", made) == HEAD + ROWS


def test_a_table_that_fits_or_spans_columns_stays_as_it_is():
    narrow = Markup("<thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody>")
    spanning = Markup((HEAD + ROWS).replace("<td> </td><td>Open", '<td colspan="2">Open'))

    assert laid(narrow).html == narrow
    assert not laid(narrow).cards
    assert not laid(spanning).cards
    assert laid(narrow, True).cards
