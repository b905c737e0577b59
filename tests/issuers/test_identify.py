from collections.abc import Callable

import pytest

from assumelint.issuers import identify, nearest, parse_own_issuer
from assumelint.text import Text

Make = Callable[..., Text]


@pytest.mark.parametrize(
    ("host", "id"),
    [
        ("token.actions.githubusercontent.com", "github-actions"),
        ("token.actions.githubusercontent.com/octo", "github-actions-enterprise"),
        ("token.actions.octocorp.ghe.com", "github-actions-data-residency"),
        ("github.acme.com/_services/token", "github-enterprise-server"),
        ("vstoken.actions.githubusercontent.com", "github-vstoken"),
        ("gitlab.com", "gitlab"),
        ("app.terraform.io", "hcp-terraform"),
        ("oidc.circleci.com", "circleci-root"),
        ("oidc.circleci.com/org/3e1b2c4d-0000-4000-8000-1234567890ab", "circleci"),
        ("agent.buildkite.com", "buildkite"),
        ("api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc", "bitbucket"),
        ("acme.app.spacelift.io", "spacelift"),
        ("oidc.vercel.com", "vercel-global"),
        ("oidc.vercel.com/acme", "vercel"),
        ("api.pulumi.com/oidc", "pulumi"),
        ("api.pulumi.com/oidc/v2", "pulumi-v2"),
        ("login.app.env0.com/", "env0"),
        ("sts.windows.net/018f4a5e-0000-4000-8000-1234567890ab/", "entra-v1"),
        ("sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", "azure-sentinel"),
        ("login.microsoftonline.com/018f4a5e-0000-4000-8000-1234567890ab/v2.0", "entra-v2"),
        ("accounts.google.com", "google"),
        ("cognito-identity.amazonaws.com", "cognito"),
        ("cognito-identity-us-gov.amazonaws.com", "cognito"),
        ("www.amazon.com", "amazon"),
        ("graph.facebook.com", "facebook"),
        ("oidc.eks.eu-west-1.amazonaws.com/id/ABC123", "eks"),
        ("oidc.eks.cn-north-1.amazonaws.com.cn/id/ABC123", "eks"),
        ("oidc.eks.eusc-de-east-1.amazonaws.eu/id/ABC123", "eks"),
        ("oidc-eks.eu-west-1.api.aws/id/ABC123", "eks"),
        ("rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7", "turbonomic"),
        ("rh-oidc.s3.us-east-1.amazonaws.com/0123456789abcdefghij", "openshift"),
        ("acme-oidc.s3.eu-west-1.amazonaws.com", "kubernetes"),
        ("codeberg.org/api/actions", "codeberg"),
        ("git.acme.org/api/actions", "forgejo"),
        ("keycloak.acme.com/realms/ci", "keycloak"),
        ("id.acme.com/auth/realms/ci", "keycloak"),
        ("id.acme.com/oauth", "generic"),
        ("oidc.modal.com", "modal"),
        ("identity.depot.dev", "depot"),
        ("api2.cursor.sh/cloud-agent/identity", "cursor"),
        ("app.gitpod.io", "ona"),
        ("api.gitpod.io/idp", "gitpod-classic"),
        ("securetoken.google.com/acme-prod", "firebase"),
        ("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBcDeFgHi", "cognito-user-pool"),
        ("acme.teleport.sh", "teleport"),
        ("018f4a5e-0000-4000-8000-1234567890ab.tokens.sts.global.api.aws", "aws-outbound"),
        ("token.actions.octocorp.ghe.com/octocorp", "github-actions-data-residency"),
        ("sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/", "azure-sentinel-us-gov"),
        ("sts.chinacloudapi.cn/018f4a5e-0000-4000-8000-1234567890ab/", "entra-v1"),
        ("login.microsoftonline.us/018f4a5e-0000-4000-8000-1234567890ab/v2.0", "entra-v2"),
        ("acme.okta-gov.com/oauth2/default", "okta"),
        ("oidc.eks.us-iso-east-1.c2s.ic.gov/id/ABC123", "eks"),
        ("oidc.eks.us-isob-east-1.sc2s.sgov.gov/id/ABC123", "eks"),
        ("oidc.eks.eu-isoe-west-1.cloud.adc-e.uk/id/ABC123", "eks"),
        ("oidc.eks.us-isof-south-1.csp.hci.ic.gov/id/ABC123", "eks"),
    ],
)
def test_a_host_belongs_to_its_issuer(text: Make, host: str, id: str) -> None:
    match = identify(text(host))
    assert (match.issuer.id, match.certain) == (id, True)
    assert match.known is (id != "generic")


