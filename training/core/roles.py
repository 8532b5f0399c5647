"""Who may do what: roles, permissions and the one table that joins them."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is here to do; a person may hold several."""

    TRAINEE = "trainee"
    INSTRUCTOR = "instructor"
    REVIEWER = "reviewer"
    CLINICAL_LEAD = "clinical lead"
    ASSESSOR = "assessor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    """An act a view asks for."""

    LEARN = "learn"
    PRACTISE = "practise"
    SIT_EXAM = "sit exam"
    LOG_SESSIONS = "log supervised sessions"
    SEE_OWN_CERTIFICATES = "see own certificates"
    SEE_MODULE_VERSIONS = "see module versions"
    WRITE_MODULES = "write modules"
    REVIEW_MODULES = "review modules"
    SEE_BANK = "see bank"
    WRITE_ITEMS = "write items"
    REVIEW_ITEMS = "review items"
    SIGN_OFF = "sign off content"
    COMMENT_ITEMS = "comment on items"
    CHANGE_REQUESTS = "change review requests"
    FLAG_SOURCES = "flag sources"
    IMPORT_ITEMS = "import items"
    WITHDRAW_ITEMS = "withdraw items"
    SHARE_SAMPLES = "share sample quizzes"
    SET_EXAM = "set exam"
    MONITOR_EXAM = "monitor exam"
    MANAGE_ATTEMPTS = "manage attempts"
    MANAGE_PEOPLE = "manage people"
    MANAGE_COHORTS = "manage cohorts"
    ASSESS = "assess"
    MARK_RESPONSES = "mark responses"
    SEE_PRACTICALS = "see practical records"
    AWARD = "award"
    SEE_CERTIFICATES = "see certificates"
    MANAGE_CERTIFICATES = "manage certificates"
    SEE_AUDIT = "see audit"
    SEE_OWN_GAPS = "see what boards ask"
    SEE_PACKS = "see packs"
    MANAGE_PACKS = "manage packs"
    SEE_JOBS = "see jobs"
    SET_UP = "set up"


_T, _I, _R, _L = Role.TRAINEE, Role.INSTRUCTOR, Role.REVIEWER, Role.CLINICAL_LEAD
_S, _A, _U = Role.ASSESSOR, Role.ADMINISTRATOR, Role.AUDITOR

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.LEARN: frozenset(Role),
    Permission.PRACTISE: frozenset({_T, _A}),
    Permission.SIT_EXAM: frozenset({_T}),
    Permission.LOG_SESSIONS: frozenset({_T}),
    Permission.SEE_OWN_CERTIFICATES: frozenset({_T}),
    Permission.SEE_MODULE_VERSIONS: frozenset({_I, _R, _L, _A, _U}),
    Permission.WRITE_MODULES: frozenset({_I}),
    Permission.REVIEW_MODULES: frozenset({_I, _R}),
    Permission.SEE_BANK: frozenset({_I, _R, _L, _A, _U}),
    Permission.WRITE_ITEMS: frozenset({_I}),
    Permission.REVIEW_ITEMS: frozenset({_I, _R}),
    Permission.SIGN_OFF: frozenset({_L}),
    Permission.COMMENT_ITEMS: frozenset({_I, _R, _L}),
    Permission.CHANGE_REQUESTS: frozenset({_I, _L}),
    Permission.FLAG_SOURCES: frozenset({_I, _R, _L}),
    Permission.IMPORT_ITEMS: frozenset({_I, _A}),
    Permission.WITHDRAW_ITEMS: frozenset({_I, _L, _A}),
    Permission.SHARE_SAMPLES: frozenset({_I}),
    Permission.SET_EXAM: frozenset({_A}),
    Permission.MONITOR_EXAM: frozenset({_A, _U}),
    Permission.MANAGE_ATTEMPTS: frozenset({_A}),
    Permission.MANAGE_PEOPLE: frozenset({_A}),
    Permission.MANAGE_COHORTS: frozenset({_A}),
    Permission.ASSESS: frozenset({_S}),
    Permission.MARK_RESPONSES: frozenset({_I, _S}),
    Permission.SEE_PRACTICALS: frozenset({_S, _A, _U}),
    Permission.AWARD: frozenset({_A}),
    Permission.SEE_CERTIFICATES: frozenset({_A, _U}),
    Permission.MANAGE_CERTIFICATES: frozenset({_A}),
    Permission.SEE_AUDIT: frozenset({_A, _U}),
    Permission.SEE_OWN_GAPS: frozenset({_T}),
    Permission.SEE_PACKS: frozenset({_A, _U}),
    Permission.MANAGE_PACKS: frozenset({_A}),
    Permission.SEE_JOBS: frozenset({_A, _U}),
    Permission.SET_UP: frozenset({_A}),
}


def allows(roles: Iterable[Role], permission: Permission) -> bool:
    """Return whether any of ``roles`` grants ``permission``."""
    return not GRANTS[permission].isdisjoint(roles)
