"""The addresses of the pages, in one place."""

from urllib.parse import quote, urlencode, urlsplit

from verbale.records.items import Evidence


def _page(kind: str, id_: str) -> str:
    return f"/{kind}/{quote(id_, safe='')}"


def meeting_path(meeting: str) -> str:
    """Return the address of a meeting."""
    return _page("meetings", meeting)


def source_path(source: str) -> str:
    """Return the address of a source."""
    return _page("sources", source)


def person_path(person: str) -> str:
    """Return the address of a person."""
    return _page("people", person)


def body_path(body: str) -> str:
    """Return the address of an organisation."""
    return _page("bodies", body)


def thread_path(thread: str) -> str:
    """Return the address of a thread."""
    return _page("threads", thread)


def undertaking_path(undertaking: str) -> str:
    """Return the address of an undertaking."""
    return _page("undertakings", undertaking)


def target_path(target: str) -> str:
    """Return the address of a target."""
    return _page("targets", target)


def named_path(item: str) -> str:
    """Return the address of a named instrument, project or mechanism."""
    return _page("named", item)


def history_path(item: str) -> str:
    """Return the address of the history of an item."""
    return _page("history", item)


def words_anchor(start: int, end: int) -> str:
    """Return the name of the place of a quote on the page of its source."""
    return f"c{start}-{end}"


def words_path(evidence: Evidence) -> str:
    """Return the address of the very words of a quote."""
    return f"{source_path(evidence.source)}#{words_anchor(evidence.start, evidence.end)}"


def with_query(path: str, **parameters: str | int | None) -> str:
    """Return a path with the parameters that have a value."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def outside(url: str | None) -> str | None:
    """Return the address of a page outside if it is one that a browser may open: http or https."""
    if url is None:
        return None
    try:
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    return url if scheme in {"http", "https"} else None
