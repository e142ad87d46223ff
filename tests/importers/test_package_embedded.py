"""The data package supplied with the application."""

import json
from pathlib import Path

import frictionless
import pytest

from lib.importers.descriptor import build_descriptor
from lib.importers.package import load_package
from lib.model.schemas import TABLES

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def descriptor() -> dict[str, object]:
    described: dict[str, object] = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    return described


def test_the_supplied_package_passes_every_check_and_its_descriptor_is_up_to_date() -> None:
    package = load_package(DATA)

    assert package.issues == ()
    assert list(package.frames) == list(TABLES)
    assert len(package.frames["municipality"]) == 215
    assert len(package.frames["orp_boundary"]) == 10
    assert len(package.frames["activity"]) == 46


def test_the_supplied_descriptor_is_the_one_the_code_makes(descriptor: dict[str, object]) -> None:
    assert descriptor == build_descriptor(DATA)
    assert descriptor["default_valid_on"] == "2016-06-30"


def test_the_supplied_package_is_a_valid_frictionless_data_package() -> None:
    report = frictionless.validate(str(DATA / "datapackage.json"))
    assert report.flatten(["taskName", "rowNumber", "fieldName", "type", "note"]) == []
