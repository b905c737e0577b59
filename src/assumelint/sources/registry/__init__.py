"""The registry of sources. A new source is a module in this package and a line in the list below.

The modules here only say which files a source reads. The source itself is imported when it has a file to read.
"""

from assumelint.sources.registry.cloudformation import CloudFormation
from assumelint.sources.registry.plan import Plans
from assumelint.sources.registry.policy_json import PolicyFiles
from assumelint.sources.registry.source import Candidate, Source, Walk
from assumelint.sources.registry.terraform import Terraform

# A file goes to the first source that wants it. The results are listed in this order.
SOURCES: tuple[Source, ...] = (Terraform(), Plans(), CloudFormation(), PolicyFiles())

__all__ = ["SOURCES", "Candidate", "Source", "Walk"]
