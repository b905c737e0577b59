// A cluster of its own with service accounts: the keys of their conditions go through Custom::AWSCDKCfnJson.
const { App, Stack, aws_ec2: ec2, aws_eks: eks, aws_s3: s3 } = require("aws-cdk-lib");
const { KubectlV31Layer } = require("@aws-cdk/lambda-layer-kubectl-v31");

const app = new App();
const stack = new Stack(app, "ServiceAccounts");
const cluster = new eks.Cluster(stack, "Cluster", {
  version: eks.KubernetesVersion.V1_31,
  defaultCapacity: 0,
  kubectlLayer: new KubectlV31Layer(stack, "Kubectl"),
  vpc: new ec2.Vpc(stack, "Vpc", { maxAzs: 2, natGateways: 0 }),
  vpcSubnets: [{ subnetType: ec2.SubnetType.PUBLIC }],
});
new s3.Bucket(stack, "Data").grantRead(
  cluster.addServiceAccount("Reader", { name: "reader", namespace: "data" }).role,
);
cluster.addServiceAccount("Writer");
cluster.addServiceAccount("Agent", { name: "agent", identityType: eks.IdentityType.POD_IDENTITY });
app.synth();
