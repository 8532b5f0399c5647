"""The form of hotspot items."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from training.bank.forms.item import ItemForm, whole_box
from training.bank.forms.values import text, whole, words
from training.web.choices import choices

SHAPES = (("rectangle", "Rectangle"), ("ellipse", "Ellipse"), ("polygon", "Polygon"))


class RegionForm(Form):
    """One region of a hotspot item."""

    id = StringField("Letter", description="Stays with the region through every edit.")
    shape = SelectField("Shape", choices=choices(SHAPES), validate_choice=False)
    at = StringField(
        "Numbers",
        description="0 to 1000, from top left. Rectangle: left, top, right, bottom. Ellipse: centre across and down, "
        "radius across and down. Polygon: across and down of each corner.",
    )
    correct = BooleanField("Right place")
    dangerous = BooleanField("A mark here would endanger a patient")
    rationale = TextAreaField("Why it is right or wrong")
    sources = StringField("Sources of this region")

    def draft(self) -> dict[str, object]:
        """Return the region as a draft holds it."""
        flags: dict[str, object] = {name: True for name in ("correct", "dangerous") if self.data[name]}
        values: dict[str, object] = {
            "id": text(self.id.data),
            "shape": text(self.shape.data),
            "at": _numbers(self.at.data),
        }
        return values | {"rationale": text(self.rationale.data), "sources": words(self.sources.data)} | flags


class LandmarkForm(Form):
    """One named place of a hotspot item."""

    id = StringField("Letter")
    text = StringField("Name", description="As the list names it; it must not say whether it is right.")
    at = StringField("Point", description="Across and down, 0 to 1000.")

    def draft(self) -> dict[str, object]:
        """Return the landmark as a draft holds it."""
        return {"id": text(self.id.data), "text": text(self.text.data), "at": _numbers(self.at.data)}


class HotspotForm(ItemForm):
    """The form of a hotspot item: a figure, regions drawn on it, and its named places."""

    kind = "hotspot"
    marks_key = True
    parts: ClassVar[Mapping[str, str]] = {"regions": "Region", "landmarks": "Named place"}
    own: ClassVar[tuple[str, ...]] = ("figure", "alt", "targets", "near", "near_share", "all_or_nothing")
    pane = "bank/drawing.html"

    figure = StringField("Figure", description="The name of a picture under Figures, such as back.svg.")
    figure_file = FileField("New figure", validators=[Optional()])
    alt = StringField("What the figure shows", description="For those who cannot see it; it must not give the answer.")
    targets = IntegerField("Places to mark", default=1)
    near = IntegerField("Near miss, in thousandths", validators=[Optional()])
    near_share = StringField("A near miss gives", description="A share such as 1/2.", validators=[Optional()])
    all_or_nothing = whole_box()
    regions = FieldList(FormField(RegionForm))
    landmarks = FieldList(FormField(LandmarkForm))

    @classmethod
    def blank(cls) -> dict[str, Any]:
        """Return what the lists of a new item hold."""
        return {"regions": [{"id": "a"}], "landmarks": [{"id": "a"}, {"id": "b"}]}

    def picture(self) -> str:
        """Return the name of the figure that regions are drawn on."""
        return text(self.figure.data)

    def draft(self) -> dict[str, object]:
        """Return the draft of what was typed."""
        near = {"near": self.near.data, "near_share": text(self.near_share.data) or "1/2"} if self.near.data else {}
        own = {"figure": text(self.figure.data), "alt": text(self.alt.data), "targets": self.targets.data or 0}
        return super().draft() | own | near


def _numbers(value: object) -> list[object]:
    """Return the whole numbers of a field, however they are set apart; what is none stays as it was typed."""
    return [whole(word) for word in words(value)]
