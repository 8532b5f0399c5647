"""Facts to print: complete ones, and names in every script the certificate must carry."""

from dataclasses import replace
from datetime import date

from training.certificates.facts import LIMITS, Exam, Facts, Hours, Module, Observation, Title

NAMES = {
    "latin": "Tara Okafor",
    "polish": "Łukasz Żółć-Gęśla",
    "vietnamese": "Nguyễn Thị Ánh Tuyết",
    "decomposed": "Nguye\u0302\u0303n Thi\u0323 Zoe\u0308",
    "greek": "Αλέξανδρος Παπαδόπουλος",
    "cyrillic": "Пётр Щёголев",
    "arabic": "سالم بن خالد",
    "hebrew": "דוד בן־לוי",
    "devanagari": "अनुष्का वर्मा",
    "thai": "สมชาย ใจดี",
    "chinese": "陳小明 王",
    "japanese": "髙橋 さくら",
    "korean": "김하늘",
}

MODULES = (
    Module("Trigger points and how they are examined", "2f9c41d0", date(2026, 9, 14), awaits_review=False),
    Module("Superficial and deep technique, and how to choose", "81bb02aa", date(2026, 9, 28), awaits_review=False),
    Module("Preventing complications", "c0117e55", date(2026, 10, 12), awaits_review=True),
    Module("Recognising and managing complications", "77e01ab9", date(2026, 10, 26), awaits_review=True),
)
OBSERVED = (
    Observation(
        what="the practical assessment, 20 steps at two stations, each step done",
        where="Test Institute, Room 4",
        by="Sam Whitlock",
        role="assessor",
        first_on=date(2026, 11, 10),
        last_on=date(2026, 11, 10),
        checklist="Practical assessment, version 1",
    ),
    Observation(
        what="6 supervised sessions, 12 hours in all",
        where="Riverside Clinic",
        by="Sam Whitlock",
        role="assessor",
        first_on=date(2026, 10, 1),
        last_on=date(2026, 11, 5),
        checklist="Supervised-session log, version 1",
    ),
)
THEORY = Facts(
    number="7KQ4-M2XD-91TB-0CPZ",
    holder="Tara Okafor",
    title=Title.THEORY,
    institution="Test Institute",
    zone="Europe/London",
    programme_code="dn-theory",
    programme_title="Dry needling: theory",
    awarded_on=date(2026, 11, 22),
    issued_on=date(2026, 11, 22),
    valid_until=date(2029, 11, 21),
    modules=MODULES,
    exam=Exam(
        "Dry needling: theory exam",
        "3",
        date(2026, 11, 20),
        "80 % of marks and 80 % in the safety domain",
        provisional=True,
    ),
    observed=(),
    hours=(Hours("study online", 395),),
    check_address="https://needlewise.example/check",
    limits=LIMITS[Title.THEORY],
    demo=False,
)
FOUNDATIONS = replace(
    THEORY,
    title=Title.FOUNDATIONS,
    programme_code="dn-foundations",
    programme_title="Dry needling: foundations",
    observed=OBSERVED,
    hours=(Hours("study online", 395), Hours("supervised practice", 720)),
    limits=LIMITS[Title.FOUNDATIONS],
)
