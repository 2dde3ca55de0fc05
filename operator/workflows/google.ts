import { Names } from "../../modules/names";

/** With which accounts of Google Cloud the jobs of a stack sign in. */
export interface GoogleIdentities {
  /** The provider of the workload identity pool that trusts GitHub. */
  readonly provider: string;
  /** The account that reads. */
  readonly plan: string;
  /** The account that changes. */
  readonly infrastructure: string;
}

interface Settings {
  readonly name: string;
  readonly environment: string;
  readonly region: string;
  readonly project?: string;
  readonly project_number?: string;
}

/** The pool, its provider and the accounts, by the names that the stack gives them (modules/gcp/account/). */
export function googleIdentities({
  name,
  environment,
  region,
  project = "",
  project_number,
}: Settings): GoogleIdentities {
  const names = new Names({ name, environment, accountId: project, region });
  const account = (part: string) => `${names.of("gcp_service_account", part)}@${project}.iam.gserviceaccount.com`;
  const pool = names.of("gcp_identity_pool");
  return {
    provider: `projects/${project_number ?? ""}/locations/global/workloadIdentityPools/${pool}/providers/github`,
    plan: account("plan"),
    infrastructure: account("infrastructure"),
  };
}
