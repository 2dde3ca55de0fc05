import { KeyVault as AzureKeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface KeyVaultProps extends Placement {
  /** Entra tenant that the vault trusts. */
  readonly tenantId: string;
  /** DNS zone `privatelink.vaultcore.azure.net`. */
  readonly privateAccess: PrivateAccess;
  /** Keeps the record of every access. */
  readonly workspaceId: string;
  /** Part of the vault's name where a system has several: 24 characters hold all parts. @default - none */
  readonly name?: string;
  /** `premium`: keys in hardware security modules. @default "standard" */
  readonly sku?: "standard" | "premium";
  /** Days a deleted secret can be brought back, 7 to 90; fixed once the vault is made. @default 90 */
  readonly softDeleteDays?: number;
}

/**
 * A Key Vault inside the network: access by Entra roles only, what is deleted can be brought back, and nobody can purge it
 * before that time. A vault that is destroyed therefore keeps its name for `softDeleteDays`; made again it is recovered.
 */
export class KeyVault extends Construct {
  /** Scope of roles such as `Key Vault Secrets User`. */
  readonly id: string;
  readonly name: string;
  /** `https://<name>.vault.azure.net/` */
  readonly uri: string;

  constructor(scope: Construct, id: string, props: KeyVaultProps) {
    super(scope, id);
    const name = props.names.of("azure_vault", props.name);
    const vault = new AzureKeyVault(this, "vault", {
      ...placed(props),
      name,
      tenantId: props.tenantId,
      skuName: props.sku ?? "standard",
      rbacAuthorizationEnabled: true,
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: props.softDeleteDays ?? 90,
      publicNetworkAccessEnabled: false,
      // Azure services that encrypt with a key from here are let in; they still need their role.
      networkAcls: { defaultAction: "Deny", bypass: "AzureServices" },
    });
    privateEndpoint(this, "private-endpoint", {
      ...props,
      ...props.privateAccess,
      targetName: name,
      targetResourceId: vault.id,
      subresource: "vault",
    });
    diagnostics(this, "diagnostics", { targetResourceId: vault.id, workspaceId: props.workspaceId });

    this.id = vault.id;
    this.name = vault.name;
    this.uri = vault.vaultUri;
  }
}
