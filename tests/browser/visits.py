"""Every page of the site, with who opens it and where it is found: what axe, print test and screenshots go through.

Each endpoint that answers GET with a page stands here at least once *full* (a site in use) and once *empty* (a fresh
one, or the thing before anything happened to it); the suite fails for an endpoint that is missing. Addresses hold
names in braces, which `tests/browser/worlds` knows. An endpoint that answers something else stands in `OTHER`.
"""

from dataclasses import dataclass

FULL, EMPTY = "full", "empty"


@dataclass(frozen=True)
class Visit:
    """One page as one person finds it in one state.

    ``narrow`` pages must also fit 320 pixels; ``carrying`` names cookies the site knows; ``status`` is what it answers.
    """

    endpoint: str
    state: str
    who: str | None
    path: str
    site: str
    narrow: bool = False
    carrying: str = ""
    status: int = 200

    def __str__(self) -> str:
        return f"{self.endpoint}-{self.state}-{self.who or 'stranger'}"


def both(endpoint: str, who: str | None, path: str, bare: str | None = None, *, narrow: bool = False) -> list[Visit]:
    """Return the visits of a page in both states.

    Empty is the same page on the fresh site; or, where the thing cannot exist there, ``bare``: a thing in the site in
    use that nothing happened to yet.
    """
    return [
        Visit(endpoint, FULL, who, path, FULL, narrow),
        Visit(endpoint, EMPTY, who, bare or path, FULL if bare else EMPTY, narrow),
    ]


def pair(endpoint: str, path: str, name: str, *, narrow: bool = False) -> list[Visit]:
    """Return the visits of a page of an exam: Tara's attempt with answers, and Tom's without any."""
    return [
        Visit(endpoint, FULL, "tara", path.replace("{}", f"{{{name}}}"), FULL, narrow),
        Visit(endpoint, EMPTY, "tom", path.replace("{}", f"{{empty_{name}}}"), FULL, narrow),
    ]


SAT = "/exams/attempts/{open_attempt}"
SAMPLES = ("two-of-five", "three-premises-as-a-whole", "depth", "dose-by-mass", "name-the-muscle", "three-gaps")
"""A sample of each kind whose editor is visited nowhere else."""
LISTED = "list=sort%3Dcode"
"""What the address of an item opened from a list carries along."""
KINDS = ("multiple_response", "ordering", "matching", "numeric", "calculated", "short_text", "cloze", "hotspot")
"""Kinds that are looked back on in ways of their own."""
READ, UNREAD = "/modules/trigger-points", "/modules/recognising-complications"

