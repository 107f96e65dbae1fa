"""The stock page that every ratio is measured against: it draws nothing."""
