import { examples, resources, type StackJson } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: values of many charts, bodies of many resources.
type Json = any;

/** A workload of the examples on EKS, with the stack that makes its cluster. */
export interface OnEks {
  readonly id: string;
  readonly workload: StackJson;
  readonly cluster: StackJson;
}

/** Every workload of the examples that runs on the cluster of an `aws-eks` stack. */
export function onEks(all: ReadonlyMap<string, StackJson>): OnEks[] {
  return examples.stacks.flatMap(({ id, platform, system, environment }) => {
    const workload = all.get(id);
    if (platform !== "kubernetes" || !workload?.data?.["aws_eks_cluster"]) return [];
    const owner = examples.stacks.find(
      (one) => one.platform === "aws-eks" && one.system === system && one.environment === environment,
    );
    const cluster = owner && all.get(owner.id);
    if (!cluster) throw new Error(`${id}: expected the stack of its cluster, found none`);
    return [{ id, workload, cluster }];
  });
}

/** The values of each Helm release, by its name. What only Terraform knows is a text. */
export function chartValues(stack: StackJson): Record<string, Json> {
  return Object.fromEntries(
    resources(stack, "helm_release").map(({ body }) => {
      const [text] = body["values"] as string[];
      const known = text.replace(/"\$\{(lookup\(.*?\))\}"/g, (_, expression: string) => JSON.stringify(expression));
      return [body["name"], JSON.parse(known)];
    }),
  );
}

/** Everything below a value that holds an annotation of IRSA: the account's name, where it is written there, and the role. */
export function irsaAccounts(value: Json): { name?: string; role: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const role = value.annotations?.["eks.amazonaws.com/role-arn"];
  return [...(role ? [{ name: value.name, role }] : []), ...Object.values(value).flatMap(irsaAccounts)];
}
