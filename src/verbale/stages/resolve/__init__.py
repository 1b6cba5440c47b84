"""From mentions in all sources to people, once each."""
