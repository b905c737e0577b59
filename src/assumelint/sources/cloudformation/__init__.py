"""CloudFormation: reads templates into roles and providers."""

from assumelint.sources.cloudformation.extract import extract

__all__ = ["extract"]