def test_the_fields_of_a_host_are_cut_from_it(text: Make) -> None:
    match = identify(text("oidc.eks.", ("var.region",), ".amazonaws.com/id/", ("local.id",)))
    assert match.issuer.id == "eks"
    assert match.certain
    assert {name: str(field) for name, field in match.fields.items()} == {
        "region": "${var.region}",
        "id": "${local.id}",
    }


@pytest.mark.parametrize(
    ("parts", "id"),
    [
        ((("module.eks.oidc_provider",),), "generic"),
        ((("var.host",), "/oauth"), "generic"),
        (("oidc.eks.us-east-1.", ("var.suffix",), "/id/ABC"), "eks"),
        (("a" * 300,), "generic"),
    ],
)
def test_holes_leave_doubt(text: Make, parts: tuple[str | tuple[str], ...], id: str) -> None:
    match = identify(text(*parts))
    assert match.issuer.id == id
    assert match.certain is all(isinstance(part, str) for part in parts)


def test_a_habit_is_no_proof(text: Make) -> None:
    match = identify(text("gitlab.acme.com"))
    assert (match.issuer.id, match.certain) == ("gitlab-self-managed", False)


def test_own_issuers_come_first(text: Make) -> None:
    table = {"id": "acme-gitlab", "like": "gitlab-self-managed", "hosts": ["git.acme.com", "gitlab.com"]}
    own = (parse_own_issuer(table, "pyproject.toml"),)
    for host in ("git.acme.com", "gitlab.com"):
        match = identify(text(host), own)
        assert (match.issuer.id, match.certain) == ("acme-gitlab", True)
    assert identify(text("agent.buildkite.com"), own).issuer.id == "buildkite"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("tokens.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
        ("token.actions.githubuser.content.com", "token.actions.githubusercontent.com"),
        ("tokens.action.githubusercontent.com", "token.actions.githubusercontent.com"),
        ("oken.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
        ("https://token.actions.githubusercontent.com", "token.actions.githubusercontent.com"),
        ("token.actions.githubusercontent.com/", "token.actions.githubusercontent.com"),
        ("token.actions.githubusercontent.com:443", "token.actions.githubusercontent.com"),
        (" gitlab.com ", "gitlab.com"),
        ("GitLab.com", "gitlab.com"),
        ("gitlab.cm", "gitlab.com"),
        ("app.terrafrom.io", "app.terraform.io"),
        ("oidc.eu-west-1.eks.amazonaws.com/id/ABC", "oidc.eks.eu-west-1.amazonaws.com/id/ABC"),
        ("oidc.eks.eu-west-1.amazonaws.com/ABC", "oidc.eks.eu-west-1.amazonaws.com/id/ABC"),
        ("oidc.eks.eu-west-1.amazonaw.com/id/ABC", "oidc.eks.eu-west-1.amazonaws.com/id/ABC"),
        ("acme.auth0.com", "acme.auth0.com/"),
        ("token-actions.githubusercontent.com", "token.actions.githubusercontent.com"),
        ("token.actions.githubusercontent", "token.actions.githubusercontent.com"),
        ("github.com", "token.actions.githubusercontent.com"),
        ("eks.oidc.eu-west-1.amazonaws.com/id/ABC", "oidc.eks.eu-west-1.amazonaws.com/id/ABC"),
        ("oidc.eks.eu-west-1.amazonaws.com", "oidc.eks.eu-west-1.amazonaws.com/id/<id>"),
        ("oidc.circleci.com/organization/3e1b", "oidc.circleci.com/org/3e1b"),
        ("login.app.env0.com", "login.app.env0.com/"),
    ],
)
def test_a_near_miss_is_mended(written: str, meant: str) -> None:
    found = nearest(written)
    assert found is not None
    assert found.host == meant
    assert found.why


@pytest.mark.parametrize(
    "host",
    [
        "token.actions.githubusercontent.com",
        "vstoken.actions.githubusercontent.com",
        "keycloak.acme.com/realms/ci",
        "gitlab.acme.com",
        "scale.io.example",
        "",
        "/",
        "a.b.c.d.e",
    ],
)
def test_what_is_known_or_far_is_left_alone(host: str) -> None:
    assert nearest(host) is None
