"""What people hold of a denied call: a token, a CloudTrail record."""
