import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import type { Construct } from "constructs";

/** Keeps everyone from deleting a resource, whatever their role, until the lock is removed. */
export function deletionLock(scope: Construct, id: string, resourceId: string): ManagementLock {
  return new ManagementLock(scope, id, {
    name: "protected",
    scope: resourceId,
    lockLevel: "CanNotDelete",
    notes: "It holds data. Remove the protection in the settings first.",
  });
}
