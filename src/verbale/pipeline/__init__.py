"""The way of the data: which stage follows which."""
