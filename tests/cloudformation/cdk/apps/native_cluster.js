// The second generation of the cluster construct, whose cluster and provider are CloudFormation's own.
const { App, Stack, aws_ec2: ec2, aws_eks_v2: eks, aws_iam: iam } = require("aws-cdk-lib");
const { KubectlV31Layer } = require("@aws-cdk/lambda-layer-kubectl-v31");

const app = new App();
const stack = new Stack(app, "NativeCluster");
const cluster = new eks.Cluster(stack, "Cluster", {
  version: eks.KubernetesVersion.V1_31,
  defaultCapacityType: eks.DefaultCapacityType.NODEGROUP,
  defaultCapacity: 0,
  kubectlProviderOptions: { kubectlLayer: new KubectlV31Layer(stack, "Kubectl") },
  vpc: new ec2.Vpc(stack, "Vpc", { maxAzs: 2, natGateways: 0 }),
  vpcSubnets: [{ subnetType: ec2.SubnetType.PUBLIC }],
});
cluster.addServiceAccount("Controller", { name: "controller", namespace: "kube-system" });
app.synth();
