// Providers of both kinds, and a second stack that takes the provider from the first.
const { App, Stack, aws_iam: iam } = require("aws-cdk-lib");

const app = new App();
const identity = new Stack(app, "Identity");
const github = new iam.OpenIdConnectProvider(identity, "GitHub", {
  url: "https://token.actions.githubusercontent.com",
  clientIds: ["sts.amazonaws.com"],
});
const gitlab = new iam.OidcProviderNative(identity, "GitLab", {
  url: "https://gitlab.com",
  clientIds: ["https://gitlab.com"],
});
new iam.Role(identity, "Plan", {
  assumedBy: new iam.OpenIdConnectPrincipal(github, {
    StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
    StringLike: { "token.actions.githubusercontent.com:sub": "repo:example/infrastructure:pull_request" },
  }),
});
const deploy = new Stack(app, "Deploy");
new iam.Role(deploy, "Apply", {
  roleName: "apply",
  assumedBy: new iam.WebIdentityPrincipal(github.openIdConnectProviderArn, {
    StringEquals: {
      "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
      "token.actions.githubusercontent.com:sub": "repo:example/infrastructure:environment:production",
    },
  }),
});
new iam.Role(deploy, "Mirror", {
  assumedBy: new iam.WebIdentityPrincipal(gitlab.oidcProviderArn, {
    StringEquals: {
      "gitlab.com:aud": "https://gitlab.com",
      "gitlab.com:sub": "project_path:example/mirror:ref_type:branch:ref:main",
    },
  }),
});
app.synth();
