"""What is known of languages, states and offices: compiled from CLDR and small files under `resources`."""
