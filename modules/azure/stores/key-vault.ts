import { KeyVault as AzureKeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface KeyVaultProps extends Placement {
  /** Entra tenant of the vault's users. */
  readonly tenantId: string;
  /** Subnet, and DNS zone `privatelink.vaultcore.azure.net`. */
  readonly privateAccess: PrivateAccess;
  /** Log Analytics workspace that gets a record of every access. */
  readonly workspaceId: string;
}

/**
 * A Key Vault inside the network, with access by Entra roles only. Deleted secrets can be restored for 90 days and cannot be purged
 * before. A destroyed vault therefore keeps its name for 90 days; if it is made again, Terraform recovers it.
 */
export class KeyVault extends Construct {
  /** Scope of roles such as `Key Vault Secrets User`. */
  readonly id: string;
  readonly name: string;
  /** `https://<name>.vault.azure.net/` */
  readonly uri: string;

  constructor(scope: Construct, id: string, props: KeyVaultProps) {
    super(scope, id);
    const name = props.names.of("azure_vault");
    const vault = new AzureKeyVault(this, "vault", {
      ...placed(props),
      name,
      tenantId: props.tenantId,
      skuName: "standard",
      rbacAuthorizationEnabled: true,
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: 90,
      publicNetworkAccessEnabled: false,
      // Trusted services of Azure may connect; they still need their role.
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
