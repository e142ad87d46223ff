"""WCAG 2.2 A and AA as far as a machine can judge, by axe-core, with no network."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Frame, Page

AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")


@dataclass(frozen=True, slots=True)
class Violation:
    """One element that breaks one rule. `target` is its CSS path, frames joined by ` >> `; `within` says which of the
    places asked about it lies in."""

    rule: str
    target: str
    html: str
    help: str
    within: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}: {self.help}\n    {self.target}\n    {self.html}"


@dataclass(frozen=True, slots=True)
class Known:
    """A violation Streamlit itself makes, which we cannot mend: rule, CSS selector of the place, reason."""

    rule: str
    where: str
    why: str

    def covers(self, violation: Violation) -> bool:
        return violation.rule == self.rule and self.where in violation.within


KNOWN: tuple[Known, ...] = (
    Known(
        "target-size",
        '[role="spinbutton"]',
        "Day and month inside Streamlit's date field are 20 px wide; the calendar beside them does the same.",
    ),
    Known(
        "list",
        '[data-testid="stSidebarNavItems"]',
        "Streamlit puts the headings of page groups between the items of the list of pages.",
    ),
    Known(
        "listitem",
        '[data-testid="stSidebarNavItems"]',
        "Streamlit wraps the pages of a group in an element of its own inside the list.",
    ),
)

JUDGE = """async ([tags, places, whole]) => {
    const off = whole ? [] : ['document-title', 'bypass', 'target-size'];
    const rules = Object.fromEntries(off.map(rule => [rule, {enabled: false}]));
    const found = await axe.run(document, {
        runOnly: {type: 'tag', values: tags}, rules, resultTypes: ['violations'], elementRef: true, iframes: false,
    });
    return found.violations.flatMap(rule => rule.nodes.map(node => ({
        rule: rule.id,
        help: rule.help,
        html: node.html,
        target: node.target,
        within: places.filter(place => node.element.closest(place)),
    })));
}"""
"""Each frame is judged by itself. A title and a way past the navigation are asked of the page as a whole only; so is
the size of targets, because axe-core takes the rectangle round an area of a map for its size: the rectangles of
neighbours overlap, which says nothing about the areas and takes minutes to find out."""


def violations(page: Page, *, known: tuple[Known, ...] = KNOWN) -> list[Violation]:
    """Everything axe-core finds on the page and in its frames, without what is known and justified.

    `docs/accessibility.md` tells the reader about each known one; a test holds the two together.
    """
    listed = [violation for frame in page.frames for violation in _judged(frame, known)]
    return [one for one in listed if not any(exception.covers(one) for exception in known)]


def _judged(frame: Frame, known: tuple[Known, ...]) -> list[Violation]:
    whole = frame.parent_frame is None
    place = "" if whole else f"iframe[title={frame.frame_element().get_attribute('title')!r}] >> "
    frame.evaluate(AXE_SCRIPT)
    found = frame.evaluate(JUDGE, [list(TAGS), sorted({exception.where for exception in known}), whole])
    return [_violation(node, place) for node in found]


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert found == [], "\n".join(str(one) for one in found)


def _violation(node: dict[str, Any], place: str) -> Violation:
    target = place + " ".join(_path(node["target"]))
    return Violation(node["rule"], target, node["html"][:300], node["help"], tuple(node["within"]))


def _path(target: list[Any]) -> list[str]:
    """axe gives one selector, or a list of selectors where the path enters a shadow root."""
    return [" ".join(step) if isinstance(step, list) else str(step) for step in target]
