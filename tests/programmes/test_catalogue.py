import tomllib

from training.core.eligibility import Need
from training.practicals import catalogue as practicals
from training.programmes import catalogue

FOUNDATIONS = catalogue.programmes()["dry-needling-foundations"]


def test_there_are_two_awards_and_no_third():
    assert [award.title for award in FOUNDATIONS.awards] == [
        "Certificate of completion: dry needling theory",
        "Certificate of completion: dry needling foundations",
    ]


def test_theory_asks_for_nothing_that_needs_people_in_a_room():
    assert not any(requirement.in_a_room for requirement in FOUNDATIONS.award("theory").requirements)


def test_foundations_asks_for_all_of_theory_and_for_what_people_saw():
    theory, foundations = FOUNDATIONS.award("theory"), FOUNDATIONS.award("foundations")

    assert set(theory.requirements) < set(foundations.requirements)
    assert {requirement.need for requirement in foundations.requirements if requirement.in_a_room} == {
        Need.PRACTICAL,
        Need.SESSIONS,
    }


def test_the_practical_it_names_ships():
    named = [found.code for found in FOUNDATIONS.requirements if found.need == Need.PRACTICAL]

    assert named == list(practicals.forms())


def test_its_numbers_are_shown_as_provisional():
    assert "Provisional" in FOUNDATIONS.standing


def test_a_stored_version_reads_back_as_the_same_programme():
    assert catalogue.parse(FOUNDATIONS.content) == FOUNDATIONS


def test_a_change_of_one_word_is_another_version():
    content = tomllib.loads((catalogue.CONTENT / "foundations.toml").read_text(encoding="utf-8"))

    assert catalogue.parse(content | {"summary": "Other"}).version != FOUNDATIONS.version


def test_a_module_is_called_what_it_calls_itself_in_every_award():
    called = FOUNDATIONS.titled({"trigger-points": "The trigger point"})
    asked = {found.code: found for award in called.awards for found in (*award.requirements, *award.renewal)}

    assert asked["trigger-points"].title == "The trigger point"
    assert asked["clean-needle"].title == "Clean needle", "not loaded: the words of its code"
    assert asked["foundations"].title == "Written exam"
    assert {found.code for found in called.requirements} == {found.code for found in FOUNDATIONS.requirements}
    assert called.version == FOUNDATIONS.version


def test_the_file_names_no_module_twice():
    asked = [entry for entry in FOUNDATIONS.content["requirements"] if entry["need"] == "module"]

    assert asked
    assert not any("title" in entry for entry in asked)


def test_the_exam_is_known_by_its_code():
    assert FOUNDATIONS.exams == ("foundations",)
