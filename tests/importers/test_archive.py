"""A whole state goes out as one zip and comes in again; an archive that is not what it should be is refused unread."""

import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from lib.errors import Issue, RejectedPackage
from lib.exports.archive import package_zip
from lib.importers import archive as importing
from lib.importers.archive import import_archive
from lib.importers.package import load_package
from lib.model import archives
from lib.model.changes import differences
from lib.model.incoming import ImportKind
from lib.model.schemas import TABLES
from lib.text.catalogues import catalogue_of
from tests.made_region import ROWS

Frames = dict[str, pd.DataFrame]
Files = dict[str, bytes]
OPTIONAL = [name for name, table in TABLES.items() if table.optional and name not in ROWS]


def unpacked(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: Files, *, folder: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(folder + name, content)
    return buffer.getvalue()


def refused(content: bytes, known: Frames) -> list[Issue]:
    with pytest.raises(RejectedPackage) as refusal:
        import_archive(content, "package.zip", known)
    issues = list(refusal.value.issues)
    czech = catalogue_of("cs").texts
    assert [text for issue in issues for text in (issue.rule, issue.remedy) if text not in czech] == []
    return issues


def found(content: bytes, known: Frames) -> list[tuple[str, str, str]]:
    return [(issue.file, issue.value, issue.rule.format_map(issue.values)) for issue in refused(content, known)]


def test_a_state_comes_back_without_a_difference(frames: Frames) -> None:
    content = package_zip(frames)

    incoming = import_archive(content, "package.zip", frames)

    assert not differences(frames, incoming.tables)
    assert list(incoming.tables) == list(TABLES)
    assert (incoming.kind, incoming.name, incoming.base_release) == (ImportKind.PACKAGE, "package.zip", None)
    assert incoming.checksum == sha256(content).hexdigest()
    assert incoming.remarks == ()
    assert incoming.details == {
        "package": "socialni-sluzby-cz099", "files": len(unpacked(content)),
        "rows": sum(len(frame) for frame in frames.values()),
    }


def test_awkward_texts_and_exact_amounts_come_back(frames: Frames) -> None:
    comments = ['=1+1; "uvozovky", čárka', "první řádek\r\ndruhý\rtřetí"]
    frames["progress_report"]["comment"] = pd.Series(comments, dtype="str")
    frames["service_target_group"]["share"] = [1 / 3, 2 / 3, 0.1 + 0.2, None, 1.0]

    incoming = import_archive(package_zip(frames), "package.zip", frames)

    assert not differences(frames, incoming.tables)
    assert incoming.tables["progress_report"]["comment"].tolist() == comments


def test_borders_of_municipalities_go_with_the_package_when_there_are_any(frames: Frames) -> None:
    areas = frames["orp_boundary"]
    frames["municipality_boundary"] = pd.DataFrame({
        "municipality_code": ["990101", "990201"], "geometry": areas["geometry"].iloc[:2].to_numpy(),
        "vintage": areas["vintage"].iloc[:2].to_numpy(), "source_id": "register",
    }).astype(frames["municipality_boundary"].dtypes.to_dict())[list(TABLES["municipality_boundary"].columns)]
    content = package_zip(frames)

    assert "reference/municipalities.geojson" in unpacked(content)
    assert not differences(frames, import_archive(content, "package.zip", frames).tables)


def test_the_same_state_gives_the_same_bytes(frames: Frames) -> None:
    shuffled = {name: frame.iloc[::-1].reset_index(drop=True) for name, frame in frames.items()}

    assert package_zip(shuffled) == package_zip(frames)


def test_real_and_illustrative_rows_lie_apart(frames: Frames) -> None:
    files = unpacked(package_zip(frames))

    assert next(iter(files)) == "datapackage.json"
    assert files["reference/source.csv"].decode().splitlines()[1].startswith("register,")
    assert files["demo/source.csv"].decode().splitlines()[1].startswith("demo,")
    assert "demo/orp.csv" not in files
    assert "reference/provider.csv" not in files


def test_a_table_without_rows_has_a_file_with_its_header(frames: Frames) -> None:
    frames["opinion"] = frames["opinion"].iloc[:0]
    content = package_zip(frames)

    assert unpacked(content)["reference/opinion.csv"].decode() == ",".join(TABLES["opinion"].columns) + "\r\n"
    assert not differences(frames, import_archive(content, "package.zip", frames).tables)


def test_the_zip_is_a_valid_frictionless_data_package(frames: Frames, tmp_path: Path) -> None:
    for name, content in unpacked(package_zip(frames)).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)

    report = frictionless.validate(str(tmp_path / "datapackage.json"))

    assert report.flatten(["taskName", "rowNumber", "type", "note"]) == []
    assert len(report.tasks) == len(TABLES) - len(OPTIONAL)
    assert load_package(tmp_path).issues == ()


