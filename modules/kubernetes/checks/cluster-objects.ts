import { DefaultTokenResolver, StringConcat, TerraformResource, type TerraformStack, Tokenization } from "cdktf";

// biome-ignore lint/suspicious/noExplicitAny: the body of any resource, with its overrides.
export type Json = any;

/** A resource of a stack as Terraform reads it, with its overrides. */
export interface ClusterObject {
  /** Path of its construct. */
  readonly path: string;
  /** The resource's type without `kubernetes_` and version, e.g. `deployment`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly body: Json;
  readonly spec: Json;
}

/** All Kubernetes objects of a stack. A value that only Terraform knows is its expression. */
export function clusterObjects(stack: TerraformStack): ClusterObject[] {
  const found = stack.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    // No rule reads a ConfigMap, and the dashboards in them are large.
    .filter(({ terraformResourceType: type }) => type.startsWith("kubernetes_") && !type.includes("config_map"))
    .map((resource) => ({ resource, body: terraformBody(stack, resource) }));

  // A name may be a reference to the object that has it.
  const names = new Map(
    found.map(({ resource: { terraformResourceType, friendlyUniqueId }, body }) => [
      `${terraformResourceType}.${friendlyUniqueId}`,
      block(body.metadata).name as string,
    ]),
  );
  const named = (text: string) =>
    text.replace(
      /\$\{(\w+\.\w+)\.metadata(?:\[0\]|\.0)\.name\}/g,
      (reference, address) => names.get(address) ?? reference,
    );

  return found.map(({ resource, body: written }) => {
    const body = JSON.parse(JSON.stringify(written), (_, value) => (typeof value === "string" ? named(value) : value));
    const { name, namespace = "default" } = block(body.metadata);
    return {
      path: resource.node.path,
      kind: resource.terraformResourceType.replace(/^kubernetes_|_v\d+$/g, ""),
      namespace,
      name,
      body,
      spec: block(body.spec),
    };
  });
}

const resolver = new DefaultTokenResolver(new StringConcat());

function terraformBody(stack: TerraformStack, resource: TerraformResource): Json {
  const json: Json = Tokenization.resolve(resource.toTerraform(), { scope: stack, resolver });
  return json.resource[resource.terraformResourceType][resource.friendlyUniqueId];
}

/** A block that occurs once: an object, or a list of one. */
export function block(value: Json): Json {
  return (Array.isArray(value) ? value[0] : value) ?? {};
}

/** A block that may occur more than once. */
export function blocks(value: Json): Json[] {
  return Array.isArray(value) ? value : value ? [value] : [];
}

/** The labels of the pods of a Deployment or similar object. */
export function podLabels({ spec }: ClusterObject): Json {
  return block(block(spec.template).metadata).labels ?? {};
}

/** Whether a `selector` block selects an object with these labels. */
export function matches(selector: Json, labels: Json): boolean {
  const { match_labels = {}, match_expressions } = block(selector);
  return (
    Object.entries(match_labels).every(([key, value]) => labels[key] === value) &&
    blocks(match_expressions).every(({ key, operator, values = [] }) => {
      if (operator === "Exists") return key in labels;
      if (operator === "DoesNotExist") return !(key in labels);
      return values.includes(labels[key]) === (operator === "In");
    })
  );
}
