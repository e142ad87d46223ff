"""`export pack`: a meeting pack as slides, workbook, handout and report."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lib.commands.opening import add_language, opened
from lib.commands.selecting import add_selection, selection_asked
from lib.commands.writing import write_file
from lib.errors import BadSelection
from lib.model.pack import USUAL, ChosenGap, Pack, PackFile, Section, Shape, chosen_of, sections_of
from lib.model.saved_pack import keys_of
from lib.model.selection import Selection
from lib.settings import read_pack_template
from lib.text.messages import words_for
from lib.views.pack import pack_view


def add_command(kinds: Any) -> None:
    """Declare the kind of export and what a pack may be asked for."""
    pack = kinds.add_parser("pack", help="a meeting pack; the ending says which file: " + ", ".join(PackFile))
    pack.add_argument("files", nargs="+", type=Path, metavar="FILE", help="where to write; such a file is replaced")
    pack.add_argument("--slozka", metavar="BODY", help="body the pack is for")
    pack.add_argument("--jednani", metavar="MEETING", help="meeting the pack is for")
    pack.add_argument("--uzemi", metavar="CODES", default="", help="ORP areas with commas between them (default: all)")
    pack.add_argument("--casti", metavar="PARTS", help="parts in their order: " + ",".join(Section))
    pack.add_argument("--vybrane", metavar="GAPS", help="gaps to be taken apart: 49.5102,50")
    pack.add_argument("--nazev", metavar="TITLE", default="", help="title of the pack")
    pack.add_argument("--pomer", choices=list(Shape), default=Shape.WIDE.value, help="proportions of the slides")
    pack.add_argument("--base-url", metavar="URL", default="", help="address of the dashboard, for links and QR codes")
    add_selection(pack)
    add_language(pack)
    pack.set_defaults(run=_pack)


def _pack(options: argparse.Namespace) -> None:
    # The writers' libraries take a while to load.
    from lib.exports.atom import checked_base
    from lib.exports.pack_document import build_document
    from lib.exports.workshop import written

    kinds = [(path, _kind(path)) for path in options.files]
    base_url = checked_base(options.base_url) if options.base_url else ""
    database = opened(options.lang)
    words = words_for(options.lang)
    asked = _asked(options, selection_asked(database, options))
    shape = Shape(options.pomer)
    keys = {"pohled": "podklady", **keys_of(asked, shape, None), "znamo": str(asked.selection.at.known_at)}
    if options.lang != "cs":
        keys["lang"] = options.lang
    query = f"jednani?{urlencode(keys, safe=',:')}"
    document = build_document(pack_view(database, asked), words, base_url=base_url, query=query)
    template = read_pack_template()
    for path, kind in kinds:
        write_file(path, written(kind, document, shape, template))


def _kind(path: Path) -> PackFile:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in list(PackFile):
        raise BadSelection("unknown-ending", "The ending of {value} is none of {known}.", value=path.name,
                           known=", ".join(PackFile))
    return PackFile(ending)


def _asked(options: argparse.Namespace, selection: Selection) -> Pack:
    sections = USUAL if options.casti is None else sections_of(options.casti)
    chosen: tuple[ChosenGap, ...] = () if options.vybrane is None else chosen_of(options.vybrane)
    own = () if selection.orp is None else (selection.orp,)
    areas = tuple(code for code in options.uzemi.split(",") if code) or own
    return Pack(replace(selection, orp=None, service_type=None), areas, sections, chosen, options.slozka,
                options.jednani, options.nazev)
