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
