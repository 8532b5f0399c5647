"""The page of all components."""


def test_every_component_stands_on_one_well_made_page(client):
    assert client.get("/patterns").status_code == 200
