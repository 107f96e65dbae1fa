"""A maintainer's files: checked, edited and shown before anyone else sees them."""
