"""Where items belong: the exam's content areas, cognitive levels, and the two pools."""

from collections.abc import Mapping
from enum import StrEnum


class Domain(StrEnum):
    """A content area of the exam."""

    FOUNDATIONS = "foundations"
    TRIGGER_POINTS = "trigger-points"
    PHYSIOLOGY = "physiology"
    ANATOMY = "anatomy"
    TECHNIQUE = "technique"
    SAFETY = "safety"
    EVIDENCE = "evidence"
    PROFESSIONAL = "professional"


DOMAIN_TITLES: Mapping[Domain, str] = {
    Domain.FOUNDATIONS: "Foundations and professional context",
    Domain.TRIGGER_POINTS: "Trigger-point concepts and examination",
    Domain.PHYSIOLOGY: "Physiology and mechanisms",
    Domain.ANATOMY: "Applied anatomy, palpation, positioning",
    Domain.TECHNIQUE: "Technique: needles, superficial, deep, dose",
    Domain.SAFETY: "Safety: contraindications, complications, emergencies",
    Domain.EVIDENCE: "Evidence, clinical reasoning, aftercare",
    Domain.PROFESSIONAL: "Law, consent, documentation",
}


class Level(StrEnum):
    """A cognitive level; evaluating counts as analyse."""

    RECALL = "recall"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


class Need(StrEnum):
    """What an item still needs from a person before it counts: whoever signs it says that it was done."""

    SOURCE = "source"
    LEAD = "lead"


NEED_TITLES: Mapping[Need, str] = {
    Need.SOURCE: "the named source opened",
    Need.LEAD: "the clinical lead's decision",
}


class Pool(StrEnum):
    """Where an item may be shown; an item is in one pool only, so practice never gives an exam away."""

    EXAM = "exam"
    PRACTICE = "practice"
