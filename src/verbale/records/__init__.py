"""Types for everything that travels between the stages and out of the record."""
