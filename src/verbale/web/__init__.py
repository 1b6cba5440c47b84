"""The web page and the API."""

from verbale.web.app import create_app
from verbale.web.judging import Editing

__all__ = ["Editing", "create_app"]
