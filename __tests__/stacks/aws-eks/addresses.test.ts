import { exampleSettings, examples, resources, type StackJson, synthesizeAll } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any resource.
type Body = any;

const clusters = examples.stacks.filter(({ platform }) => platform === "aws-eks");

/** Addresses that pods can get: those of the private subnets, without the five that AWS keeps of each. */
const addressesOf = (stack: StackJson) =>
  resources(stack, "aws_subnet")
    .filter(({ address }) => address.startsWith("aws_subnet.network_private-"))
    .map(({ body }) => 2 ** (32 - Number(String(body.cidr_block).split("/")[1])) - 5)
    .reduce((sum, free) => sum + free, 0);

/** Addresses that all nodes hold before the first pod of the application: one of the node, and what `vpc-cni` takes for pods. */
function heldByNodes(stack: StackJson): number {
  const addon = resources(stack, "aws_eks_addon").find(({ body }) => body.addon_name === "vpc-cni")?.body as Body;
  const { env } = JSON.parse(addon.configuration_values);
  return resources(stack, "aws_eks_node_group")
    .map(({ body }: Body) => body.scaling_config.max_size * (1 + Number(env.MINIMUM_IP_TARGET)))
    .reduce((sum, held) => sum + held, 0);
}

describe("the private subnets of a cluster have an address for each pod of its largest size", () => {
  test.each(clusters)("$id", async ({ id, environment }) => {
    const stack = (await synthesizeAll()).get(id) as StackJson;
    const { application } = exampleSettings<"kubernetes">(`ai-prism-kubernetes-${environment}`);
    const most = [application, ...Object.values(application.components)].map(({ replicas }) => replicas.max);
    const pods = most.reduce((sum, replicas) => sum + replicas, 0);
    expect(heldByNodes(stack) + pods).toBeLessThan(addressesOf(stack));
  });
});
