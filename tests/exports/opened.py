"""Files of a meeting pack as strangers open them: by a validator of Office Open XML, and by LibreOffice."""

import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2 as pdfium
from openxml_audit import FileFormat, OpenXmlValidator
from PIL import Image, ImageStat

from tests.needs import office_path

SECONDS = 120


def valid_ooxml(content: bytes, ending: str) -> bool:
    """Whether the file ("pptx", "docx", "xlsx") keeps the schemas and rules of Office 2019; a breach fails by name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{ending.lstrip('.')}"
        path.write_bytes(content)
        found = OpenXmlValidator(file_format=FileFormat.OFFICE_2019, max_errors=50).validate(path)
    told = [f"{error.part_uri} {error.path}: {error.description}" for error in found.errors]
    assert not told, "\n".join(told)
    return bool(found.is_valid)


def office_pdf(file: bytes | Path, ending: str) -> bytes:
    """The file as LibreOffice prints it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{ending.lstrip('.')}"
        path.write_bytes(file if isinstance(file, bytes) else file.read_bytes())
        subprocess.run(
            [office_path(), f"-env:UserInstallation={Path(_profile().name).as_uri()}", "--headless", "--norestore",
             "--convert-to", "pdf", "--outdir", folder, str(path)],
            check=True, capture_output=True, timeout=SECONDS,
        )
        return path.with_suffix(".pdf").read_bytes()


def pages_of(pdf: bytes, scale: float = 1.0) -> list[Image.Image]:
    """Every page as a picture; `scale` 1 is 72 dots an inch."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [page.render(scale=scale).to_pil() for page in document]
    finally:
        document.close()


def blank(page: Image.Image) -> bool:
    """Whether the page has nothing on it."""
    return ImageStat.Stat(page.convert("L")).stddev[0] < 1


@cache
def _profile() -> TemporaryDirectory[str]:
    """A profile of LibreOffice of this process, so that two workers do not wait for one another."""
    return TemporaryDirectory(prefix="office-")
