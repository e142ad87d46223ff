"""The pack builder: an address is a pack, what cannot be used is told, a saved pack opens as it was."""

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from lib.model.pack import Pack, PackFile, Shape
from lib.model.selection import AsOf, Selection
from lib.ui import cached
from tests.pages.conftest import OpenPage
from tests.pages.facts import NBSP, html_of

SAVED = "K10-2016-06-14-podklady"
PARTS = ["prehled", "pokryti", "mezery", "vybrane", "plneni", "posun", "signaly", "rozhodnuti"]


def preview(app: AppTest) -> str:
    """The text of the slide that is previewed."""
    drawn = next(part.proto for part in app.get("bidi_component") if part.proto.component_name == "slide_preview")
    return re.sub("<[^>]*>", " ", json.loads(drawn.json)["html"]).replace(NBSP, " ")


def links(app: AppTest, text: str) -> list[dict[str, str]]:
    """The addresses behind links with the text, as their keys."""
    found = re.findall(rf'<a href="([^"]*)"[^>]*>{text}', html_of(app))
    return [{key: values[0] for key, values in parse_qs(urlsplit(link.replace("&amp;", "&")).query).items()}
            for link in found]


def test_parts_of_a_pack_are_moved_left_out_and_added_and_the_preview_follows(open_page: OpenPage) -> None:
    app = open_page("jednani", pohled="podklady", casti="pokryti,plneni", orp="5102", snimek="coverage",
                    podklad="<img src=x>")
    assert not app.exception
    assert [told.value for told in app.warning] == [
        "Hodnota „&lt;img src=x&gt;“ parametru „podklad“ v adrese není známa; "
        "místo ní je zobrazeno „žádné uložené podklady“."]
    assert [button.proto.label[-6:] for button in app.get("download_button")][:4] == [
        "(PPTX)", "(XLSX)", " (PDF)", "(DOCX)"]
    assert not [box for box in app.expander if "Uložit" in box.label]  # a reader saves nothing
    assert app.query_params.get("casti") == "pokryti,plneni"
    assert "V ORP Frýdlant má platný komunitní plán 14 z 18 obcí (93 % obyvatel)." in preview(app)
    app.button(key="pack_icon_arrow_upward_plneni").click().run()
    assert app.query_params["casti"] == "plneni,pokryti"
    assert app.button(key="pack_icon_arrow_upward_plneni").disabled
    app.button(key="pack_icon_close_pokryti").click().run()
    assert app.query_params["casti"] == "plneni"
    assert app.button(key="pack_icon_close_plneni").disabled  # a pack without any part would be none
    app.selectbox(key="pack_gap_type_cs").select("49").run()
    app.button(key="pack_gap_add").click().run()
    assert (app.query_params["casti"], app.query_params["vybrane"]) == ("vybrane,plneni", "49")
    app.button(key="pack_icon_gap_49").click().run()
    assert app.query_params["casti"] == "plneni"
    assert "vybrane" not in app.query_params


def test_a_saved_pack_opens_with_its_day_and_release_and_says_when_it_is_changed(open_page: OpenPage) -> None:
    app = open_page("jednani", pohled="podklady", podklad=SAVED)
    assert app.query_params["k"] == "2016-06-14"
    assert app.query_params["znamo"] == "1"
    assert app.query_params["casti"] == ",".join(PARTS)
    assert [told.value.replace("\\", "") for told in app.info if "ukázka" in told.value] == [
        "**Podklady pro jednání K10 14. 6. 2016 (ukázka)** – tak, jak byly uloženy z vydání 1. Platnost: platné."]
    assert not [box for box in app.expander if box.label == "Citovat tento pohled"]  # the pack has its own citation
    assert not app.code
    app.session_state["pack_lasting"] = True
    assert app.run().code[0].value == f"jednani?pohled=podklady&podklad={SAVED}"
    again = links(app, "Zopakovat pro další jednání")
    assert again == [{"pohled": "podklady", "slozka": "K10", "uzemi": "kraj", "casti": ",".join(PARTS),
                      "vybrane": "49.5101,49.5109", "jednani_id": "K10-2016-12-06", "k": "2016-12-06",
                      "srovnani": "2016-06-14", "opakuje": SAVED}]
    app.button(key="pack_icon_close_mezery").click().run()
    told = next(warning.value for warning in app.warning if "uloženo" in warning.value).replace("\\", "")
    assert "vidíte něco jiného, než co bylo uloženo; liší se: části." in told
    assert "podklad=" not in app.code[0].value


def test_what_an_address_asks_for_and_there_is_not_is_told_and_a_day_in_it_overrules_that_of_a_saved_pack(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DASHBOARD_TEMPLATE", str(tmp_path / "kraj.pptx"))
    app = open_page("jednani", pohled="podklady", podklad=SAVED, k="2016-06-30", slozka="NIC", jednani_id="x",
                    uzemi="5101,x", casti="<img src=x>", vybrane="49.x", pomer="x", snimek="x", rezim="x")
    assert not app.exception
    said = "".join(warning.value for warning in app.warning).replace("\\", "")
    keys = ("slozka", "jednani_id", "uzemi", "casti", "vybrane", "pomer", "snimek", "rezim")
    assert [key for key in keys if f"„{key}“" not in said] == []
    assert "<img" not in said
    assert "liší se: jednání, den, části, vybrané mezery." in said
    assert (app.query_params["k"], app.query_params["znamo"]) == ("2016-06-30", "1")
    assert [told.value for told in app.error if "DASHBOARD\\_TEMPLATE" in told.value]  # before anybody asks for slides
    assert [button.proto.label[-6:] for button in app.get("download_button")][:3] == ["(XLSX)", " (PDF)", "(DOCX)"]


def test_a_file_is_made_of_the_template_that_is_there_now(monkeypatch: pytest.MonkeyPatch) -> None:
    class Echo:
        def make(self, kind: PackFile, document: str, *, shape: Shape, template: bytes | None) -> bytes:
            return f"{kind} {document} {shape} {template}".encode()

    monkeypatch.setattr(cached, "workshop", Echo)
    monkeypatch.setattr(cached, "pack_document", lambda *of: "document")
    pack = Pack(Selection(AsOf(date(2016, 6, 30), 1)), title="Šablony")
    made = []
    for template in (b"first", b"second"):
        monkeypatch.setattr(cached, "read_pack_template", lambda found=template: found)
        made += [cached.pack_file(pack, "cs", "", "", kind, Shape.WIDE) for kind in (PackFile.SLIDES, PackFile.ANNEX)]
    assert made == [b"pptx document 16x9 b'first'", b"xlsx document 16x9 None",
                    b"pptx document 16x9 b'second'", b"xlsx document 16x9 None"]
