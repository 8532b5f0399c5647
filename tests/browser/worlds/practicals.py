"""Stations of Tara and Tom at every stage, and supervised sessions in every state."""

from tests import people
from tests.practicals import work
from training.practicals.service import assessments, sessions


def fill(now):
    sam = people.identity("sam")
    struck = work.recorded(station="deep", region="thorax", step_2="0")
    assessments.strike(struck, "Entered for another person", by=sam, now=now)
    confirmed = work.confirmed(key="1" * 32)
    declined = work.entered(key="2" * 32)
    sessions.decline(declined, "I was not there", by=sam, url=work.URL, now=now)
    work.entered(key="3" * 32, minutes=45, correction=sessions.Correction(confirmed, "It was 45 minutes"))
    return {
        "station": work.recorded(),
        "struck_station": struck,
        "session": work.entered(key="4" * 32),
        "draft": work.draft("tom")[0],
        "filled_draft": work.draft("tom", "deep", filled=work.fields(remarks="Calm throughout"))[0],
        "unsafe_draft": work.draft("tara", "deep", filled=work.fields(step_9="0"))[0],
    }
