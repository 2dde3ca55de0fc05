import { AppConfiguration } from "@cdktf/provider-azurerm/lib/app-configuration";
import { AppConfigurationKey } from "@cdktf/provider-azurerm/lib/app-configuration-key";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { type DeployersAttributes, grantToDeployers } from "../access/deployers";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface RuntimeConfigurationProps extends Placement {
  /** Subnet, and DNS zone `privatelink.azconfig.io`. */
  readonly privateAccess: PrivateAccess;
  /** Log Analytics workspace that gets a record of every request. */
  readonly workspaceId: string;
  /** Flags that the application reads while it runs, published as one JSON object under `feature_flags`. */
  readonly featureFlags: Readonly<Record<string, boolean | string | number>>;
  /** Who runs Terraform, which writes the values through the store itself. */
  readonly deployers: DeployersAttributes;
  /** Whether the store can be reached from outside the network, such as by Terraform; roles are needed all the same, and there are no keys. */
  readonly publicNetworkAccess: boolean;
  /** Whether a deleted store cannot be purged for 7 days; it then keeps its name and values. */
  readonly protected: boolean;
}

/** Feature flags that an application reads while it runs, in App Configuration, with access by Entra roles only. */
export class RuntimeConfiguration extends Construct {
  /** Scope of the role `App Configuration Data Reader`. */
  readonly id: string;
  /** `https://<name>.azconfig.io` */
  readonly endpoint: string;
  /** What is there once the deployers' new roles are known, because the provider waits until they may write it. */
  readonly written: ITerraformDependable;

  constructor(scope: Construct, id: string, props: RuntimeConfigurationProps) {
    super(scope, id);
    const name = props.names.of("azure_configuration", "settings");
    const store = new AppConfiguration(this, "store", {
      ...placed(props),
      name,
      sku: "standard",
      localAuthEnabled: false,
      publicNetworkAccess: props.publicNetworkAccess ? "Enabled" : "Disabled",
      purgeProtectionEnabled: props.protected,
      softDeleteRetentionDays: 7,
    });
    const endpoint = privateEndpoint(this, "private-endpoint", {
      ...props,
      ...props.privateAccess,
      targetName: name,
      targetResourceId: store.id,
      subresource: "configurationStores",
    });
    diagnostics(this, "diagnostics", { targetResourceId: store.id, workspaceId: props.workspaceId });
    const writers = grantToDeployers(this, "writer", props.deployers, {
      role: "App Configuration Data Owner",
      scope: store.id,
    });

    this.written = new AppConfigurationKey(this, "value-feature_flags", {
      configurationStoreId: store.id,
      key: "feature_flags",
      value: JSON.stringify(props.featureFlags),
      contentType: "application/json",
      tags: { ...props.tags },
      // A role takes minutes to be known. The provider waits for it, up to 45 minutes (azurerm 4.55, app_configuration_key_resource.go).
      dependsOn: [endpoint, ...writers],
    });

    this.id = store.id;
    this.endpoint = store.endpoint;
  }
}
