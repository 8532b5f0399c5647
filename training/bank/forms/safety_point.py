"""The field that names which safety point a critical item tests."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import Optional

from training.bank import safety_points
from training.web.choices import choices

NONE = ("", "None: the item is not critical")
LISTED = (NONE, *((point.code, f"{point.code}: {point.text}") for point in safety_points.LIST))


class SafetyPointField(SelectField):
    """A point of the list, by its code and what it says; a code that is not on it stays as it was given."""

    def __init__(self, label: str, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        super().__init__(label, [Optional()], choices=choices(LISTED), validate_choice=False, **options)

    def process_data(self, value: object) -> None:
        """Take a stored code."""
        super().process_data(value)
        self._offer_its_own()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a posted code."""
        super().process_formdata(valuelist)
        self._offer_its_own()

    def _offer_its_own(self) -> None:
        if self.data and self.data not in safety_points.CODES:
            self.choices = choices([*LISTED, (self.data, f"{self.data}: not on the list")])
