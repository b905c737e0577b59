"""The sources: a new one is a module beside these, and a line here.

Nothing of a source is loaded before it has something to read: its module here only tells what that is.
"""

from assumelint.sources.registry.cloudformation import CloudFormation
from assumelint.sources.registry.plan import Plans
from assumelint.sources.registry.policy_json import PolicyFiles
from assumelint.sources.registry.source import Candidate, Source, Walk
from assumelint.sources.registry.terraform import Terraform

# A file goes to the first that wants it; what they make is listed in this order.
SOURCES: tuple[Source, ...] = (Terraform(), Plans(), CloudFormation(), PolicyFiles())

__all__ = ["SOURCES", "Candidate", "Source", "Walk"]
