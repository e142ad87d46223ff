"""A coordinator asks whom to call and about what: six lists with counts and limits, and the day each signal is from."""

import re

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage
from tests.pages.facts import (
    NBSP,
    day_in_words,
    html_of,
    past_their_period,
    rows_of,
    texts,
    valid,
    with_a_milestone_passed,
    without_evidence,
    without_guarantor,
    without_report_for_a_year,
)

DAY = "2016-06-30"
EXPECTED = {
    "bez hlášení ve lhůtě": without_report_for_a_year(DAY), "bez garanta": without_guarantor(DAY),
    "po termínu": past_their_period(DAY), "milník po termínu": with_a_milestone_passed(DAY),
    "bez dokladu": without_evidence(DAY),
}
"""Cards of five of the lists, counted from the files; those that lag are counted by the tests of the measure."""


def choices(app: AppTest) -> dict[str, int]:
    """Lists with their counts, as the quick choices have them."""
    (control,) = [one for one in app.button_group if any("signály" in option.content for option in one.proto.options)]
    return {name: int(n) for option in control.proto.options
            for name, n in re.findall(r"(.*) \((\d+)\)", option.content)}


def listed(app: AppTest) -> list[str]:
    """Codes of the cards in the list, in order."""
    return re.findall(r"karta=(A\d\d-\d\d)[^>]*>", html_of(app))


def test_six_lists_have_the_counts_of_the_files_and_lead_to_their_cards(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="signaly")
    counts = choices(app)
    assert {name: counts[name] for name in EXPECTED} == {name: len(cards) for name, cards in EXPECTED.items()}
    assert counts["všechny signály"] == sum(counts.values()) - counts["všechny signály"]
    assert min(counts.values()) >= 1
    assert "Lhůta hlášení (v měsících): 12. Mez zpoždění (v procentních bodech): 25." in texts(app)
    assert len(listed(app)) == 12

    app = open_page("aktivity", pohled="signaly", signal="no_report", cele="ano")
    assert sorted(listed(app)) == sorted(EXPECTED["bez hlášení ve lhůtě"])
    assert "je starší než 12 měsíců." in texts(app)
    row = re.search(r"A01-04 .*?</tr>", html_of(app), re.S)
    assert row is not None
    # The last report is of 29 June 2015: the first day on which it is too old is the very day.
    assert day_in_words(DAY) in row[0].replace("&nbsp;", NBSP)
    assert f">1{NBSP}den<" in row[0]
    assert "ohlásit, jak práce pokračují" in row[0]


def test_the_list_is_narrowed_by_who_answers_and_a_bad_value_is_told(open_page: OpenPage) -> None:
    role = "metodik kvality a vzdělávání"
    held = {row["activity_code"] for row in rows_of("activity_guarantor") if row["role"] == role and valid(row, DAY)}
    app = open_page("aktivity", pohled="signaly", garant=role, cele="ano")
    assert set(listed(app)) <= held
    assert choices(app)["bez hlášení ve lhůtě"] == len(EXPECTED["bez hlášení ve lhůtě"] & held) > 0
    assert choices(app)["bez garanta"] == 0

    app = open_page("aktivity", pohled="signaly", signal="<b>x</b>", garant="nobody", odpovida="y")
    assert not app.exception
    for key in ("signal", "garant", "odpovida"):
        assert any(f"„{key}“" in warning.value for warning in app.warning), key
    assert choices(app)["bez garanta"] == len(EXPECTED["bez garanta"])


def test_the_list_of_cards_knows_the_new_signals(open_page: OpenPage) -> None:
    app = open_page("aktivity", signal="no_evidence", cele="ano")
    assert sorted(set(listed(app))) == sorted(EXPECTED["bez dokladu"])


def test_before_the_plan_begins_nobody_is_asked(open_page: OpenPage) -> None:
    app = open_page("aktivity", pohled="signaly", k="2013-12-31")
    assert f"Plán začíná {day_in_words('2014-01-01')}; dříve nemůže být nic opožděno." in texts(app)
    assert (choices(app)["všechny signály"], listed(app)) == (0, [])


def test_the_overview_adds_the_signals_up_and_leads_to_each_list(open_page: OpenPage) -> None:
    (stale,) = [element.proto.body for element in open_page().get("html") if "Co zastaralo" in element.proto.body]
    counted = {name: int(n) for name, n in re.findall(r">([^<:]+): (\d+)</a>", stale)}
    assert {name: counted[name] for name in EXPECTED} == {name: len(cards) for name, cards in EXPECTED.items()}
    assert f'class="answer-number">{sum(counted.values())}<' in stale
    assert set(counted) == {*EXPECTED, "zaostává", "plány končící do roka"}
    assert 'href="aktivity?pohled=signaly&amp;signal=milestone_passed"' in stale
