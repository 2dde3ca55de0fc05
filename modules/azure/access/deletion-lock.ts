import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import type { Construct } from "constructs";

/** A lock that refuses to delete a resource, even to its owner, until the lock is removed. */
export function deletionLock(scope: Construct, id: string, resourceId: string): ManagementLock {
  return new ManagementLock(scope, id, {
    name: "protected",
    scope: resourceId,
    lockLevel: "CanNotDelete",
    notes: "It holds data. Remove the protection in the settings first.",
  });
}
