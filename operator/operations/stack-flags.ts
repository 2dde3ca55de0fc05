import type { LayerOptions } from "../../settings/layers/read-layers";
import type { StackReference } from "../../settings/project/stacks";
import { projectPlace } from "./project";

/** Who the runs in HCP Terraform are, as the settings have it. */
export interface HcpRuns {
  readonly aws_role_arn?: string | undefined;
  readonly google?: { readonly service_account: string; readonly workload_provider: string } | undefined;
  readonly azure?: { readonly client_id: string; readonly tenant_id: string } | undefined;
}

/** What the settings say of stacks in addition to what is deployed. */
export async function readFlags(stacks: readonly StackReference[], files: Pick<LayerOptions, "files" | "ownFiles">) {
  const { loadSettings } = await import("../../settings/load.js");
  const { describeOrigins } = await import("../../settings/describe.js");
  const place = projectPlace();
  const read = stacks.map((stack) => ({ id: stack.id, loaded: loadSettings(stack, { ...place, ...files }) }));
  const idsWith = (flag: "protected" | "emulator") =>
    read.filter(({ loaded }) => loaded.settings[flag]).map(({ id }) => id);
  const overrides = new Map(
    read.map(({ id, loaded }) => [id, describeOrigins(loaded, place.root, files.files ?? [])] as const),
  );
  return {
    protectedIds: new Set(idsWith("protected")),
    emulatedIds: idsWith("emulator"),
    hcpRuns: (id: string) => read.find((stack) => stack.id === id)?.loaded.settings.state.cloud?.runs,
    overrides: (id: string) => overrides.get(id) ?? [],
  };
}

/** Those of the ids whose settings say that they are deployed to the emulator. What has mistakes or is gone is none of them. */
export async function emulatedStacks(ids: readonly string[]): Promise<readonly string[]> {
  const { loadSettings } = await import("../../settings/load.js");
  const { SettingsError } = await import("../../settings/mistake.js");
  const { readProject } = await import("../../settings/project/stacks.js");
  const place = projectPlace();
  const { stacks } = readProject(place);
  return stacks
    .filter((stack) => {
      try {
        return ids.includes(stack.id) && loadSettings(stack, place).settings.emulator;
      } catch (error) {
        if (error instanceof SettingsError) return false;
        throw error;
      }
    })
    .map(({ id }) => id);
}

/** The GitHub environments whose jobs may change a stack: the environment of the same name, and the one that `deploy` names. */
export async function gitHubEnvironments(
  ids: readonly string[],
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { loadSettings } = await import("../../settings/load.js");
  const { readProject } = await import("../../settings/project/stacks.js");
  const place = projectPlace();
  const { stacks } = readProject(place);
  return new Map(
    stacks
      .filter(({ id }) => ids.includes(id))
      .map((stack) => {
        const { deploy } = loadSettings(stack, { ...place, files }).settings as {
          readonly deploy?: { readonly github_environment?: string } | null;
        };
        return [stack.id, [...new Set([deploy?.github_environment ?? stack.environment, stack.environment])]];
      }),
  );
}
