"""Files that prove progress: only what can be looked at is kept, and it is handed out only to who may take it."""

import io
import zipfile
import zlib
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
import sqlalchemy as sa
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from lib.desk.declare import Declaration, declare
from lib.desk.drafts import published_frames
from lib.errors import BadSelection, Forbidden, RejectedPackage, StoreUnavailable
from lib.importers import evidence, evidence_reading, isolated
from lib.importers.evidence import MAX_EVIDENCE_BYTES, accepted
from lib.model.access import READER, Account, Role
from lib.model.plan import MediaType
from lib.store.database import Database
from lib.store.evidence import evidence_held, read_evidence
from lib.store.releases import publish
from lib.store.tables import EVIDENCE_CONTENT
from lib.views.evidence import evidence_for
from tests.importers.made_cards import pdf_of

AT = datetime(2016, 7, 12, 12, tzinfo=UTC)
PDF = pdf_of([b"BT /F 12 Tf 50 700 Td (Zapis) Tj ET"])


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **how: object) -> bytes:
    drawn = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(drawn, kind, **how)
    return drawn.getvalue()


def with_object(written: bytes) -> bytes:
    """A PDF with one object more, which no table of contents names."""
    return PDF.replace(b"xref\n", b"90 0 obj\n" + written + b"\nendobj\nxref\n", 1)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(RejectedPackage) as told:
        accepted(name, content)
    [issue] = told.value.issues
    return issue.rule


OTHER, TWO = "evidence is a PDF, a PNG or a JPEG; this file has another ending", "the name of the file has two endings"
NO_SUCH = "the file is called {ending}, but it is no such file"
ELSE = "the file is called {ending}, but its content is {found}"
END = "the PDF has no end, or something goes on behind it"
ZIP = io.BytesIO()
with zipfile.ZipFile(ZIP, "w") as archive:
    archive.writestr("x.txt", "x")

