"""Engines behind protocols: encoders, token encoders, heads learned from labelled segments."""
