"""What SAM adds: resources that make a role of their own, and the `Globals` that they inherit.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
"""

from __future__ import annotations

from assumelint.sources.cloudformation.raw import Raw, RawList, RawMap, as_map, call
from assumelint.sources.cloudformation.template import Template

SERVERLESS = {"AWS::Serverless::Function": "Function", "AWS::Serverless::StateMachine": "StateMachine"}


def with_globals(template: Template, type_name: str, properties: RawMap | None) -> RawMap | None:
    """A resource's properties with those of `Globals`: objects merge, lists are joined, anything else is replaced."""
    for section in template.section("Globals"):
        common = as_map(section.get(SERVERLESS[type_name]))
        if common is not None:
            properties = common if properties is None else _merged_maps(common, properties)
    return properties


def _merged(common: Raw, own: Raw) -> Raw:
    if isinstance(common, RawMap) and isinstance(own, RawMap) and not (call(common) or call(own)):
        return _merged_maps(common, own)
    if isinstance(common, RawList) and isinstance(own, RawList):
        return RawList(common.items + own.items, own.source, own.start, own.end)
    return own


def _merged_maps(common: RawMap, own: RawMap) -> RawMap:
    inherited = {key.value: value for key, value in common.named()}
    named = {key.value for key, _ in own.named()}
    entries: list[tuple[Raw, Raw]] = [(key, value) for key, value in common.named() if key.value not in named]
    for key, value in own.entries:
        above = inherited.get(getattr(key, "value", ""))
        entries.append((key, value if above is None else _merged(above, value)))
    return RawMap(entries, own.source, own.start, own.end)
