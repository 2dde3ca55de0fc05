import type { Roles } from "../access/role-grants";

/** The Key Vault whose secrets a service reads. */
export interface VaultAttributes {
  readonly id: string;
  /** `https://<name>.vault.azure.net/` */
  readonly uri: string;
}

/** NAME → a secret's name in the vault, with `/<version>` to hold on to one. */
export type SecretReferences = Readonly<Record<string, string>>;

/** Where each secret is: NAME → `https://<vault>.vault.azure.net/secrets/<name>`. */
export function secretUris(secrets: SecretReferences, vault: VaultAttributes | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([variable, reference]) => {
      if (!vault) throw new Error(`secret ${variable}: expected a vault with secrets, found none`);
      return [variable, `${vault.uri}secrets/${reference}`];
    }),
  );
}

/** The right to read just these secrets. */
export function secretRoles(secrets: SecretReferences, vault: VaultAttributes | undefined): Roles {
  return Object.fromEntries(
    Object.values(secrets).map((reference) => {
      const [name] = reference.split("/");
      return [`secret-${name}`, { role: "Key Vault Secrets User", scope: `${vault?.id}/secrets/${name}` }];
    }),
  );
}
