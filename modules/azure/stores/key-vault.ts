import { KeyVault as AzureKeyVault } from "@cdktf/provider-azurerm/lib/key-vault";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type DeployersAttributes, grantToDeployers } from "../access/deployers";
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
  /** Public IPv4 ranges from which it is reached too, with a role. @default - none: inside the network only */
  readonly allowedCidrs?: readonly string[];
  /** Who puts certificates and secrets into it. @default - no one */
  readonly deployers?: DeployersAttributes;
}

/**
 * A Key Vault with access by Entra roles only, inside the network and from ranges that are named. Deleted secrets can be restored for 90 days and cannot be purged
 * before. A destroyed vault therefore keeps its name for 90 days; if it is made again, Terraform recovers it.
 */
export class KeyVault extends Construct {
  /** Scope of roles such as `Key Vault Secrets User`. */
  readonly id: string;
  readonly name: string;
  /** `https://<name>.vault.azure.net/` */
  readonly uri: string;
  /** The roles of the deployers, on which what Terraform writes into the vault depends. */
  readonly deployerRoles: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: KeyVaultProps) {
    super(scope, id);
    const { allowedCidrs = [], deployers } = props;
    const name = props.names.of("azure_vault");
    const vault = new AzureKeyVault(this, "vault", {
      ...placed(props),
      name,
      tenantId: props.tenantId,
      skuName: "standard",
      rbacAuthorizationEnabled: true,
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: 90,
      publicNetworkAccessEnabled: allowedCidrs.length > 0,
      // Trusted services of Azure may connect; they still need their role.
      networkAcls: {
        defaultAction: "Deny",
        bypass: "AzureServices",
        ipRules: allowedCidrs.length > 0 ? [...allowedCidrs] : undefined,
      },
    });
    privateEndpoint(this, "private-endpoint", {
      ...props,
      ...props.privateAccess,
      targetName: name,
      targetResourceId: vault.id,
      subresource: "vault",
    });
    diagnostics(this, "diagnostics", { targetResourceId: vault.id, workspaceId: props.workspaceId });

    const grant = (part: string, role: string) =>
      deployers ? grantToDeployers(this, part, deployers, { role, scope: vault.id }) : [];
    this.deployerRoles = [
      ...grant("certificates", "Key Vault Certificates Officer"),
      ...grant("secrets", "Key Vault Secrets Officer"),
    ];
    this.id = vault.id;
    this.name = vault.name;
    this.uri = vault.vaultUri;
  }
}
