"""Pages at addresses."""

import time
from urllib.parse import urlsplit

import httpx
import msgspec

from verbale.errors import PageError
from verbale.records.reading import Page
from verbale.stages.ingest.content import Format, format_of
from verbale.stages.ingest.extraction import Extraction
from verbale.stages.ingest.limits import Limits, megabytes
from verbale.version import __version__

_HEADERS = {
    "User-Agent": f"verbale/{__version__}",
    "Accept": "text/html,application/pdf,text/plain,*/*;q=0.5",
}


def is_address(path: str) -> bool:
    """Whether what the user named is a web address."""
    return path.lower().startswith(("http://", "https://"))


def fetch(address: str, extraction: Extraction, limits: Limits) -> Page:
    """Return the page at an address; its `url` is where redirects led.

    Raises:
        PageError: when nothing answers in time, the answer is an error or too large, or it cannot be read.
    """
    try:
        with httpx.Client(
            headers=_HEADERS,
            timeout=limits.seconds,
            follow_redirects=True,
            max_redirects=limits.max_redirects,
        ) as client:
            response, data = _answer(client, address, limits)
    except httpx.TimeoutException as error:
        raise PageError(f"did not answer within {limits.seconds:g} s") from error
    except httpx.TooManyRedirects as error:
        raise PageError(f"leads through more than {limits.max_redirects} redirects") from error
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise PageError(f"does not answer ({error or type(error).__name__})") from error
    if not data:
        raise PageError("answered with an empty page")
    final = str(response.url)
    extracted = extraction.extract(_format(response, final, data), data, response.charset_encoding)
    return msgspec.structs.replace(extracted.page(address), url=final)


def _answer(client: httpx.Client, address: str, limits: Limits) -> tuple[httpx.Response, bytes]:
    """Return the answer and its content, read no further than the limits allow."""
    until = time.monotonic() + limits.seconds
    content = bytearray()
    with client.stream("GET", address) as response:
        if response.is_error:
            raise PageError(f"answered {response.status_code} {response.reason_phrase}")
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > limits.max_bytes:
                raise PageError(f"sends more than {megabytes(limits.max_bytes)}")
            if time.monotonic() > until:
                raise PageError(f"did not answer in full within {limits.seconds:g} s")
    return response, bytes(content)


def _format(response: httpx.Response, address: str, data: bytes) -> Format:
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        return "html"
    return format_of(urlsplit(address).path, data)
