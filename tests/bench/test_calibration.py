"""The bench of calibrations runs, on a few people; what it measures is not looked at here."""

from bench import calibration


def test_its_people_and_its_bank_can_be_calibrated():
    bank = calibration.made()

    found = calibration.calibrated(bank, *calibration.sat(60), None, [].append)

    assert (found.attempts, len(found.items)) == (60, calibration.ITEMS)
    assert found.responses == 60 * calibration.SEEN
