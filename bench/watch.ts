import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pluginEnvironment } from "../operator/terraform/plugins";
import { copyWithEmulator, deploy, onNewEmulator } from "./project-copy";
import type { Section } from "./report";
import { run, runNode } from "./run-process";
import { interleave, summarize } from "./statistics";

const stack = "aws-codebuild-local";

/**
 * The commands that look at a deployed stack, next to a bare `terraform plan` of it: one small stack is deployed to a new emulator once,
 * and no command changes it. Each builds the stack from its settings first, which bare Terraform does not do.
 */
export async function watch(root: string, rounds: number): Promise<Section> {
  const project = resolve(root, ".local/bench/project");
  const folder = await copyWithEmulator(root, project);
  const plans = join(folder, "plans");
  const seconds = await onNewEmulator(project, folder, async (emulator) => {
    await deploy(project, emulator, stack);
    const env = { ...emulator, PLAN_KEY: Buffer.alloc(32, "bench").toString("base64") };
    const ours = async (...args: string[]) =>
      // 2: a plan with changes; a status in which something is due, such as a record of drift.
      (await runNode(["operator/start/launch.cjs", "cli", ...args], { cwd: project, env, codes: [0, 2] })).seconds;
    const bare = { cwd: join(folder, "stacks", stack), env: { ...env, ...pluginEnvironment(folder) } };
    const measurements = {
      terraform: async () => (await run("terraform", ["plan", "-input=false", "-lock=false"], bare)).seconds,
      plan: () => ours("plan", stack),
      review: () => {
        rmSync(plans, { recursive: true, force: true });
        return ours("plan", stack, "--markdown", "--out", plans);
      },
      drift: () => ours("drift", stack),
      status: () => ours("status", "local"),
      history: () => ours("state", "history", stack),
    };
    // Not measured: the first run of each reads files from disk, and makes the folders that later ones use again.
    await interleave(1, measurements);
    return interleave(rounds, measurements);
  });
  const of = (name: keyof typeof seconds) => summarize(seconds[name]);
  const times = (name: keyof typeof seconds, other: keyof typeof seconds, atMost: number, title: string) => ({
    name: title,
    value: of(name).median / of(other).median,
    unit: "×",
    target: { atMost },
  });
  return {
    title: `Looking at ${stack} on the emulator`,
    measured: [
      { name: "terraform plan", unit: "s", summary: of("terraform") },
      { name: "plan", unit: "s", summary: of("plan") },
      { name: "plan --markdown --out", unit: "s", summary: of("review") },
      { name: "drift", unit: "s", summary: of("drift") },
      { name: "status -- local", unit: "s", summary: of("status") },
      { name: "state -- history", unit: "s", summary: of("history") },
    ],
    checks: [
      times("plan", "terraform", 1.5, "plan, in bare plans"),
      times("review", "plan", 1.2, "plan --markdown --out, in plans"),
      // It also reads the state as a whole, and looks up what carries the stack's tag.
      times("drift", "plan", 2, "drift, in plans"),
      times("status", "terraform", 1, "status, in bare plans"),
      times("history", "terraform", 0.5, "state history, in bare plans"),
    ],
  };
}
