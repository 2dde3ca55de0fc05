import { readFileSync } from "node:fs";
import type { ReleasedValue } from "../../plan/late-bound";
import { writeAtomically } from "../../process/files";
import type { Workspace } from "../../terraform/workspace";

/**
 * Gives the late-bound values of a workspace the settings that the state has: an edited setting would win over what is released, in the same
 * apply. The next deploy sees the edit as before.
 */
export function keepSettings(workspace: Workspace, released: Readonly<Record<string, ReleasedValue>>): void {
  const path = workspace.path("cdk.tf.json");
  const stack = JSON.parse(readFileSync(path, "utf8")) as {
    resource?: { terraform_data?: Record<string, { triggers_replace?: unknown }> };
  };
  const blocks = stack.resource?.terraform_data ?? {};
  const edited = Object.entries(released).filter(([name, { setting }]) => {
    const [now] = [blocks[name]?.triggers_replace].flat();
    return now !== undefined && setting !== undefined && now !== inTemplate(setting);
  });
  if (edited.length === 0) return;
  for (const [name, { setting }] of edited)
    Object.assign(blocks[name] ?? {}, { triggers_replace: [inTemplate(setting)] });
  writeAtomically(path, JSON.stringify(stack, null, 2));
}

/** A value as a template of Terraform's language has it. */
const inTemplate = (setting: string | number): string | number =>
  typeof setting === "string" ? setting.replaceAll(/([$%])\{/g, "$1$1{") : setting;
