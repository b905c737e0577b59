// Service accounts by hand, as written before addServiceAccount: one key keeps its scheme, one audience has a slip.
const { App, CfnJson, Fn, Stack, aws_eks: eks, aws_iam: iam } = require("aws-cdk-lib");

const app = new App();
const stack = new Stack(app, "Mistakes");
const cluster = new eks.CfnCluster(stack, "Cluster", {
  roleArn: "arn:aws:iam::123456789012:role/cluster",
  resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
});
const provider = new iam.OidcProviderNative(stack, "Provider", {
  url: cluster.attrOpenIdConnectIssuerUrl,
  clientIds: ["sts.amazonaws.com"],
});
const role = (id, issuer, audience) =>
  new iam.Role(stack, id, {
    assumedBy: new iam.WebIdentityPrincipal(provider.oidcProviderArn, {
      StringEquals: new CfnJson(stack, `${id}Conditions`, {
        value: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: "system:serviceaccount:apps:api" },
      }),
    }),
  });
const host = Fn.select(1, Fn.split("//", cluster.attrOpenIdConnectIssuerUrl));
role("Right", host, "sts.amazonaws.com");
role("Scheme", cluster.attrOpenIdConnectIssuerUrl, "sts.amazonaws.com");
role("Audience", host, "sts.amazon.com");
app.synth();
