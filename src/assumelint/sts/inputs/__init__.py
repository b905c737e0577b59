"""Descriptions of a denied call that users have at hand: a token or a CloudTrail record."""
