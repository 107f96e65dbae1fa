"""Text files as they come: letters, encodings, changes on the disk, a process for strangers' files."""
