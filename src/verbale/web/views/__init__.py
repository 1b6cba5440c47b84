"""What each page shows, as typed values: templates only lay them out."""
