"""From acts and people to accounts and meetings."""
