import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { resources, type StackJson } from "./synthesized";

/** How to accept a change; the failure shows it. */
export const releaseCommand = "npm run addresses";

const holdsData =
  /^(kubernetes_persistent_volume_claim_v1|aws_(db_instance|dynamodb_table|ecr_repository|efs_file_system|elasticache_replication_group|kms_key|s3_bucket|sqs_queue|backup_vault|rds_cluster|eks_cluster|cognito_user_pool)|google_(sql_database_instance|sql_database|storage_bucket|kms_crypto_key|pubsub_subscription|memorystore_instance|artifact_registry_repository)|azurerm_(postgresql_flexible_server|postgresql_flexible_server_database|storage_account|storage_container|key_vault|managed_redis|servicebus_queue|container_registry|data_protection_backup_vault|app_configuration))\./;

/** Released addresses of resources that hold data, which a stack neither has any more nor moved. */
export function lostData(released: readonly string[], stack: StackJson): string[] {
  const current = addressesOf(stack);
  const movedAway = new Set((stack.moved ?? []).map(({ from }) => from));
  return released.filter((address) => holdsData.test(address) && !current.includes(address) && !movedAway.has(address));
}

/** The released addresses in a file; nothing where the stack is not released. */
export function releasedIn(file: string): string[] {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
}

/**
 * Fails where a stack's addresses differ from the released ones. With UPDATE_ADDRESSES it writes them instead, but never drops the address
 * of a resource that holds data.
 */
export function holdToReleased(file: string, id: string, stack: StackJson): void {
  const released = releasedIn(file);
  const current = addressesOf(stack);
  const advice = "add a `moved` block, or delete the line by hand and say in the commit why its data may be lost";
  expect({ "lost with their data": lostData(released, stack), file, advice }).toEqual({
    "lost with their data": [],
    file,
    advice,
  });
  if (process.env["UPDATE_ADDRESSES"]) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${current.join("\n")}\n`);
    return;
  }
  if (released.length === 0) throw new Error(`${id} is new: ${releaseCommand} writes its addresses to ${file}`);
  expect({ addresses: current, update: releaseCommand }).toEqual({ addresses: released, update: releaseCommand });
}

const addressesOf = (stack: StackJson) =>
  resources(stack)
    .map(({ address }) => address)
    .sort();
