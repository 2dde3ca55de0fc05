import { resources, type StackJson } from "../stacks/synthesized";
import type { Body, Offence } from "./rule";

/**
 * What a protected environment may keep Terraform from destroying: what holds data, or an address that clients know. Anything else
 * that a failed first start leaves tainted is replaced by the next apply, which such a protection would refuse.
 */
const kept: Readonly<Record<string, string>> = {
  aws_cognito_user_pool: "users",
  aws_db_instance: "data",
  aws_dynamodb_table: "data",
  aws_eks_cluster: "the objects of its API; it starts no application",
  aws_lb: "the address that DNS names; it starts no application",
  aws_rds_cluster: "data",
  aws_s3_bucket: "data",
  azurerm_postgresql_flexible_server: "data",
  azurerm_postgresql_flexible_server_database: "data",
  azurerm_storage_account: "data",
  azurerm_storage_container: "data",
  google_artifact_registry_repository: "images",
  google_kms_crypto_key: "what it has encrypted",
  google_memorystore_instance: "data",
  google_sql_database_instance: "data",
};

/** Types that the provider protects unless the argument says false (google 6.50). */
const protectedByDefault = /^google_cloud_run_v2_(service|worker_pool|job)$/;

/** Resources whose destruction Terraform or the provider refuses, of a type that keeps nothing. */
export function replacesWhatKeepsNothing(stack: StackJson): Offence[] {
  return resources(stack)
    .filter(({ type, body }) => !(type in kept) && refusesDestruction(type, body))
    .map(({ address }) => ({
      address,
      must: "be replaceable after a failed first start: expected no deletion protection and no prevent_destroy",
    }));
}

function refusesDestruction(type: string, body: Body): boolean {
  if (protectedByDefault.test(type) && body.deletion_protection !== false) return true;
  const switches = Object.entries(body).filter(([key]) => /deletion_protection/.test(key));
  return Boolean(body.lifecycle?.prevent_destroy) || switches.some(([, value]) => value && value !== "INACTIVE");
}
