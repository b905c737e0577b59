"""The condition keys of AWS itself: those of every request (`aws:`) and those of STS (`sts:`).

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
"""

from __future__ import annotations

from assumelint.suggest import nearest_word

# A key that ends in a slash is followed by a name: that of a tag or of a context.
KNOWN_KEYS = (
    *("aws:AssumedRoot", "aws:CalledVia", "aws:CalledViaAWSMCP", "aws:CalledViaFirst", "aws:CalledViaLast"),
    *("aws:ChatbotSourceArn", "aws:CurrentTime", "aws:Ec2InstanceSourcePrivateIPv4", "aws:Ec2InstanceSourceVpc"),
    *("aws:EpochTime", "aws:FederatedProvider", "aws:IsMcpServiceAction", "aws:MultiFactorAuthAge"),
    *("aws:MultiFactorAuthPresent", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalIsAWSService"),
    *("aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:PrincipalServiceName", "aws:PrincipalServiceNamesList"),
    *("aws:PrincipalTag/", "aws:PrincipalType", "aws:referer", "aws:RequestedRegion", "aws:RequestTag/"),
    *("aws:ResourceAccount", "aws:ResourceOrgID", "aws:ResourceOrgPaths", "aws:ResourceTag/", "aws:SecureTransport"),
    *("aws:SignInSessionArn", "aws:SourceAccount", "aws:SourceArn", "aws:SourceIdentity", "aws:SourceIp"),
    *("aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceOwner", "aws:SourceVpc", "aws:SourceVpcArn"),
    *("aws:SourceVpce", "aws:TagKeys", "aws:TokenIssueTime", "aws:UserAgent", "aws:userid", "aws:username"),
    *("aws:ViaAWSMCPService", "aws:ViaAWSService", "aws:ViaCustomerDomain", "aws:VpceAccount", "aws:VpceOrgID"),
    *("aws:VpceOrgPaths", "aws:VpcSourceIp"),
    *("sts:AWSServiceName", "sts:DurationSeconds", "sts:ExternalId", "sts:IdentityTokenAudience"),
    *("sts:RequestContext/", "sts:RequestContextProviders", "sts:RoleAuthorizedByIdp", "sts:RoleSessionName"),
    *("sts:SigningAlgorithm", "sts:SourceIdentity", "sts:TransitiveTagKeys"),
)
_EXACT = frozenset(key.lower() for key in KNOWN_KEYS)


def is_known(key: str) -> bool:
    """Return whether AWS documents a key that begins with `aws:` or `sts:`. Names are case-insensitive."""
    base, slash, name = key.lower().partition("/")
    return f"{base}{slash}" in _EXACT and bool(name) == bool(slash)


def meant_key(key: str) -> str:
    """Return the documented key that an unknown one is a slip of, "" if it resembles none."""
    base, _, name = key.partition("/")
    near = nearest_word(base, [known.removesuffix("/") for known in KNOWN_KEYS if known.endswith("/") == bool(name)])
    return f"{near}/{name}" if near and name else near
