import { count, due, ok, type StatusFinding } from "../finding";
import type { AzurePlace } from "./azure-place";

/** Hours within which a daily backup must have ended. */
const backupHours = 26;

interface Job {
  readonly properties?: {
    readonly status?: string;
    readonly operationCategory?: string;
    readonly dataSourceName?: string;
    readonly endTime?: string;
    readonly startTime?: string;
  };
}

/** The jobs of backup vaults (https://learn.microsoft.com/rest/api/dataprotection/backup-jobs/list). */
export async function backups({ ask, stack, group, groupName }: AzurePlace, at: Date): Promise<StatusFinding[]> {
  const vaults = stack.bodies("azurerm_data_protection_backup_vault").map(({ name }) => String(name));
  const found = vaults.map((vault) =>
    ask({ topic: "backups", stacks: [stack.id], subject: vault }, async (call) => {
      const path = `${group}/providers/Microsoft.DataProtection/backupVaults/${vault}/backupJobs`;
      const answer = await call(path, "2024-04-01");
      if (answer.status === 404) return due("the vault is not there", `npm run plan -- ${stack.id}`);
      const { value = [] } = answer.orThrow().json as { value?: Job[] };
      const young = value.flatMap(({ properties = {} }) => {
        const age = at.getTime() - Date.parse(properties.startTime ?? "");
        return properties.operationCategory === "Backup" && age < backupHours * 3_600_000 ? [properties] : [];
      });
      const list = `az dataprotection job list --resource-group ${groupName} --vault-name ${vault}`;
      const [failed] = young.filter(({ status }) => /^(Failed|Cancelled)$/.test(status ?? ""));
      if (failed) return due(`the backup of ${failed.dataSourceName} ended as ${failed.status}`, list);
      const good = young.filter(({ status = "" }) => status.startsWith("Completed"));
      return good.length > 0
        ? ok(`${count(good.length, "backup")} in ${backupHours} hours`)
        : due(`no backup in ${backupHours} hours`, list);
    }),
  );
  return (await Promise.all(found)).flat();
}
