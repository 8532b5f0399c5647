"""Going through pages by the keyboard alone, as somebody does who has no pointer."""

from playwright.sync_api import Locator, Page, expect

FOCUSED = "node => node === document.activeElement"
FARTHEST = 160
"""Presses of Tab after which something counts as out of reach."""

PATIENCE, LOOK = 5_000, 50
"""Milliseconds until the focus must show, which a busy machine may draw late, and between two looks."""


class Keyboard:
    """A page and the keys to move in it; nothing here clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> Locator:
        """Press Tab until the focus is on ``target``, which must show that it has it."""
        expect(target).to_be_visible()
        element = target.element_handle()  # found once: to look for it after every press takes longer than the press
        for _ in range(FARTHEST):
            if element.evaluate(FOCUSED):
                self._wait_until_shown(target)
                return target
            self.page.keyboard.press("Tab")
        message = f"Tab never reaches {target}"
        raise AssertionError(message)

    def _wait_until_shown(self, target: Locator) -> None:
        for _ in range(PATIENCE // LOOK):
            if shows_focus(target):
                return
            self.page.wait_for_timeout(LOOK)
        message = f"nothing shows the focus on {target}"
        raise AssertionError(message)

    def press(self, role: str, name: str, **options: object) -> None:
        """Go to a link or button by its name and press Enter."""
        self.reach(self.page.get_by_role(role, name=name, **options).first)
        self.page.keyboard.press("Enter")

    def tick(self, target: Locator) -> None:
        """Go to a checkbox or a radio button and press the space bar."""
        self.reach(target)
        self.page.keyboard.press("Space")
        expect(target).to_be_checked()

    def choose(self, group: Locator, label: str = "") -> None:
        """Go to a group of radio buttons, one stop of Tab, and choose the first or a labelled one by arrow keys."""
        wanted = group.and_(self.page.get_by_label(label)) if label else group.first
        self.reach(group.first)
        self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def write(self, label: str, text: str) -> None:
        """Go to a field by its label and type."""
        self.reach(self.page.get_by_label(label, exact=True))
        self.page.keyboard.type(text)


def shows_focus(target: Locator) -> bool:
    """Return whether the focused element, its label or something around it draws an outline."""
    seen: bool = target.evaluate(
        """node => {
          const near = [node, ...(node.labels ?? []), node.parentElement, node.nextElementSibling].filter(Boolean)
          const drawn = one => ['', '::before', '::after'].some(part => {
            const style = getComputedStyle(one, part || null)
            return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
          })
          return near.some(drawn)
        }"""
    )
    return seen
