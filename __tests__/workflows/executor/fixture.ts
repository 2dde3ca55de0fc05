import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Expressions } from "./expressions";
import { type Running, startWorkflow } from "./run";
import type { World } from "./world";

/** Files of `.github/workflows` by name, in a folder of their own. */
export function repositoryWith(workflows: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "repository-"));
  mkdirSync(join(root, ".github", "workflows"), { recursive: true });
  for (const [name, text] of Object.entries(workflows)) writeFileSync(join(root, ".github", "workflows", name), text);
  return root;
}

/** A world with a shell and nothing else, for a push to `main` of `acme/shop`. */
export async function worldOf(root: string, changes: Partial<World> = {}): Promise<World> {
  return {
    ...{ expressions: await Expressions.load(), root, repository: "acme/shop", actions: {} },
    ...{ event: { name: "push", ref: "refs/heads/main" }, env: { PATH: "/usr/bin:/bin" } },
    ...changes,
  };
}

/** Starts one workflow that is given as text. `on: push`, if it does not say. */
export async function start(
  text: string,
  changes: Partial<World> = {},
  others: Record<string, string> = {},
): Promise<Running> {
  const whole = /^on:/m.test(text) ? text : `on: push\n${text}`;
  return startWorkflow(await worldOf(repositoryWith({ "main.yml": whole, ...others }), changes), "main.yml");
}

export const run = async (...given: Parameters<typeof start>) => (await start(...given)).result;

/** One job with these steps. */
export const steps = (text: string, job = "") =>
  `jobs:\n  one:\n    runs-on: x\n${indented(job, 4)}    steps:\n${indented(text, 6)}`;

const indented = (text: string, by: number) =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `${" ".repeat(by)}${line}\n`)
    .join("");