REFUSED = {
    "wrong type": ("doklad.docx", ZIP.getvalue(), OTHER),
    "no ending": ("doklad", PDF, OTHER),
    "a program": ("doklad.exe", b"MZ", OTHER),
    "SVG": ("doklad.svg", b"<svg onload='x'/>", OTHER),
    "double ending": ("doklad.pdf.exe", PDF, OTHER),
    "double ending the other way": ("doklad.exe.pdf", PDF, TWO),
    "double ending of a page": ("doklad.html.pdf", PDF, TWO),
    "double ending with spaces and capitals": ("doklad.EXE  .pdf", PDF, TWO),
    "double ending in wide letters": ("doklad．ｅｘｅ.pdf", PDF, TWO),
    "ending hidden by a sign that turns the text": ("doklad\u202efdp.exe", PDF, OTHER),
    "a stream beside the file": ("doklad.pdf:x.exe", PDF, OTHER),
    "PDF named as a picture": ("doklad.png", PDF, ELSE),
    "empty": ("doklad.pdf", b"", "the file is empty"),
    "too large": ("doklad.pdf", PDF + b" " * MAX_EVIDENCE_BYTES, "the file is larger than {limit} MB"),
    "HTML posing as PDF": ("doklad.pdf", b"\xef\xbb\xbf\n<!DOCTYPE html><script>x</script>%PDF-1.4", ELSE),
    "HTML before a PDF": ("doklad.pdf", b"<html>" + PDF, ELSE),
    "HTML behind a PDF": ("doklad.pdf", PDF + b"<script>x</script>", END),
    "half a PDF": ("doklad.pdf", PDF[: len(PDF) // 2], END),
    "PDF and archive at once": ("doklad.pdf", PDF + ZIP.getvalue()[:-2] + b"\x07\x00\n%%EOF\n",
                                "the file is a PDF and an archive at once"),
    "PNG named JPEG": ("foto.jpg", picture(), ELSE),
    "something named JPEG": ("foto.jpeg", b"GIF89a" + bytes(50), NO_SUCH),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_is_no_evidence_is_refused_in_words(case: str) -> None:
    name, content, rule = REFUSED[case]
    assert refusal(name, content) == rule


ACTIVE = {
    "a script": b"<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>",
    "a script whose name is written otherwise": b"<< /S /J#61vaScript >>",
    "a program to be started": b"<< /S /Launch /F (cmd.exe) >>",
    "an embedded file": b"<< /Type /Filespec /F (x.exe) /EF << /F 91 0 R >> >>",
    "a form of XFA": b"<< /XFA [(template) 91 0 R] >>",
    "rich media": b"<< /Type /Annot /Subtype /RichMedia >>",
    "a form that sends data": b"[ [ << /A << /S /SubmitForm /F (https://example.org) >> >> ] ]",
    "a script in a packed object": b"<< /Type /ObjStm /N 1 /First 5 /Filter /FlateDecode >>\nstream\n"
                                   + zlib.compress(b"91 0 << /S /JavaScript /JS (x) >>") + b"\nendstream",
}


@pytest.mark.parametrize("case", ACTIVE)
def test_a_pdf_that_runs_or_carries_something_is_refused(case: str) -> None:
    assert evidence_reading.pdf_problem(with_object(ACTIVE[case])) == "active"


def test_a_plain_pdf_has_no_problem_and_a_locked_or_endless_one_has(monkeypatch: pytest.MonkeyPatch) -> None:
    assert evidence_reading.pdf_problem(PDF) is None
    assert evidence_reading.pdf_problem(with_object(b"<< /Type /Annot /A << /S /URI /URI (https://example.org) >> >>")
                                        ) is None
    assert evidence_reading.pdf_problem(with_object(b"<< /Type /XRef /Encrypt 91 0 R >>")) == "encrypted"
    monkeypatch.setattr(evidence_reading, "MAX_PAGES", 2)
    assert evidence_reading.pdf_problem(pdf_of([b"", b""])) is None
    assert evidence_reading.pdf_problem(pdf_of([b"", b"", b""])) == "pages"
    monkeypatch.setattr(evidence_reading, "MAX_OBJECTS", 4)
    assert evidence_reading.pdf_problem(PDF) == "objects"


def test_a_pdf_is_read_in_a_process_of_its_own_and_kept_as_it_is() -> None:
    found = accepted("../../etc/Zápis z jednání.PDF", PDF)
    assert (found.name, found.media_type, found.size_bytes) == ("Zápis z jednání.pdf", MediaType.PDF, len(PDF))
    assert found.content == PDF
    assert found.checksum == sha256(PDF).hexdigest()
    locked = pdf_of([b"x"], extra=b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]"
                    % (b"11" * 32, b"22" * 32))
    assert refusal("doklad.pdf", locked) == "the PDF is locked"
    assert refusal("doklad.pdf", with_object(ACTIVE["a script"])) == (
        "the PDF holds a script, a form that sends data, or another file")
    assert refusal("doklad.pdf", b"%PDF-1.4\n%%EOF") == "the file is broken: it cannot be read to its end"


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\x\\y.pdf": "y.pdf",
    "..\\..\\.pdf": "doklad.pdf",
    " . zápis\r\n\x00\u202e\u200b č. 1 .JPG": "zápis č. 1.jpg",
    "zápis v1.2 z 3. 6. 2016.pdf": "zápis v1.2 z 3. 6. 2016.pdf",
    "doklad.pdf.pdf": "doklad.pdf.pdf",
    'a<b>"c|d?*.png': "a_b__c_d__.png",
    "ž" * 300 + ".pdf": "ž" * 116 + ".pdf",
    "Stř. pl. 2016.pdf": "Stř. pl. 2016.pdf",
}


def test_names_lose_paths_and_signs_that_mislead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "_as_the_ending_says", lambda *_: None)
    monkeypatch.setattr(isolated, "answer", lambda *_, **__: {})
    assert {name: accepted(name, b"x").name for name in NAMES} == NAMES


