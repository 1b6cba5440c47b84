"""From files, tables, addresses and standard input to pages."""
