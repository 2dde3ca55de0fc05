import type { TerraformStack } from "cdktf";
import { AuditTrail } from "../../modules/gcp/account/audit-trail";
import type { PlatformSettings } from "../../settings/schema";
import type { GcpContext } from "./context";

/** The audit logs of the project, unless another stack of the project records them. */
export function addAudit(
  stack: TerraformStack,
  { audit }: PlatformSettings["gcp"],
  { names, logDays }: GcpContext,
): void {
  if (!audit.enabled) return;
  new AuditTrail(stack, "audit-trail", { names, retentionDays: audit.retention_days, logDays });
}
