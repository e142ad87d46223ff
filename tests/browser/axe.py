"""WCAG 2.2 A and AA as far as a machine can judge, by axe-core, with no network."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Error, Page

AXE_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
REACH_EVERY_FRAME = "axe.configure({allowedOrigins: ['<unsafe_all_origins>']})"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")


@dataclass(frozen=True, slots=True)
class Violation:
    """One element that breaks one rule. `target` is its CSS path, frames joined by ` >> `."""

    rule: str
    target: str
    html: str
    help: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.help}\n    {self.target}\n    {self.html}"


@dataclass(frozen=True, slots=True)
class Known:
    """A violation Streamlit itself makes, which we cannot mend: rule, part of the path or markup, reason."""

    rule: str
    where: str
    why: str

    def covers(self, violation: Violation) -> bool:
        return violation.rule == self.rule and (self.where in violation.target or self.where in violation.html)


KNOWN: tuple[Known, ...] = (
    Known(
        "target-size",
        'role="spinbutton"',
        "Day and month inside Streamlit's date field are 20 px wide; the calendar beside them does the same.",
    ),
)


def violations(page: Page, *, known: tuple[Known, ...] = KNOWN) -> list[Violation]:
    """Everything axe-core finds on the page and in its frames, without what is known and justified.

    `docs/accessibility.md` tells the reader about each known one; a test holds the two together.
    """
    for frame in page.frames:
        try:
            frame.evaluate(f"{AXE_SCRIPT};{REACH_EVERY_FRAME}")
        except Error as error:
            if not frame.is_detached():
                raise error
    found = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", list(TAGS)
    )
    return [one for one in _listed(found) if not any(exception.covers(one) for exception in known)]


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert found == [], "\n".join(str(one) for one in found)


def _listed(result: dict[str, Any]) -> list[Violation]:
    return [
        Violation(rule["id"], " >> ".join(_path(node["target"])), node["html"][:300], rule["help"])
        for rule in result["violations"]
        for node in rule["nodes"]
    ]


def _path(target: list[Any]) -> list[str]:
    """axe gives one selector per frame, and a list of selectors where the path enters a shadow root."""
    return [" ".join(step) if isinstance(step, list) else str(step) for step in target]
