"""Templates: escaped everywhere, with what could disguise text made visible."""

from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from verbale.web.words import visible

TEMPLATES = Path(__file__).parent / "templates"


def _finalize(value: object) -> object:
    """Make characters visible that could disguise a text; markup made by a template passes."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    finalize=_finalize,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(
    request: Request, template: str, *, status_code: int = 200, pushed: str | None = None, **values: object
) -> HTMLResponse:
    """Return a page made from a template and what it shows.

    Args:
        request: that the page answers.
        template: its file.
        status_code: of the answer.
        pushed: the address that htmx shows for it: the one asked for, without the fields left empty.
        values: what the template shows.
    """
    text = ENVIRONMENT.get_template(template).render(section=_section(request.url.path), **values)
    headers = {"HX-Push-Url": pushed} if pushed and "HX-Request" in request.headers else None
    return HTMLResponse(text.encode("utf-8", "replace"), status_code, headers)


def _section(path: str) -> str:
    """Return the part of the site that a path belongs to, as the bar marks it."""
    first = path.split("/")[1]
    return {"": "meetings", "threads": "undertakings"}.get(first, first)
