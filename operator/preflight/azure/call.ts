import type { TokenCredential } from "@azure/identity";
import { type RestAnswer, rest } from "../look/rest";

/** Reads a path of Azure's Resource Manager, which may have a query, in a version of its API. */
export type AzureCall = (path: string, version: string) => Promise<RestAnswer>;

const manager = "https://management.azure.com";

/** Reads with the credentials that Terraform's provider takes. @param url where the Resource Manager is */
export async function azureCall(
  tenant: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
  url = manager,
  credential?: TokenCredential,
): Promise<AzureCall> {
  const signedIn = credential ?? (await azureCredential(tenant, env));
  const granted = await signedIn.getToken(`${manager}/.default`);
  if (!granted) throw new Error("Azure gives no token for these credentials");
  return (path, version) =>
    rest(`${url}/${path}${path.includes("?") ? "&" : "?"}api-version=${version}`, granted.token);
}

/** The credentials that azurerm takes from its variables `ARM_…`: a client's secret, a token of OIDC, a managed identity; else `az login`. */
export async function azureCredential(tenant: string | undefined, env: NodeJS.ProcessEnv): Promise<TokenCredential> {
  const sdk = await import("@azure/identity");
  const { ARM_CLIENT_ID: client, ARM_CLIENT_SECRET: secret, ARM_OIDC_TOKEN: oidc } = env;
  const tenantId = env["ARM_TENANT_ID"] || tenant;
  if (client && tenantId && secret) return new sdk.ClientSecretCredential(tenantId, client, secret);
  if (client && tenantId && oidc) return new sdk.ClientAssertionCredential(tenantId, client, async () => oidc);
  if (env["ARM_USE_MSI"] === "true") return new sdk.ManagedIdentityCredential(client ? { clientId: client } : {});
  return new sdk.AzureCliCredential(tenantId ? { tenantId } : {});
}
