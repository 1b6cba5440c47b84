"""What the faces share: reading into a record, looking things up, comparing, exporting."""
