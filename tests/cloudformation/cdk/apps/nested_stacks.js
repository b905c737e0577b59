// Nested stacks: what the outer stack knows reaches the inner ones as parameters, and comes back as outputs.
const { App, CfnJson, NestedStack, Stack, aws_iam: iam } = require("aws-cdk-lib");

const app = new App();
const outer = new Stack(app, "Outer");
const provider = new iam.OpenIdConnectProvider(outer, "Provider", {
  url: "https://token.actions.githubusercontent.com",
  clientIds: ["sts.amazonaws.com"],
});
const conditions = (subject) => ({
  StringEquals: {
    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
    "token.actions.githubusercontent.com:sub": subject,
  },
});
const roles = new NestedStack(outer, "Roles");
new iam.Role(roles, "Build", {
  assumedBy: new iam.WebIdentityPrincipal(provider.openIdConnectProviderArn, conditions("repo:example/app:ref:refs/heads/main")),
});
const inner = new NestedStack(roles, "Inner");
new iam.Role(inner, "Test", {
  assumedBy: new iam.WebIdentityPrincipal(provider.openIdConnectProviderArn, conditions("repo:example/app:pull_request")),
});
const issuers = new NestedStack(outer, "Issuers");
const cluster = new iam.OidcProviderNative(issuers, "Cluster", {
  url: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
  clientIds: ["sts.amazonaws.com"],
});
const issuer = iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(outer, "Found", cluster.oidcProviderArn).openIdConnectProviderIssuer;
new iam.Role(outer, "Pod", {
  assumedBy: new iam.WebIdentityPrincipal(cluster.oidcProviderArn, {
    StringEquals: new CfnJson(outer, "Subject", {
      value: { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: "system:serviceaccount:apps:pod" },
    }),
  }),
});
app.synth();
