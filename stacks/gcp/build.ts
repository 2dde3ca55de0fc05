import type { TerraformStack } from "cdktf";
import { BuildTrigger } from "../../modules/gcp/builds/build-trigger";
import type { PlatformSettings } from "../../settings/schema";
import type { GcpContext } from "./context";
import type { Stores } from "./stores";

/** Builds of the application's image, where the settings name a repository. */
export function addBuild(
  stack: TerraformStack,
  { build }: PlatformSettings["gcp"],
  { names }: GcpContext,
  { registry }: Pick<Stores, "registry">,
): BuildTrigger | undefined {
  if (!build) return undefined;
  return new BuildTrigger(stack, "build", { names, name: "application", repository: build.repository, registry });
}
