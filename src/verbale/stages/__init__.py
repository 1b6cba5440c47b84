"""The steps from page to record, one folder each, in the order that `pipeline` gives them."""
