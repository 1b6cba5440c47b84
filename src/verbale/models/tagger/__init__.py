"""The names tagger: persons, bodies, places, offices and named things from token vectors."""

from verbale.models.tagger.tagger import TaggedSpan, Tagger

__all__ = ["TaggedSpan", "Tagger"]
