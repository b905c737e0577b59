// A pipeline whose stages are assemblies of their own (assembly-*), one of them with a cluster's service account.
const { App, SecretValue, Stack, Stage, aws_iam: iam, pipelines } = require("aws-cdk-lib");

const app = new App();
const env = { account: "123456789012", region: "eu-west-1" };
class Service extends Stage {
  constructor(scope, id) {
    super(scope, id, { env });
    const access = new Stack(this, "Access");
    const github = new iam.OpenIdConnectProvider(access, "GitHub", {
      url: "https://token.actions.githubusercontent.com",
      clientIds: ["sts.amazonaws.com"],
    });
    const release = new Stack(this, "Release");
    new iam.Role(release, "Publish", {
      assumedBy: new iam.WebIdentityPrincipal(github.openIdConnectProviderArn, {
        StringEquals: {
          "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
          "token.actions.githubusercontent.com:sub": `repo:example/service:environment:${id.toLowerCase()}`,
        },
      }),
    });
  }
}
const stack = new Stack(app, "Pipeline", { env });
const pipeline = new pipelines.CodePipeline(stack, "Pipeline", {
  synth: new pipelines.ShellStep("Synth", {
    input: pipelines.CodePipelineSource.gitHub("example/service", "main", {
      authentication: SecretValue.unsafePlainText("token"),
    }),
    commands: ["npx cdk synth"],
  }),
});
pipeline.addStage(new Service(app, "Staging"));
pipeline.addStage(new Service(app, "Production"));
app.synth();
