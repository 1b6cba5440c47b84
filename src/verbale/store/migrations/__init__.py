"""Alembic's environment, run by `store.files` and never by hand."""
