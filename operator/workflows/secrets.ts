import { expression } from "./expressions";
import type { Yaml } from "./yaml";

/**
 * What jobs that read states have in their environment. The key of plans comes from the state: nothing is stored. HCP Terraform takes a token,
 * which is the one secret that cannot be avoided; the key of its plans is the other.
 */
export function stateVariables(hcpHosts: readonly string[]): Record<string, Yaml> {
  return Object.fromEntries(
    hcpHosts.map((host) => {
      // Terraform: "Environment Variable Credentials". Hyphens are written as two underscores.
      const name = `TF_TOKEN_${host.replaceAll("-", "__").replaceAll(".", "_")}`;
      return [name, expression(`secrets.${name}`)];
    }),
  );
}

/** The key with which a plan is handed from one job to the next. */
export const planKey = (hcpHosts: readonly string[]): string =>
  hcpHosts.length > 0 ? expression("secrets.PLAN_KEY || 'state'") : "state";

/** Variables of the provider of Azure: it asks GitHub for a new token whenever its own ends, which `azure/login` does not. */
export const azureVariables: Record<string, Yaml> = {
  ARM_USE_OIDC: "true",
  ARM_CLIENT_ID: expression("vars.AZURE_CLIENT_ID"),
};

/** Whether called workflows get the caller's secrets: only where there are some. */
export const inherited = (hcpHosts: readonly string[]): { secrets?: "inherit" } =>
  hcpHosts.length > 0 ? { secrets: "inherit" } : {};
