"""What the files of a directory declare: blocks by name, override files merged in, nothing evaluated."""
