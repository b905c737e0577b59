"""assumelint: will this role trust the token it is meant for, and no other?"""

__version__ = "0.1.0"
