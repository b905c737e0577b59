// A pipeline whose stages are assemblies of their own (assembly-*), with exports and nested stacks of their own.
const { App, NestedStack, SecretValue, Stack, Stage, aws_iam: iam, pipelines } = require("aws-cdk-lib");

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
    const role = (scope, name, subject) =>
      new iam.Role(scope, name, {
        assumedBy: new iam.WebIdentityPrincipal(github.openIdConnectProviderArn, {
          StringEquals: {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": `repo:example/service:${subject}`,
          },
        }),
      });
    const release = new Stack(this, "Release");
    role(release, "Publish", `environment:${id.toLowerCase()}`);
    role(new NestedStack(release, "Checks"), "Verify", "ref:refs/heads/main");
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
