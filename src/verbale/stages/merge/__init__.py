"""From aligned acts to undertakings, targets and named things."""
