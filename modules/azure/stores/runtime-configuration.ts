import { AppConfiguration } from "@cdktf/provider-azurerm/lib/app-configuration";
import { AppConfigurationKey } from "@cdktf/provider-azurerm/lib/app-configuration-key";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

export interface RuntimeConfigurationProps extends Placement {
  /** DNS zone `privatelink.azconfig.io`. */
  readonly privateAccess: PrivateAccess;
  /** Keeps the record of every request. */
  readonly workspaceId: string;
  /** What the application may switch without a deployment; published as one JSON object under `feature_flags`. */
  readonly featureFlags: Readonly<Record<string, boolean | string | number>>;
  /** More values that the application reads, such as the host of the database. @default - none */
  readonly values?: Readonly<Record<string, string>>;
  /** Object id of who runs Terraform, which writes the values. @default - it has the role `App Configuration Data Owner` already */
  readonly writerObjectId?: string;
  /** Whether Terraform may write from outside the network; readers and writers need their role all the same. @default false */
  readonly publicNetworkAccess?: boolean;
  /** Whether a deleted store keeps its name and values for 7 days and nobody can purge it. @default true */
  readonly protected?: boolean;
}

/** Feature flags and other values that an application reads while it runs, in App Configuration, with Entra roles only. */
export class RuntimeConfiguration extends Construct {
  /** Scope of the role `App Configuration Data Reader`. */
  readonly id: string;
  /** `https://<name>.azconfig.io` */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, props: RuntimeConfigurationProps) {
    super(scope, id);
    const name = props.names.of("azure_database", "settings");
    const store = new AppConfiguration(this, "store", {
      ...placed(props),
      name,
      sku: "standard",
      localAuthEnabled: false,
      publicNetworkAccess: props.publicNetworkAccess ? "Enabled" : "Disabled",
      purgeProtectionEnabled: props.protected ?? true,
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
    const writer =
      props.writerObjectId &&
      new RoleAssignment(this, "writer", {
        scope: store.id,
        roleDefinitionName: "App Configuration Data Owner",
        principalId: props.writerObjectId,
      });

    const value = (key: string, text: string, contentType: string) =>
      new AppConfigurationKey(this, `value-${key}`, {
        configurationStoreId: store.id,
        key,
        value: text,
        contentType,
        tags: { ...props.tags },
        // Terraform writes through the endpoint, with its role.
        dependsOn: writer ? [endpoint, writer] : [endpoint],
      });
    value("feature_flags", JSON.stringify(props.featureFlags), "application/json");
    for (const [key, text] of Object.entries(props.values ?? {})) value(key, text, "text/plain");

    this.id = store.id;
    this.endpoint = store.endpoint;
  }
}
