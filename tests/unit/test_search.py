"""Words are compared without case and without diacritics."""

from lib.model.search import fold


def test_a_search_ignores_case_diacritics_and_unbreakable_spaces() -> None:
    assert fold("  Železný\u00a0BROD ") == "zelezny brod"
    assert fold("žluťoučký kůň") == "zlutoucky kun"
    assert fold("§\u00a049") == "§ 49"