PAGES = [
    both("about.accessibility", None, "/accessibility"),
    both("about.privacy", None, "/privacy"),
    both("about.welcome", None, "/welcome", narrow=True),
    both("accounts.confirm", "ada", "/confirm?next=/people"),
    both("certificates.index", "tara", "/certificates"),
    both(
        "certificates.show",
        "tara",
        "/certificates/{valid_certificate}",
        "/certificates/{demonstration_certificate}",
        narrow=True,
    ),
    both("check.ask", None, "/check", narrow=True),
    both("check.show", None, "/check/{valid_certificate}", "/check/{demonstration_certificate}", narrow=True),
    both("password.arriving", None, "/sign-in/link/{link}", "/sign-in/link/{link}"),
    both("password.forgot", None, "/forgot-password"),
    both("password.invitation", None, "/invitation/{invitation}", "/invitation/{staff_invitation}", narrow=True),
    both("password.link", None, "/sign-in/link"),
    both("password.mailed", None, "/mailed"),
    both("password.reset", None, "/reset-password/{reset}", "/reset-password/{reset}"),
    both("people.erasing", "ada", "/people/{tara}/erase", "/people/{noor}/erase"),
    both("people.index", "ada", "/people", "/people?q=nobody+like+that"),
    both("people.new", "ada", "/people/invite"),
    both("people.show", "ada", "/people/{tara}", "/people/{noor}"),
    both("profile.certificate_name", "tara", "/profile/certificate-name"),
    both("profile.edit", "tara", "/profile/edit"),
    both("profile.email", "tara", "/profile/email"),
    both("profile.moving", None, "/profile/email/{moving}", "/profile/email/{moving}"),
    both("profile.password", "tara", "/profile/password"),
    both("profile.show", "tara", "/profile"),
    both("second_factor.enrol", "rhea", "/profile/code-app/add", "/profile/code-app/add"),
    both("second_factor.show", "otto", "/profile/code-app"),
    both("accounts.sign_in", None, "/sign-in", narrow=True),
    both("bank.change.choose", "ines", "/bank/change?all=y&flag=overdue", "/bank/change"),
    both("bank.change.run", "ines", "/bank/change/{change_run}", "/bank/change/{made_change}"),
    both("bank.filters.index", "ines", "/bank/filters?level=apply", "/bank/filters"),
    both("bank.sheet.page", "ines", "/bank/sheet?domain=safety", "/bank/sheet?text=nothing+like+it"),
    both("bank.tend.ask", "ivo", "/bank/items/{item}/check", "/bank/items/{ordering}/check"),
    both("bank.tend.source", "ines", "/sources/MITCHELL18", "/sources/MITCHELL18"),
    both("bank.compare", "ines", "/bank/items/{item}/compare/1/2", "/bank/items/{item}/compare/1/1"),
    both("bank.comparing", "ines", "/bank/items/{item}/compare", "/bank/items/{ordering}/compare"),
    both(
        "bank.cosmetic.ask",
        "rhea",
        "/bank/items/{reworded}/versions/2/cosmetic",
        "/bank/items/{item}/versions/1/cosmetic",
    ),
    both("bank.desk.home", "ines", "/bank/desk", narrow=True),
    both("bank.edit.choose", "ines", "/bank/new"),
    both("bank.edit.figures", "ines", "/bank/figures"),
    both("bank.edit.form", "ines", "/bank/items/{item}/edit", "/bank/items/{ordering}/edit"),
    both("bank.edit.new", "ines", "/bank/new/ordering"),
    both("bank.files.choose", "ines", "/bank/export?text=needle"),
    both("bank.files.run", "ines", "/bank/import/{import_run}", "/bank/import/{waiting_run}"),
    both("bank.files.upload", "ines", "/bank/import"),
    both("bank.index", "ines", "/bank"),
    both(
        "bank.review.page",
        "rhea",
        "/bank/items/{answered}/versions/1/review",
        "/bank/items/{in_review}/versions/1/review",
    ),
    both("bank.booklet.page", "ines", "/bank/booklet?text=sample&keys=y", "/bank/booklet?text=nothing+like+it"),
    both("bank.planning.coverage_map", "ines", "/bank/coverage?cell=safety.apply", narrow=True),
    both("bank.retire.ask", "ines", "/bank/items/{item}/retire", "/bank/items/{ordering}/retire"),
    both("bank.review.queue", "rhea", "/bank/review"),
    both("bank.review.sign_queue", "lena", "/bank/sign-off"),
    both("bank.show", "ivo", "/bank/items/{withdrawn_item}", "/bank/items/{in_review}"),
    both("bank.sources", "tara", "/sources", "/sources?q=nothing+like+it"),
    both("bank.version", "otto", "/bank/items/{item}/versions/1", "/bank/items/{ordering}/versions/1"),
    both("administration.home", "ada", "/admin"),
    both("awards.ask", "ada", "/places/{place}/awards/theory", "/places/{awarded_place}/awards/theory"),
    both("awards.index", "ada", "/cohorts/{cohort}/awards/theory", "/cohorts/{cohort}/awards/theory?stage=withdrawn"),
    both("cohorts.choose", "ada", "/cohorts/{cohort}/enrol?name=a", "/cohorts/{cohort}/enrol?name=zzz"),
    both("cohorts.edit", "ada", "/cohorts/{cohort}/edit", "/cohorts/{empty_cohort}/edit"),
    both("cohorts.hours", "ada", "/cohorts/{cohort}/hours", "/cohorts/{empty_cohort}/hours"),
    both("cohorts.index", "ada", "/cohorts"),
    both("cohorts.new", "ada", "/cohorts/new"),
    both("cohorts.place", "ada", "/places/{place}", "/places/{left_place}"),
    both("cohorts.show", "ada", "/cohorts/{cohort}", "/cohorts/{empty_cohort}"),
    both("cohorts.ask_withdraw", "ada", "/places/{place}/withdraw", "/places/{awarded_place}/withdraw"),
    both("cohorts.withdrawn", "ada", "/cohorts/{cohort}/withdrawn", "/cohorts/{empty_cohort}/withdrawn"),
    both("boards.index", "tara", "/boards", narrow=True),
    both("packs.index", "ada", "/admin/packs", narrow=True),
    both("packs.show", "ada", "/admin/packs/us-florida-pt/1", "/admin/packs/us-washington-pt/1", narrow=True),
    both(
        "packs.ask_activate",
        "ada",
        "/admin/packs/us-delaware-pt/1/activate",
        "/admin/packs/us-washington-pt/1/activate",
    ),
    both(
        "packs.ask_deactivate",
        "ada",
        "/admin/packs/us-florida-pt/1/deactivate",
        "/admin/packs/us-georgia-pt/1/deactivate",
    ),
    both("programmes.home", "tara", "/home", narrow=True),
    both("programmes.hours", "tara", "/programme/hours", narrow=True),
    both("programmes.show", "tara", "/programme", narrow=True),
    both("rosters.new", "ada", "/cohorts/{cohort}/roster", "/cohorts/{empty_cohort}/roster"),
    both("rosters.show", "ada", "/rosters/{roster}", "/rosters/{applied_roster}"),
    both("hours.ask_correct", "sam", "/hours/records/{taught}/correct", "/hours/records/{taught_online}/correct"),
    both("hours.ask_strike", "sam", "/hours/records/{taught}/strike", "/hours/records/{taught_online}/strike"),
    both("hours.index", "sam", "/hours"),
    both("hours.new", "sam", "/hours/groups/{cohort}/new", "/hours/groups/{empty_cohort}/new", narrow=True),
    both("hours.person", "sam", "/hours/people/{tara}", "/hours/people/{ivo}"),
    both("jobs.index", "ada", "/jobs"),
    both("jobs.show", "ada", "/jobs/{running_job}", "/jobs/{queued_job}"),
    both("marking.index", "ivo", "/marking", narrow=True),
    both("marking.own", "tara", "/exam/attempts/{marked_attempt}/marked", "/exam/attempts/{failed_attempt}/marked"),
    both("marking.page", "sam", "/marking/{text}", "/marking/{text}", narrow=True),
    both("marking.waiting", "ada", "/marking/waiting"),
    both("mail.mailbox", None, "/demo/mail"),
    both("mail.letter", None, "/demo/mail/{mail}", "/demo/mail/{mail}"),
    both("mail.outbox", "ada", "/mail"),
    both("modules.began", "tara", "/modules/needle-effects/began/1", "/modules/needle-effects/began/1"),
    both("modules.drill.show", "tara", "/drill?way=cabaabacab", "/drill", narrow=True),
    both("modules.edit.new", "ines", "/modules/new"),
    both("modules.edit.part", "ines", f"{READ}/edit/section/definitions", f"{UNREAD}/edit/details/module", narrow=True),
    both("modules.edit.show", "ines", f"{READ}/edit", f"{UNREAD}/edit", narrow=True),
    both("modules.index", "tara", "/modules", narrow=True),
    both("modules.references", "tara", f"{READ}/sources", f"{UNREAD}/sources"),
    both(
        "modules.section", "tara", f"{READ}/sections/definitions", f"{UNREAD}/sections/faint-and-collapse", narrow=True
    ),
    both("modules.show", "tara", READ, UNREAD, narrow=True),
    both("modules.sign", "lena", f"{READ}/sign-off", f"{UNREAD}/sign-off"),
    both("modules.sign_off", "lena", "/modules/sign-off"),
    both("modules.versions.index", "ivo", "/modules/versions"),
    both("modules.versions.show", "rhea", f"{READ}/versions/1", f"{UNREAD}/versions/1", narrow=True),
    both(
        "modules.comments.show", "rhea", f"{READ}/versions/1/lines?of=figures[taut-band]", f"{UNREAD}/versions/1/lines"
    ),
    both("modules.versions.compare", "rhea", f"{READ}/versions/1/1", f"{UNREAD}/versions/1/1"),
    both("modules.summary", "tara", f"{READ}/summary", f"{UNREAD}/summary", narrow=True),
    both("modules.whole", "tara", f"{READ}/print", f"{UNREAD}/print"),
    both(
        "practicals.ask_strike", "sam", "/practicals/records/{station}/strike", "/practicals/records/{station}/strike"
    ),
    both("practicals.check", "sam", "/practicals/drafts/{filled_draft}/check", "/practicals/drafts/{draft}/check"),
    both("practicals.choose", "sam", "/practicals/new", "/practicals/new?name=nobody"),
    both("practicals.draft", "sam", "/practicals/drafts/{filled_draft}", "/practicals/drafts/{draft}", narrow=True),
    both("practicals.index", "sam", "/practicals"),
    both("practicals.person", "otto", "/practicals/people/{tara}", "/practicals/people/{ivo}"),
    both("practicals.show", "tara", "/practicals/records/{station}", "/practicals/records/{struck_station}"),
    both("patterns.index", None, "/patterns"),
    both("practice.index", "tara", "/practice", narrow=True),
    both("practice.question", "tara", "/practice/{practice}/1", "/practice/{new_practice}/1", narrow=True),
    both("practice.sureness", "tara", "/practice/sureness", narrow=True),
    both("practice.done", "tara", "/practice/{practice}", "/practice/{new_practice}"),
    both(
        "register.ask",
        "ada",
        "/register/{suspended_certificate}/reinstate",
        "/register/{valid_certificate}/revoke",
    ),
    both(
        "register.ask_name", "ada", "/register/{valid_certificate}/name", "/register/{demonstration_certificate}/name"
    ),
    both("register.ask_renewal", "ada", "/register/{expired_certificate}/renew", "/register/{valid_certificate}/renew"),
    both("register.index", "ada", "/register"),
    both("register.show", "ada", "/register/{suspended_certificate}", "/register/{valid_certificate}"),
    both("mocks.index", "tara", "/mock-exams", narrow=True),
    both("mocks.show", "tara", "/mock-exams/foundations", "/mock-exams/short", narrow=True),
    pair("mocks.result", "/mock-exams/attempts/{}", "mock", narrow=True),
    pair("mocks.question", "/mock-exams/attempts/{}/questions/1", "mock", narrow=True),
    [Visit("quiz.attempt", FULL, "tom", "/exam/attempts/{running_mock}", FULL, narrow=True)],
    pair("quiz.attempt", "/exam/attempts/{}", "open_attempt", narrow=True),
    pair("quiz.check", "/exam/attempts/{}/check", "open_attempt", narrow=True),
    both("quiz.index", "tara", "/exam/", narrow=True),
    pair("quiz.problem", "/exam/attempts/{}/problem?question=2", "open_attempt"),
    pair("quiz.receipt", "/exam/attempts/{}/receipt", "failed_attempt"),
    pair("quiz.result", "/exam/attempts/{}/result", "failed_attempt", narrow=True),
    both("quiz.show", "tara", "/exam/foundations", "/exam/short", narrow=True),
    both("calibration.index", "ines", "/exams/second/calibrations", "/exams/short/calibrations"),
    both(
        "calibration.show",
        "ada",
        "/exams/second/calibrations/{calibration}",
        "/exams/third/calibrations/{empty_calibration}",
    ),
    both("fairness.show", "ines", "/exams/second/fairness", "/exams/short/fairness"),
    both("exams.ask_extra_time", "ada", f"{SAT}/extra-time", "/exams/attempts/{empty_open_attempt}/extra-time"),
    both("exams.ask_extra_time_for_all", "ada", "/exams/second/extra-time", "/exams/short/extra-time"),
    both("exams.ask_publish", "ada", "/exams/second/publish", "/exams/unfinished/publish"),
    both("exams.ask_void", "ada", f"{SAT}/void", "/exams/attempts/{empty_open_attempt}/void"),
    both("exams.attempt", "ada", SAT, "/exams/attempts/{empty_open_attempt}"),
    both("exams.index", "ada", "/exams"),
    both("exams.monitor", "ada", "/exams/second/monitor", "/exams/short/monitor"),
    both("exams.new", "ada", "/exams/new"),
    both("exams.show", "ada", "/exams/second", "/exams/unfinished"),
    both("reports.audit", "otto", "/audit"),
    both("sample_quizzes.ask_end", "ines", "/sample-quizzes/{sample}/end", "/sample-quizzes/{ended_sample}/end"),
    both("sample_quizzes.ask_renew", "ines", "/sample-quizzes/{sample}/renew", "/sample-quizzes/{new_sample}/renew"),
    both(
        "sample_quizzes.choose",
        "ines",
        "/sample-quizzes/{sample}/choose",
        "/sample-quizzes/{new_sample}/choose?text=no",
    ),
    both("sample_quizzes.edit", "ines", "/sample-quizzes/{sample}/edit", "/sample-quizzes/{new_sample}/edit"),
    both("sample_quizzes.index", "ines", "/sample-quizzes", narrow=True),
    both("sample_quizzes.new", "ines", "/sample-quizzes/new"),
    both("sample_quizzes.show", "ines", "/sample-quizzes/{sample}", "/sample-quizzes/{new_sample}", narrow=True),
    both("samples.end", None, "/sample/{sample_link}/end?so=1r2n3p", "/sample/{new_sample_link}/end", narrow=True),
    both(
        "samples.question",
        None,
        "/sample/{sample_link}/questions/2",
        "/sample/{one_sample_link}/questions/1",
        narrow=True,
    ),
    both("samples.start", None, "/sample/{sample_link}", "/sample/{new_sample_link}", narrow=True),
    both("samples.whole", None, "/sample/{sample_link}/all", "/sample/{new_sample_link}/all", narrow=True),
    both("sessions.ask_correct", "tara", "/sessions/{session}/correct", "/sessions/{session}/correct"),
    both("sessions.ask_decline", "sam", "/sessions/{session}/decline", "/sessions/{session}/decline"),
    both("sessions.ask_strike", "tara", "/sessions/{session}/strike", "/sessions/{session}/strike"),
    both("sessions.index", "tara", "/sessions", narrow=True),
    both("sessions.new", "tara", "/sessions/new", narrow=True),
    both("sessions.queue", "sam", "/sessions/confirm"),
]
MORE = [
    Visit("bank.edit.new", FULL, "ines", "/bank/new/matching", FULL),
    Visit("bank.edit.new", FULL, "ines", "/bank/new/matching?unsaved=1", FULL),
    Visit("bank.edit.form", FULL, "ines", "/bank/items/anatomy/back/drawn/edit", FULL),
    Visit("bank.edit.form", FULL, "ines", "/bank/items/evidence/texts/n9/edit", FULL),
    *(
        Visit("bank.edit.form", FULL, "ines", f"/bank/items/safety/sample/{name}/edit?{LISTED}", FULL)
        for name in SAMPLES
    ),
    *(Visit("practice.question", FULL, "tara", f"/practice/{{practised_{kind}}}", FULL, narrow=True) for kind in KINDS),
    Visit("bank.show", FULL, "ines", "/bank/items/anatomy/back/drawn", FULL),
    Visit("bank.edit.form", FULL, "ines", "/bank/items/safety/recorded/n1/edit", FULL),
    Visit("practice.question", FULL, "tara", "/practice/{practised_recording}", FULL, narrow=True),
    Visit("quiz.attempt", FULL, "tara", "/exam/attempts/{recorded_attempt}", FULL, narrow=True),
    Visit("marking.page", FULL, "ines", "/marking/{text}", FULL),
    Visit("quiz.attempt", FULL, "tara", "/exam/attempts/{places_attempt}", FULL, narrow=True),
    Visit("certificates.show", FULL, "tara", "/certificates/{replaced_certificate}", FULL),
    Visit("check.ask", EMPTY, None, "/check?number=7KQ4", FULL, status=404),
    Visit("check.show", EMPTY, None, "/check/7KQ4-M2XD-91TB-0CPZ", FULL, status=404),
    Visit("check.show", FULL, None, "/check/{expired_certificate}", FULL),
    Visit("check.show", FULL, None, "/check/{suspended_certificate}", FULL),
    Visit("check.show", FULL, None, "/check/{revoked_certificate}", FULL),
    Visit("check.show", FULL, None, "/check/{replaced_certificate}", FULL),
    Visit("check.show", FULL, None, "/check/{erased_certificate}", FULL),
    Visit("register.index", EMPTY, "ada", "/register?words=nobody", FULL),
    Visit("register.show", FULL, "otto", "/register/{revoked_certificate}", FULL),
    Visit("register.show", FULL, "ada", "/register/{erased_certificate}", FULL),
    Visit("accounts.code", FULL, None, "/sign-in/code", FULL, carrying="half_signed_in"),
    Visit("accounts.code", EMPTY, None, "/sign-in/code", FULL, carrying="half_signed_in"),
    Visit("accounts.kept_form", FULL, "ada", "/kept-form", FULL, carrying="kept_form"),
    Visit("accounts.kept_form", EMPTY, "ada", "/kept-form", EMPTY),
    Visit("password.invitation", EMPTY, None, "/invitation/nothing-like-it", EMPTY, status=410),
    Visit("people.show", FULL, "ada", "/people/{ada}", FULL),
    Visit("people.show", FULL, "ada", "/people/{erased}", FULL),
    Visit("practice.question", EMPTY, "tara", "/practice/{new_practice}/2", FULL, narrow=True),
    Visit("practice.question", EMPTY, "tara", "/practice/{new_practice}/3", FULL, narrow=True),
    Visit("bank.desk.home", FULL, "rhea", "/bank/desk", FULL),
    Visit("bank.desk.home", FULL, "lena", "/bank/desk", FULL),
    Visit("bank.desk.home", EMPTY, "otto", "/bank/desk", FULL),
    Visit("bank.version", FULL, "lena", "/bank/items/{in_review}/versions/1", FULL),
    Visit("bank.index", EMPTY, "ines", "/bank?text=nothing+like+it", FULL),
    Visit("bank.booklet.page", FULL, "rhea", "/bank/booklet?text=sample", FULL),
    Visit("bank.review.page", EMPTY, "rhea", "/bank/items/{ordering}/versions/1/review", FULL),
    Visit("jobs.show", FULL, "otto", "/jobs/{failed_job}", FULL),
    Visit("modules.edit.part", FULL, "ines", f"{READ}/edit/figure/taut-band", FULL),
    Visit("modules.edit.part", FULL, "ines", f"{READ}/edit/question/two-of-three", FULL),
    Visit("modules.section", FULL, "tara", "/modules/needles-and-superficial/sections/choosing-a-needle", FULL),
    Visit("modules.section", FULL, "tara", "/modules/anatomy-of-danger/sections/chest-wall", FULL),
    Visit("modules.whole", FULL, "lena", "/modules/needles-and-superficial/print", FULL),
    Visit("modules.drill.show", FULL, "tara", "/drill?way=b&clock=slow", FULL, narrow=True),
    Visit("practicals.check", FULL, "sam", "/practicals/drafts/{unsafe_draft}/check", FULL),
    Visit("practicals.show", FULL, "sam", "/practicals/records/{station}", FULL),
    Visit("exams.attempt", FULL, "otto", "/exams/attempts/{failed_attempt}", FULL),
    Visit("quiz.attempt", FULL, "tara", "/exam/attempts/{over_attempt}", FULL),
    Visit("quiz.result", FULL, "tom", "/exam/attempts/{passed_attempt}/result", FULL),
    Visit("quiz.result", FULL, "tom", "/exam/attempts/{waiting_attempt}/result", FULL),
    Visit("quiz.show", FULL, "tom", "/exam/foundations", FULL),
    Visit("quiz.show", FULL, "tara", "/exam/second", FULL),
    Visit("sample_quizzes.show", FULL, "lena", "/sample-quizzes/{sample}", FULL),
    Visit("sample_quizzes.show", EMPTY, "ines", "/sample-quizzes/{ended_sample}", FULL),
    Visit("samples.start", EMPTY, None, "/sample/{ended_sample_link}", FULL, status=410),
    Visit("samples.start", EMPTY, None, "/sample/0000-0000-0000-0000", FULL, status=404),
    Visit("samples.question", EMPTY, None, "/sample/{sample_link}/questions/99", FULL, status=404),
    Visit("reports.audit", EMPTY, "ada", "/audit?action=nothing+like+it", FULL),
]
"""Further states of a page that look different."""

VISITS = tuple(
    sorted(
        (*(visit for pair in PAGES for visit in pair), *MORE),
        key=lambda visit: (visit.site, visit.who or "", visit.carrying),
    )
)
"""All of them, one person after the other, who share a site's tab."""

OTHER = {
    "about.start": "the way to the first page of one's roles",
    "accounts.token": "a fresh token as JSON",
    "assets.file": "style sheets, scripts, fonts and pictures",
    "bank.files.refused": "what an import refused, as a file to mend",
    "bank.picture": "a figure of an item",
    "check.download": "the certificate as PDF",
    "fairness.sheet": "papers as CSV",
    "health.alive": "a word for the supervisor",
    "health.ready": "the state as JSON",
    "jobs.progress": "a fragment of jobs.show",
    "marking.figure": "a figure of a question that is marked",
    "media.picture": "an uploaded picture",
    "practice.figure": "a picture of a question",
    "quiz.figure": "a picture of a question",
    "quiz.worker": "the service worker of the exam page",
    "samples.figure": "a picture of a question",
    "quiz_api.state": "the state of an attempt as JSON",
}
"""Endpoints that answer GET with something else than a page, and what that is."""
