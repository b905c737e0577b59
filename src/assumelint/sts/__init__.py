"""The decisions of IAM and STS, reimplemented. Pure functions: no files, no input or output."""
