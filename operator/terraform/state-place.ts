import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Backend } from "./stack-config";

/** The file in which Terraform records the backend that it was initialized for. */
export function backendRecord(dataDir: string): string {
  return join(dataDir, "terraform.tfstate");
}

/** The file in which a stack that makes the bucket of its own state has its state at first. */
export const bootstrapFile = "bootstrap.tfstate";

/** The backend that a working folder was initialized for; nothing if it never was, or for the file of a bootstrap. */
export function recordedBackend(dataDir: string): Backend | undefined {
  const file = backendRecord(dataDir);
  if (!existsSync(file)) return undefined;
  const { backend } = JSON.parse(readFileSync(file, "utf8")) as { backend?: { type: string; config: object } };
  if (!backend) return undefined;
  const settings = withoutNull(backend.config) as Backend["settings"];
  return backend.type === "local" && settings["path"] === bootstrapFile ? undefined : { type: backend.type, settings };
}

/** Where a backend keeps the state, in words. Two backends with the same words have one state. */
export function placeText({ type, settings }: Backend): string {
  const { bucket, key, hostname, organization, workspaces } = settings as Record<string, string | undefined>;
  if (type === "s3") return `the bucket ${bucket} (key ${key})`;
  if (type === "local") return `the file ${settings["path"]}`;
  if (type !== "cloud") return `the backend ${type} ${JSON.stringify(settings)}`;
  const { name } = [workspaces].flat()[0] as unknown as { name: string };
  return `HCP Terraform (workspace ${name} of ${organization} at ${hostname ?? "app.terraform.io"})`;
}

/** The environment whose account stack makes the bucket and the lock table of a stack. */
export function environmentOf(stack: string, table: unknown): string {
  const named = /^account-(.+)$/.exec(stack) ?? /^multicloud-(.+)-locks$/.exec(String(table));
  return named?.[1] ?? "<environment>";
}

/** The configuration of a folder that has a backend and nothing else. */
export function backendOnly({ type, settings }: Backend): object {
  return { terraform: type === "cloud" ? { cloud: settings } : { backend: { [type]: settings } } };
}

/** Terraform records each argument that is not set as null. */
function withoutNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, it]) => it !== null);
  return Object.fromEntries(entries.map(([key, it]) => [key, withoutNull(it)]));
}
