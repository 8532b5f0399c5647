"""The emergency drill with scripts: its clock takes nothing away, and can be switched off."""

from playwright.sync_api import expect


def begun(open_as, clock):
    """Open the first moment with the clock of the page in hand."""
    page = open_as("tara")
    page.clock.install()
    page.goto("/drill")
    page.get_by_role("radio", name=clock).check()
    page.get_by_role("button", name="Begin the drill").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("14:05: what do you do?")
    return page


def choose(page, text, heading):
    page.get_by_role("radio", name=text).check()
    page.get_by_role("button", name="Do this").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_choice_after_the_time_counts_and_is_said_to_be_late(open_as):
    page = begun(open_as, "As a drill")
    expect(page.get_by_role("timer")).to_contain_text("s left")
    page.clock.run_for(31_000)
    expect(page.get_by_role("timer")).to_have_text("Time is over")
    expect(page.get_by_role("status")).to_contain_text("nothing is lost")

    choose(page, "Support her", "14:20: what do you do?")
    choose(page, "Wash with soap", "15:30: what do you do?")
    choose(page, "Keep the leg still", "16:30: what do you do?")
    choose(page, "Treat as pneumothorax", "Next day, 10:00: what do you do?")
    choose(page, "Emergency department now", "What you chose")

    expect(page.get_by_text("It took longer than the clock gave.")).to_have_count(1)
    expect(page.get_by_text("The best choice")).to_have_count(5)


def test_the_clock_is_switched_off_for_what_follows_too(open_as):
    page = begun(open_as, "Slow")
    expect(page.get_by_role("timer")).to_contain_text("s left")
    page.get_by_role("button", name="Switch the clock off").click()
    expect(page.get_by_role("timer")).to_have_text("The clock is off")
    page.clock.run_for(400_000)

    choose(page, "Support her", "14:20: what do you do?")
    expect(page.get_by_role("timer")).to_have_count(0)
    expect(page.locator("[name=way]")).to_have_value("b")
