import type { TerraformStack } from "cdktf";
import { AuditTrail } from "../../modules/azure/account/audit-trail";
import type { PlatformSettings } from "../../settings/schema";
import type { AzureContext } from "./context";

/** The Activity Log of the subscription, unless another stack of the subscription records it. */
export function addAudit(
  stack: TerraformStack,
  { audit, subscription_id: subscriptionId }: PlatformSettings["azure"],
  { names, workspaceId }: AzureContext,
): void {
  if (!audit.enabled) return;
  new AuditTrail(stack, "audit-trail", { names, subscriptionId, workspaceId, retentionDays: audit.retention_days });
}