def test_a_picture_is_drawn_anew_without_place_comment_and_tail() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = "Telefon"
    exif.get_ifd(0x8825)[1] = "N"
    taken = picture("JPEG", (40, 20), exif=exif, comment=b"tajny komentar", icc_profile=b"profil" * 9)
    found = accepted("foto.jpg", taken + b"<script>x</script>")
    assert found.media_type is MediaType.JPEG
    assert found.checksum == sha256(found.content).hexdigest() != sha256(taken).hexdigest()
    for trace in (b"Telefon", b"tajny", b"script", b"Exif", b"profil"):
        assert trace not in found.content
    with Image.open(io.BytesIO(found.content)) as shown:
        assert (shown.format, shown.size, len(shown.getexif())) == ("JPEG", (20, 40), 0)
    notes = PngInfo()
    notes.add_text("Place", "doma")
    found = accepted("foto.png", picture(pnginfo=notes) + ZIP.getvalue())
    assert b"doma" not in found.content
    assert found.content.endswith(b"IEND\xaeB`\x82")


def test_broken_and_swelling_pictures_are_refused() -> None:
    whole = picture("JPEG", (600, 400))
    assert refusal("foto.jpg", whole[: len(whole) // 2]) == "the file is broken: it cannot be read to its end"
    drawn = io.BytesIO()
    Image.new("1", (8000, 5001)).save(drawn, "PNG")
    assert len(drawn.getvalue()) < 10_000
    assert evidence_reading.read(drawn.getvalue(), "png") == {"problem": "pixels"}


def test_a_file_is_taken_by_who_may_from_the_release_that_has_it(published_database: Database) -> None:
    database = published_database
    internal, public, absent = (sha256(word).hexdigest() for word in (b"interni", b"verejny", b"jinde"))
    rows: list[dict[str, object]] = [
        {"checksum": checksum, "name": "doklad.pdf", "media_type": "pdf", "size_bytes": 7, "visibility": visibility,
         "date": date(2016, 6, 30)}
        for checksum, visibility in ((internal, "internal"), (public, "public"), (absent, "public"))
    ]
    declare(database, Account(Role.ADMINISTRATOR, "správce"), Declaration(
        {"evidence_file": rows}, 1, "doklady", files={internal: b"interni", public: b"verejny"}), at=AT)
    guarantor = Account(Role.GUARANTOR, "garant", activities=frozenset({"A01-01"}))
    with pytest.raises(Forbidden):
        evidence_for(database, READER, 2, internal)
    found = evidence_for(database, guarantor, 2, internal)
    assert (found.name, found.media_type, found.content) == ("doklad.pdf", MediaType.PDF, b"interni")
    assert evidence_for(database, READER, 2, public).content == b"verejny"
    for known_at, checksum, code in ((1, public, "no-evidence"), (2, "../../etc/passwd", "no-evidence"),
                                     (2, absent, "no-evidence-content")):
        with pytest.raises(BadSelection) as told:
            evidence_for(database, guarantor, known_at, checksum)
        assert told.value.code == code
    assert evidence_held(database, [public, absent, internal]) == {public, internal}


def test_a_file_that_was_closed_is_not_handed_out_by_an_older_release(sqlite: Database) -> None:
    checksum = sha256(b"verejny").hexdigest()
    row = {"checksum": checksum, "name": "doklad.pdf", "media_type": "pdf", "size_bytes": 7, "visibility": "public",
           "date": date(2016, 6, 30)}
    administrator = Account(Role.ADMINISTRATOR, "správce")
    declare(sqlite, administrator, Declaration({"evidence_file": [row]}, 1, "doklad", files={checksum: b"verejny"}),
            at=AT)
    assert evidence_for(sqlite, READER, 2, checksum).content == b"verejny"
    frames = published_frames(sqlite)
    files = frames["evidence_file"]
    closed = files.assign(visibility=files["visibility"].mask(files["checksum"] == checksum, "internal"))
    publish(sqlite, {**frames, "evidence_file": closed}, note="neveřejný", by_role="administrator", source_name="x",
            source_checksum="x", published_at=AT)
    for known_at in (2, 3):
        with pytest.raises(Forbidden):
            evidence_for(sqlite, READER, known_at, checksum)
        assert evidence_for(sqlite, administrator, known_at, checksum).content == b"verejny"


def test_a_stored_content_that_was_altered_is_not_handed_out(sqlite: Database) -> None:
    checksum = sha256(b"verejny").hexdigest()
    with sqlite.writing() as connection:
        connection.execute(sa.insert(EVIDENCE_CONTENT).values(checksum=checksum, content=b"jiny"))
    with pytest.raises(StoreUnavailable):
        read_evidence(sqlite, checksum)
