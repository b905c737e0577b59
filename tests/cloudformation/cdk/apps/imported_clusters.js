// Clusters that exist already, with a provider known by its ARN: as text, as a parameter, and from another stack.
const { App, CfnOutput, CfnParameter, Fn, Stack, aws_eks: eks, aws_iam: iam } = require("aws-cdk-lib");

const app = new App();
const env = { account: "123456789012", region: "eu-west-1" };
const kubectlProvider = (stack) =>
  eks.KubectlProvider.fromKubectlProviderAttributes(stack, "Kubectl", {
    serviceToken: "arn:aws:lambda:eu-west-1:123456789012:function:kubectl",
  });
const account = (stack, arn) =>
  eks.Cluster.fromClusterAttributes(stack, "Cluster", {
    clusterName: "main",
    kubectlProvider: kubectlProvider(stack),
    openIdConnectProvider: iam.OpenIdConnectProvider.fromOpenIdConnectProviderArn(stack, "Provider", arn),
  }).addServiceAccount("Worker", { name: "worker", namespace: "jobs" });

const known = new Stack(app, "Known", { env });
account(known, "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF");

const passed = new Stack(app, "Passed", { env });
account(passed, new CfnParameter(passed, "ProviderArn").valueAsString);

const platform = new Stack(app, "Platform", { env });
const issuer = new iam.OpenIdConnectProvider(platform, "Issuer", {
  url: "https://oidc.eks.eu-west-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210",
  clientIds: ["sts.amazonaws.com"],
});
new CfnOutput(platform, "IssuerArn", { value: issuer.openIdConnectProviderArn, exportName: "platform-issuer-arn" });
const imported = new Stack(app, "Imported", { env });
account(imported, Fn.importValue("platform-issuer-arn"));
app.synth();
