import type { TerraformStack } from "cdktf";
import { ManagedIdentity } from "../../modules/azure/access/managed-identity";
import type { PlatformSettings } from "../../settings/schema";
import type { AzureContext } from "./context";

/** An identity per service: `api`, and each component by its name. */
export type Identities = Readonly<Record<string, ManagedIdentity>>;

/** Makes an identity for the application's service and one for each component, so that each has only the rights it needs. */
export function addIdentities(
  stack: TerraformStack,
  { application }: PlatformSettings["azure"],
  { placement }: AzureContext,
): Identities {
  const services = ["api", ...Object.keys(application.components)];
  return Object.fromEntries(
    services.map((name) => [name, new ManagedIdentity(stack, `${name}-identity`, { ...placement, name })]),
  );
}
