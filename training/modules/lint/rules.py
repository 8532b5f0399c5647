"""The rules of the linter of modules: what each is called, how much it matters, why, and what to do."""

from dataclasses import dataclass

from training.linting.rules import Severity

FEWEST_QUESTIONS, FEWEST_FIGURES = 4, 2
SECTION_WORDS = 300
MODULE_WORDS = range(1_200, 2_501)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. An error keeps a module from review, a warning wants a change or a reason."""

    name: str
    severity: Severity
    title: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule found.

    ``part`` is section, figure, question or module, ``id`` which one; ``field`` is its path in the draft, such as
    ``sections[2].text``, and ``line`` the line of that text. ``remedy`` says what to do here.
    """

    rule: Rule
    part: str
    id: str
    field: str
    line: int | None
    message: str
    remedy: str

    @property
    def where(self) -> str:
        """Return where it stands, in words."""
        place = f"{self.part} {self.id}".strip()
        return f"{place}, line {self.line}" if self.line else place


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
RULES: tuple[Rule, ...] = (
    Rule("unfinished", _ERROR, "Something is missing", "A reader would meet a gap.", "Write what is missing."),
    Rule(
        "unknown-source",
        _ERROR,
        "A source nobody knows",
        "A claim must lead to what it rests on; a code that the register lacks leads nowhere.",
        "Pick the code from the source register.",
    ),
    Rule(
        "broken-link",
        _ERROR,
        "A link that leads nowhere",
        "Whoever follows it is stuck, and whoever prints it cannot follow it at all.",
        "Link to a section as section:its-id, to the web as https://….",
    ),
    Rule(
        "figure",
        _ERROR,
        "A figure out of place",
        "Each figure is numbered by where it stands: shown once, on a line of its own, from a clean drawing.",
        "Put ![](figure:its-id) on a line of its own into one section.",
    ),
    Rule(
        "interactive",
        _ERROR,
        "An interactive part out of place",
        "Only a part that the site has can be shown, once and on a line of its own.",
        "Put ![](interactive:its-name) on a line of its own into one section.",
    ),
    Rule(
        "missing-alternative",
        _ERROR,
        "A figure without alternative text",
        "Who cannot see it learns nothing of it. WCAG 2.2, success criterion 1.1.1.",
        "Say in one or two sentences what the figure shows.",
    ),
    Rule(
        "thin-alternative",
        _WARNING,
        "Alternative text that says little",
        "A title again, or a word or two, does not replace what the figure shows.",
        "Say what is drawn and what it means, in at least eight words.",
    ),
    Rule(
        "markup",
        _ERROR,
        "Text that would be shown as code",
        "HTML and unclosed callouts appear on the page as they are typed.",
        "Use Markdown; end each callout with :::.",
    ),
    Rule(
        "heading-order",
        _ERROR,
        "Headings out of order",
        "A screen reader's list of headings is the outline; a level left out reads as a missing part.",
        "Begin with ### and go down one level at a time: ### then ####.",
    ),
    Rule(
        "uncited-figure",
        _ERROR,
        "A number without its source",
        "A percentage or a count is only as good as the paper it is from.",
        "Add [@CODE] to the paragraph.",
    ),
    Rule(
        "uncited-claim",
        _WARNING,
        "A paragraph without a source",
        "Every paragraph that claims something says where it is from.",
        "Add [@CODE], or say it as a question or as quoted words.",
    ),
    Rule(
        "uncertain-fact",
        _ERROR,
        "A fact nobody confirmed",
        "Facts tagged [?] in the dossiers are uncertain: they are taught as debated, never as so, and are no key.",
        "Leave it out, or say in the same sentence that it is debated or that there is no evidence.",
    ),
    Rule(
        "unopened-source",
        _WARNING,
        "A source known by name only",
        "Nobody has opened it for this site, so nobody has checked that it says this.",
        "Cite a source that was read beside it, or have it opened.",
    ),
    Rule(
        "long-section",
        _WARNING,
        "A section too long for one sitting",
        f"A section is read in one go: at most {SECTION_WORDS} words.",
        "Divide it, or cut it.",
    ),
    Rule(
        "module-length",
        _WARNING,
        "A module too short or too long",
        f"A module is planned for an hour: {MODULE_WORDS.start:,} to {MODULE_WORDS.stop - 1:,} words.",
        "Add or cut sections.",
    ),
    Rule(
        "few-questions",
        _WARNING,
        "Too few questions in passing",
        "Who is asked remembers more than who only reads.",
        f"Ask at least {FEWEST_QUESTIONS} questions.",
    ),
    Rule(
        "few-figures",
        _WARNING,
        "Too few figures",
        "Anatomy and technique are seen before they are understood.",
        f"Show at least {FEWEST_FIGURES} figures.",
    ),
)
BY_NAME = {rule.name: rule for rule in RULES}
