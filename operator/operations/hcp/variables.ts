import type { HcpClient } from "../../terraform/hcp-client";
import type { HcpRuns } from "../stack-flags";

/**
 * The environment variables with which HCP Terraform gives a run the identities that its providers need, and no others
 * (https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials).
 * @param terraform the `terraform` block of the stack
 */
export function identityVariables(
  { aws_role_arn: role, google, azure }: HcpRuns,
  terraform: unknown,
): Readonly<Record<string, string>> {
  const { required_providers: providers = {} } = terraform as { required_providers?: object };
  return {
    ...("aws" in providers && role && { TFC_AWS_PROVIDER_AUTH: "true", TFC_AWS_RUN_ROLE_ARN: role }),
    ...("google" in providers &&
      google && {
        TFC_GCP_PROVIDER_AUTH: "true",
        TFC_GCP_RUN_SERVICE_ACCOUNT_EMAIL: google.service_account,
        TFC_GCP_WORKLOAD_PROVIDER_NAME: google.workload_provider,
      }),
    ...("azurerm" in providers &&
      azure && {
        TFC_AZURE_PROVIDER_AUTH: "true",
        TFC_AZURE_RUN_CLIENT_ID: azure.client_id,
        ARM_TENANT_ID: azure.tenant_id,
      }),
  };
}

/** The environment variables of a workspace, each with its id. The value of a sensitive one is not shown. */
export async function environmentOf(client: HcpClient, workspace: string) {
  const found = await client.list(`workspaces/${workspace}/vars`);
  return found
    .filter(({ attributes }) => attributes["category"] === "env")
    .map(({ id, attributes: { key, value } }) => ({ id, key: String(key), value: value as string | null }));
}

/** Writes environment variables of a workspace that are missing or have another value. Returns whether it changed one. */
export async function ensureVariables(
  client: HcpClient,
  workspace: string,
  wanted: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (Object.keys(wanted).length === 0) return false;
  const found = await environmentOf(client, workspace);
  const path = `workspaces/${workspace}/vars`;
  let isChanged = false;
  for (const [key, value] of Object.entries(wanted)) {
    const known = found.find((variable) => variable.key === key);
    if (known?.value === value) continue;
    const data = { type: "vars", attributes: { key, value, category: "env", hcl: false, sensitive: false } };
    if (known) await client.write("PATCH", `${path}/${known.id}`, { id: known.id, ...data });
    else await client.write("POST", path, data);
    isChanged = true;
  }
  return isChanged;
}
