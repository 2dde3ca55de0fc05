import { mapValues } from "../../records";
import type { Roles } from "../access/role-grants";

/** The Key Vault whose secrets a service reads. */
export interface VaultAttributes {
  readonly id: string;
  /** `https://<name>.vault.azure.net/` */
  readonly uri: string;
}

/** NAME → name of a secret in the vault, or `<name>/<version>` for a fixed version. */
export type SecretReferences = Readonly<Record<string, string>>;

/** Addresses of secrets: NAME → `https://<vault>.vault.azure.net/secrets/<name>`. */
export function secretUris(secrets: SecretReferences, vault: VaultAttributes | undefined): Record<string, string> {
  return mapValues(secrets, (reference, variable) => {
    if (!vault) throw new Error(`secret ${variable}: expected a vault with secrets, found none`);
    return `${vault.uri}secrets/${reference}`;
  });
}

/** Roles to read these secrets only. */
export function secretRoles(secrets: SecretReferences, vault: VaultAttributes | undefined): Roles {
  return Object.fromEntries(
    Object.values(secrets).map((reference) => {
      const [name] = reference.split("/");
      return [`secret-${name}`, { role: "Key Vault Secrets User", scope: `${vault?.id}/secrets/${name}` }];
    }),
  );
}
