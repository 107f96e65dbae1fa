"""What stands around the parts of a page: head and foot, citing and sharing, the list of a selection."""
