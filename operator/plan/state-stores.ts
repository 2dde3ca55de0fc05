import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Backend, readStackConfig } from "../terraform/stack-config";
import type { Workspace } from "../terraform/workspace";
import { member, type PlanJson } from "./plan-json";

/** What is read of a change here. */
interface Planned {
  readonly address: string;
  readonly action: string;
}

/** A bucket or lock table that holds states. */
export interface StateStore {
  readonly kind: "state bucket" | "lock table";
  readonly name: string;
  readonly address: string;
  /** The stacks of which this machine knows that their state is there. */
  readonly stacks: readonly string[];
}

const kinds = {
  aws_s3_bucket: { kind: "state bucket", attribute: "bucket", setting: "bucket" },
  aws_dynamodb_table: { kind: "lock table", attribute: "name", setting: "dynamodb_table" },
} as const;

/** What holds the stack's own state, or that of another known stack, among what a plan deletes or replaces. */
export function deletedStateStores(workspace: Workspace, changes: readonly Planned[], plan?: PlanJson): StateStore[] {
  const backends = knownBackends(workspace);
  return candidates(changes).flatMap(({ address, type }): StateStore[] => {
    const { kind, attribute, setting } = kinds[type];
    // The state's own name counts; before the plan is read, the configuration's.
    const found = plan?.resource_changes?.find((resource) => resource.address === address)?.change.before;
    const name = member(plan ? found : configured(workspace, type, address), attribute);
    if (typeof name !== "string") return [];
    const stacks = [...backends].filter(([, { type: of, settings }]) => of === "s3" && settings[setting] === name);
    return stacks.length > 0 ? [{ kind, name, address, stacks: stacks.map(([id]) => id) }] : [];
  });
}

/** Whether the plan itself has to say what is deleted: a bucket or table that the configuration does not show to hold states. */
export function needsNames(workspace: Workspace, changes: readonly Planned[]): boolean {
  return candidates(changes).length > deletedStateStores(workspace, changes).length;
}

function candidates(changes: readonly Planned[]): { address: string; type: keyof typeof kinds }[] {
  return changes.flatMap(({ address, action }) => {
    if (action !== "delete" && action !== "replace") return [];
    const type = address.split(".").find((part) => part in kinds);
    return type ? [{ address, type: type as keyof typeof kinds }] : [];
  });
}

function configured(workspace: Workspace, type: string, address: string): unknown {
  const { resource } = JSON.parse(readFileSync(workspace.path("cdk.tf.json"), "utf8")) as { resource?: unknown };
  return member(member(resource, type), address.slice(type.length + 1));
}

/** The backend of the stack itself, and of every stack that was ever planned in this checkout. */
function knownBackends({ id, dir, config }: Workspace): Map<string, Backend> {
  const folder = dirname(dir);
  const others = readdirSync(folder).filter((name) => existsSync(join(folder, name, "cdk.tf.json")));
  const backends = others.map((name) => [name, readStackConfig(join(folder, name, "cdk.tf.json")).backend] as const);
  return new Map([...backends, [id, config.backend]]);
}
