import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resources, type StackJson } from "../synthesized";

/** Each predefined role with its permissions. */
const predefined = new Map(
  readFileSync(join(__dirname, "google-roles.txt"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("roles/"))
    .map((line): [string, string[]] => {
      const [role = "", ...permissions] = line.split(" ");
      return [role, permissions];
    }),
);

/** One role that an account has, and on what. */
export interface Grant {
  readonly role: string;
  /** `project`, or the address of what it is granted on. */
  readonly on: string;
  readonly permissions: readonly string[];
  readonly condition?: string;
}

/** The account of pipelines, by its construct. */
export type PipelineAccount = "plan" | "release" | "infrastructure";

/** The arguments by which a grant names its resource. */
const subjects = ["service_account_id", "secret_id", "repository", "name"] as const;

/** Everything that a stack grants to one account of pipelines. @throws for a role whose permissions are not known */
export function grantsOf(stack: StackJson, account: PipelineAccount): Grant[] {
  const member = `\${google_service_account.federation_${account}_account_`;
  return resources(stack)
    .filter(({ type, body }) => type.endsWith("_iam_member") && String(body["member"]).startsWith(member))
    .map(({ type, body }) => {
      const role = String(body["role"]);
      const named = subjects.map((key) => body[key]).find((value) => value !== undefined);
      return {
        role,
        on: type === "google_project_iam_member" ? "project" : addressIn(String(named)),
        permissions: permissionsOf(stack, role),
        condition: (body["condition"] as { expression?: string } | undefined)?.expression,
      };
    });
}

/** The permissions of an account on the whole project, without those of a conditional grant. */
export function projectPermissions(grants: readonly Grant[]): string[] {
  const whole = grants.filter(({ on, condition }) => on === "project" && condition === undefined);
  return [...new Set(whole.flatMap(({ permissions }) => permissions))].sort();
}

/** The address of the resource in a reference. */
function addressIn(text: string): string {
  const [, address] = /\$\{(google_[a-z0-9_]+\.[\w-]+)\./.exec(text) ?? [];
  return address ?? text;
}

function permissionsOf(stack: StackJson, role: string): readonly string[] {
  const address = addressIn(role);
  const custom = resources(stack, "google_project_iam_custom_role").find((one) => one.address === address);
  const found = custom ? (custom.body["permissions"] as string[]) : predefined.get(role);
  if (!found) throw new Error(`${role}: expected its permissions in google-roles.txt`);
  return found;
}
