"""Files from addresses: only https, only so much, only so long; whatever goes wrong is said in words."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter

from lib.errors import Issue, RejectedPackage
from lib.importers.fetch import ALL_SECONDS, REGISTER_ADDRESS, fetch, is_address
from lib.text.catalogues import catalogue_of

ADDRESS = "https://data.example.org/od/rpss%20nov%C3%BD.json?rok=2016"


class Server(BaseAdapter):
    """Answers by address with a status and either a body or the place to go to; an error is raised."""

    def __init__(self, answers: dict[str, tuple[int, bytes | str] | Exception]) -> None:
        super().__init__()
        self.answers = answers
        self.asked: list[str] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **options: Any) -> requests.Response:
        url = str(request.url)
        self.asked.append(url)
        assert options["stream"] is True
        assert options["timeout"] == (15, 60)
        found = self.answers[url]
        if isinstance(found, Exception):
            raise found
        response = requests.Response()
        response.status_code, response.url, response.request = found[0], url, request
        response.raw = BytesIO(found[1] if isinstance(found[1], bytes) else b"")
        if isinstance(found[1], str):
            response.headers["location"] = found[1]
        return response

    def close(self) -> None:
        pass


def talking(answer: tuple[int, bytes | str] | Exception) -> tuple[requests.Session, Server]:
    return over({ADDRESS: answer})


def over(answers: dict[str, Any]) -> tuple[requests.Session, Server]:
    session, server = requests.Session(), Server(answers)
    session.mount("https://", server)
    session.mount("http://", server)
    return session, server


def refused(session: requests.Session, address: str = ADDRESS, **options: Any) -> Issue:
    with pytest.raises(RejectedPackage) as refusal:
        fetch(address, BytesIO(), session=session, **options)
    [issue] = refusal.value.issues
    assert {issue.rule, issue.remedy} <= set(catalogue_of("cs").texts)
    assert issue.file == address
    return issue


def test_a_file_is_written_as_it_comes_and_named_after_its_address() -> None:
    session, _ = talking((200, b"x" * 200_000))
    into = BytesIO()

    assert fetch(ADDRESS, into, session=session) == "rpss nový.json"
    assert into.getvalue() == b"x" * 200_000


def test_a_server_may_send_elsewhere_over_https() -> None:
    session, server = over({
        ADDRESS: (302, "/nove/"), "https://data.example.org/nove/": (301, "https://cloud.example.org/"),
        "https://cloud.example.org/": (200, b"{}"),
    })

    assert fetch(ADDRESS, BytesIO(), session=session) == "cloud.example.org"
    assert server.asked == [ADDRESS, "https://data.example.org/nove/", "https://cloud.example.org/"]


@pytest.mark.parametrize("address", [
    "http://data.example.org/a.json", "ftp://data.example.org/a.json", "file:///etc/passwd", "https://",
    "https://user:secret@data.example.org/a.json", "https://[broken/a.json", "https://data.example.org:99999/a.json",
])
def test_only_plain_https_is_asked(address: str) -> None:
    session, server = over({})

    assert refused(session, address).rule.startswith("only addresses that begin with https://")
    assert server.asked == []


@pytest.mark.parametrize("place", ["http://data.example.org/a.json", "file:///etc/passwd", "ftp://example.org/a"])
def test_a_server_may_not_send_to_anything_but_https(place: str) -> None:
    session, server = talking((302, place))

    assert refused(session).value == place
    assert server.asked == [ADDRESS]


def test_going_round_in_circles_ends() -> None:
    session, server = talking((302, ADDRESS))

    assert refused(session).rule == "the server sends from one address to another without end"
    assert len(server.asked) == 6


@pytest.mark.parametrize(("answer", "value", "rule"), [
    ((404, b""), "404", "the server answers with an error"),
    ((503, b""), "503", "the server answers with an error"),
    ((204, b""), "204", "the server answers with an error"),
    (requests.exceptions.ConnectionError("no route"), "ConnectionError", "the address cannot be reached"),
    (requests.exceptions.SSLError("expired"), "SSLError", "the address cannot be reached"),
    (requests.exceptions.ReadTimeout("slow"), "", "the server is silent for too long"),
    (requests.exceptions.ConnectTimeout("slow"), "", "the server is silent for too long"),
])
def test_what_the_network_does_is_said_in_words(answer: Any, value: str, rule: str) -> None:
    session, _ = talking(answer)

    issue = refused(session)

    assert (issue.value, issue.rule) == (value, rule)


def test_a_file_larger_than_allowed_is_not_taken_to_its_end() -> None:
    session, _ = talking((200, b"x" * 300_000))
    into = BytesIO()

    with pytest.raises(RejectedPackage, match="the file has more than 100000 bytes"):
        fetch(ADDRESS, into, limit=100_000, session=session)
    assert len(into.getvalue()) < 100_001


def test_a_file_that_comes_drop_by_drop_is_given_up() -> None:
    def seconds() -> Iterator[float]:
        yield 0.0
        yield 1.0
        while True:
            yield ALL_SECONDS + 1.0

    session, _ = talking((200, b"x" * 300_000))

    issue = refused(session, clock=seconds().__next__)

    assert issue.rule.format_map(issue.values) == "the server is too slow: more than 900 seconds"


def test_addresses_and_files_are_told_apart() -> None:
    assert is_address(REGISTER_ADDRESS)
    assert is_address("ftp://example.org/a")
    assert not is_address("C:/data/rpss.json")
    assert REGISTER_ADDRESS == "https://data.mpsv.cz/od/soubory/rpss/rpss.json"
