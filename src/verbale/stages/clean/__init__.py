"""From a page to its account: furniture dropped with a reason, teasers split off."""
