import type { Change, StackPlan } from "../../plan/stack-plan";
import type { Values } from "../port/platform";
import { beyond, type Carriers, isTask } from "./carriers";

/** What edits of a checkout mean for a plan that is to carry a release alone. */
export interface LeftOut {
  /** What is edited. */
  readonly edits: readonly string[];
  /** What carries the release and can be planned without an edit. */
  readonly carrying: readonly string[];
  /** What the release must change and cannot be planned without one. */
  readonly needed: readonly string[];
}

interface Rules {
  readonly carriers: Carriers;
  /** What the plan gives. */
  readonly values: Values;
  /** Names of all late-bound values. */
  readonly kept: readonly string[];
  readonly needs: Needs;
}

/** Finds the edits in a plan: what no release changes, and tasks whose image is not one that is given. With each of them goes what needs it. */
export function leftOutOf(
  { changes }: Pick<StackPlan, "changes">,
  carrying: readonly string[],
  { carriers, values, kept, needs }: Rules,
): LeftOut {
  const isMore = (change: Change) => beyond({ changes: [change] }, carriers, kept).length > 0;
  const tasks = changes.filter((change) => isTask(change) && !isMore(change));
  const given = tasks.filter((task) => isGiven(task, values)).map(blockOf);
  const edited = tasks.filter((task) => !isGiven(task, values)).map(blockOf);
  const edits = [...changes.filter(isMore).map(blockOf), ...edited];
  const left = new Set(carrying.filter((address) => isAny(needs(address), edits)));
  const needed = changes.map(blockOf).filter((address) => {
    if (!left.has(address)) return false;
    // What changes for an edited task alone is an edit too.
    const isEdit = edits.includes(address) || isAny(needs(address), edited);
    return isAny(needs(address), given) || !isEdit;
  });
  return { edits, carrying: carrying.filter((address) => !left.has(address)), needed };
}

/** Everything that a resource needs, itself included: what Terraform plans with it. */
export type Needs = (address: string) => ReadonlySet<string>;

type Blocks = Readonly<Record<string, Readonly<Record<string, object>>>>;

/** Reads the references between the resources and data sources of a `cdk.tf.json`. */
export function needsIn(configuration: string): Needs {
  const { resource = {}, data = {} } = JSON.parse(configuration) as { resource?: Blocks; data?: Blocks };
  const texts = new Map([...addressed(resource, ""), ...addressed(data, "data.")]);
  return (address) => {
    const found = new Set([address]);
    // What is added meanwhile is gone through too.
    for (const one of found) {
      for (const [next] of (texts.get(one) ?? "").matchAll(reference)) if (texts.has(next)) found.add(next);
    }
    return found;
  };
}

const reference = /(?:\bdata\.)?\b[a-z]\w*\.[A-Za-z_][\w-]*/g;

function addressed(blocks: Blocks, prefix: string): [address: string, text: string][] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.entries(named).map(([name, block]): [string, string] => [`${prefix}${type}.${name}`, JSON.stringify(block)]),
  );
}

/** Whether a task that there is gets an image that is given. One whose containers are not known yet may. */
function isGiven({ action, attributes = [] }: Change, values: Values): boolean {
  if (action !== "update" && action !== "replace") return false;
  const images = Object.values(values).map((value) => JSON.stringify(value));
  return attributes.some(
    ({ path, after }) =>
      path === "container_definitions" || (/^container_definitions\..*\bimage$/.test(path) && images.includes(after)),
  );
}

const isAny = (all: ReadonlySet<string>, some: readonly string[]): boolean => some.some((one) => all.has(one));

/** The block of an address, without its index. */
const blockOf = ({ address }: Change): string => address.replace(/\[.*\]$/, "");