def test_a_zipped_folder_is_read_too(frames: Frames) -> None:
    files = unpacked(package_zip(frames))
    content = packed(files | {"__MACOSX/._datapackage.json": b"x"}, folder="")
    inside = packed(files | {".DS_Store": b"x"}, folder="balíček 2016/")

    assert import_archive(content, "package.zip", frames).remarks == ()
    assert not differences(frames, import_archive(inside, "package.zip", frames).tables)


def test_a_zip_without_a_package_or_with_two_is_refused(frames: Frames) -> None:
    files = unpacked(package_zip(frames))
    two = packed({**{f"a/{name}": content for name, content in files.items()},
                  **{f"b/{name}": content for name, content in files.items()}})

    assert found(packed({"note.txt": b"x"}), frames) == [
        ("package.zip", "datapackage.json", "packages in the archive: 0")]
    assert found(two, frames) == [("package.zip", "datapackage.json", "packages in the archive: 2")]


def test_files_beside_the_package_and_edited_files_are_remarks(frames: Frames) -> None:
    files = unpacked(package_zip(frames))
    files["reference/orp.csv"] = files["reference/orp.csv"].replace("Skalná".encode(), "Skála".encode())

    incoming = import_archive(packed(files | {"čti mě.txt": b"x"}), "package.zip", frames)

    assert [(issue.file, issue.column, issue.rule.format_map(issue.values), issue.blocking)
            for issue in incoming.remarks] == [
        ("datapackage.json", "hash", "the data files differ from the descriptor", False),
        ("package.zip", "", "files that datapackage.json does not name: 1", False),
    ]
    [change] = differences(frames, incoming.tables).rows
    assert (change.table, change.key) == ("orp", ("9903",))


def test_borders_a_package_leaves_out_are_a_remark(frames: Frames) -> None:
    content = package_zip(frames)
    frames["municipality_boundary"] = pd.concat([frames["municipality_boundary"], pd.DataFrame({
        "municipality_code": ["990101"]})]).astype(frames["municipality_boundary"].dtypes.to_dict())

    incoming = import_archive(content, "package.zip", frames)

    assert [(issue.value, issue.rule.format_map(issue.values)) for issue in incoming.remarks] == [
        ("municipality_boundary", "published rows that the file leaves out: 1")]


def test_problems_of_the_package_are_told_by_its_files(frames: Frames) -> None:
    files = unpacked(package_zip(frames))
    files["reference/orp.csv"] = files["reference/orp.csv"].replace(b"78.5", b"12a", 1)
    files["demo/provider.csv"] = files["demo/provider.csv"].replace(b"00000019", b"19")
    del files["demo/facility.csv"]

    assert [issue.file for issue in refused(packed(files), frames)] == ["demo/facility.csv"]
    files["demo/facility.csv"] = ",".join(TABLES["facility"].columns).encode()
    assert [(issue.file, issue.row, issue.column) for issue in refused(packed(files), frames)] == [
        ("reference/orp.csv", 2, "area_km2"), ("demo/provider.csv", 2, "ico"),
    ]


def altered(change: Callable[[zipfile.ZipInfo], None], name: str = "reference/orp.csv") -> Callable[[Files], bytes]:
    """Packs the files with something of one member changed."""
    def pack(files: Files) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                member = zipfile.ZipInfo(path)
                member.compress_type = zipfile.ZIP_DEFLATED
                if path == name:
                    change(member)
                archive.writestr(member, content)
        return buffer.getvalue()

    return pack


def link(member: zipfile.ZipInfo) -> None:
    member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16


def pipe(member: zipfile.ZipInfo) -> None:
    member.create_system, member.external_attr = 3, (stat.S_IFIFO | 0o666) << 16


def in_lzma(member: zipfile.ZipInfo) -> None:
    member.compress_type = zipfile.ZIP_LZMA


