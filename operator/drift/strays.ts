import { whyNot } from "../preflight/look/finding";
import type { AwsIdentity } from "../preflight/look/stack-view";
import { madeBy } from "./made-by";
import type { Stray } from "./report";

export interface StraysProps {
  readonly stack: string;
  /** Whom Terraform's provider calls, and as whom. */
  readonly identity: AwsIdentity;
  /** The regions in which the stack has anything. */
  readonly regions: readonly string[];
  readonly inState: InState;
}

/** What a state has. */
export interface InState {
  /** Every text in it, at any depth: ids and ARNs among them. */
  readonly texts: ReadonlySet<string>;
  /** The types of its resources. */
  readonly types: ReadonlySet<string>;
}

/** What carries the stack's tag `Stack` and is in no state; or why that could not be looked up. */
export async function findStrays(props: StraysProps): Promise<{ readonly strays: Stray[]; readonly unknown?: string }> {
  try {
    const arns = (await Promise.all(props.regions.map((region) => taggedArns(props, region)))).flat();
    return { strays: straysAmong(arns, props.inState) };
  } catch (error) {
    return { strays: [], unknown: whyNot(error) };
  }
}

/** Those of the ARNs that no state has, sorted; first what nothing of ours makes. */
export function straysAmong(arns: readonly string[], inState: InState): Stray[] {
  const strays = [...new Set(arns)].filter((arn) => !isInState(arn, inState.texts)).sort();
  const found = strays.map((arn): Stray => {
    const by = madeBy(arn, inState.types);
    return { arn, ...(by && { madeBy: by }) };
  });
  return [...found.filter((stray) => !stray.madeBy), ...found.filter((stray) => stray.madeBy)];
}

/** What a state has. Data sources are left out: what they find belongs to others. */
export function whatIsIn(state: {
  readonly resources?: readonly {
    readonly mode?: string;
    readonly type?: string;
    readonly instances?: readonly unknown[];
  }[];
}): InState {
  const texts = new Set<string>();
  const types = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node === "string") texts.add(node.replace(/:\*$/, ""));
    else if (typeof node === "object" && node !== null) Object.values(node).forEach(walk);
  };
  for (const { mode, type, instances } of state.resources ?? []) {
    if (mode !== "managed") continue;
    if (type) types.add(type);
    for (const instance of instances ?? []) walk((instance as { attributes?: unknown }).attributes);
  }
  return { texts, types };
}

/** An ARN that the state has; or one whose id it has, for the many resources of EC2 that know their id alone. */
function isInState(arn: string, inState: ReadonlySet<string>): boolean {
  if (inState.has(arn)) return true;
  const id = /[:/]([a-z]+-[0-9a-f]{8,})$/.exec(arn)?.[1];
  return id !== undefined && inState.has(id);
}

async function taggedArns({ stack, identity }: StraysProps, region: string): Promise<string[]> {
  const { ResourceGroupsTaggingAPIClient, paginateGetResources } = await import(
    "@aws-sdk/client-resource-groups-tagging-api"
  );
  const { lookOptions } = await import("../preflight/aws/account.js");
  const client = new ResourceGroupsTaggingAPIClient(await lookOptions({ ...identity, region }));
  const arns: string[] = [];
  for await (const page of paginateGetResources({ client }, { TagFilters: [{ Key: "Stack", Values: [stack] }] })) {
    arns.push(...(page.ResourceTagMappingList ?? []).flatMap(({ ResourceARN }) => ResourceARN ?? []));
  }
  return arns;
}
