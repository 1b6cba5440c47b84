"""From segments to mentions: people, offices, states, places, dates, amounts, named things."""