def encrypted(files: Files) -> bytes:
    """Packs the files and marks the first one as encrypted, in its own header and in the list of members."""
    content = bytearray(packed(files))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying(files: Files) -> bytes:
    """Packs a member that holds 50 MB and says it holds 10 bytes."""
    content = bytearray(packed({"reference/orp.csv": b"\0" * 50_000_000, **files}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24:entry + 28] = struct.pack("<I", 10)
    return bytes(content)


def damaged(files: Files) -> bytes:
    content = bytearray(packed(files))
    begin = content.index(b"reference/orp.csv") + len(b"reference/orp.csv")
    content[begin:begin + 30] = b"\xff" * 30
    return bytes(content)


def bomb(files: Files) -> bytes:
    return packed(files | {"reference/orp.csv": b"0" * 90_000_000})


def many(files: Files) -> bytes:
    return packed({f"x/{number}": b"" for number in range(2001)})


def too_many_to_list(files: Files) -> bytes:
    return packed(files | {f"x/{number:080}": b"" for number in range(9000)})


@pytest.mark.parametrize(("spoil", "value", "rule"), [
    (lambda files: packed(files | {"../out.csv": b"x"}), "../out.csv", "the name of a member leads out of the archive"),
    (lambda files: packed(files | {"/out.csv": b"x"}), "/out.csv", "the name of a member leads out of the archive"),
    (lambda files: packed(files | {"a\\..\\..\\out.csv": b"x"}), "a\\..\\..\\out.csv",
     "the name of a member leads out of the archive"),
    (lambda files: packed(files | {"c:out.csv": b"x"}), "c:out.csv", "the name of a member leads out of the archive"),
    (altered(link), "reference/orp.csv", "a member of the archive is a link or a device"),
    (altered(pipe), "reference/orp.csv", "a member of the archive is a link or a device"),
    (altered(in_lzma), "reference/orp.csv", "a member of the archive is packed in an unusual way"),
    (encrypted, "datapackage.json", "a member of the archive is encrypted"),
    (bomb, "", "the archive grows more than 200 times by unpacking"),
    (many, "", "the archive has 2001 members, the limit is 2000"),
    (too_many_to_list, "", "the list of members of the archive is too long"),
    (lambda files: packed(files | {"inner.zip": packed({"a": b"x"})}), "inner.zip",
     "a member of the archive is an archive itself"),
    (lambda files: packed(files | {"a.csv": b"\x1f\x8b\x08\0"}), "a.csv",
     "a member of the archive is an archive itself"),
    (damaged, "reference/orp.csv", "the file is no zip archive or is damaged"),
    (lambda files: b"code,name\n", "", "the file is no zip archive or is damaged"),
    (lambda files: b"", "", "the file is no zip archive or is damaged"),
    (lambda files: packed(files)[:-40], "", "the file is no zip archive or is damaged"),
])
def test_a_hostile_archive_is_refused_and_named(
    frames: Frames, spoil: Callable[[Files], bytes], value: str, rule: str,
) -> None:
    assert ("package.zip", value, rule) in found(spoil(unpacked(package_zip(frames))), frames)


def test_a_member_larger_than_it_says_is_not_unpacked(frames: Frames) -> None:
    import tracemalloc

    files = unpacked(package_zip(frames))
    content = lying({name: file for name, file in files.items() if name != "reference/orp.csv"})

    tracemalloc.start()
    issues = found(content, frames)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [issue[2] for issue in issues] == ["the file is no zip archive or is damaged"]
    assert peak < 20_000_000


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/hostname", "https://example.org/orp.csv", "a\\b.csv"])
def test_a_descriptor_may_not_name_files_outside(frames: Frames, path: str) -> None:
    files = unpacked(package_zip(frames))
    descriptor = json.loads(files["datapackage.json"])
    descriptor["resources"][0]["path"] = path
    files["datapackage.json"] = json.dumps(descriptor).encode()

    assert found(packed(files), frames) == [("datapackage.json", path, "the path leads out of the package")]


def test_too_large_an_archive_is_refused_unopened(frames: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    content = package_zip(frames)
    monkeypatch.setattr(importing, "MAX_FILE_BYTES", 1000)
    assert found(content, frames) == [("package.zip", "", f"the file has {len(content)} bytes, the limit is 1000")]

    monkeypatch.setattr(importing, "MAX_FILE_BYTES", 10**6)
    monkeypatch.setattr(importing, "MAX_PACKAGE_BYTES", 1000)
    size = sum(len(file) for file in unpacked(content).values())
    assert ("package.zip", "", f"the archive unpacks to {size} bytes, the limit is 1000") in found(content, frames)


def test_nothing_is_written_to_a_disk(frames: Frames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = package_zip(frames)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    import_archive(content, "package.zip", frames)

    assert list(tmp_path.iterdir()) == []


def test_a_directory_of_64_bits_is_not_read(frames: Frames) -> None:
    content = package_zip(frames)
    locator = b"PK\x06\x07" + b"\0" * 16
    assert archives.archive_issues(content, "package.zip") == []

    issues = archives.archive_issues(content[:-22] + locator + content[-22:], "package.zip")

    assert [issue.rule for issue in issues] == ["the list of members of the archive is too long"]
