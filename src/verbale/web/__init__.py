"""The web page and the API."""

from verbale.web.app import create_app

__all__ = ["create_app"]
