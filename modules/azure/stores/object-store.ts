import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageManagementPolicy } from "@cdktf/provider-azurerm/lib/storage-management-policy";
import { Construct } from "constructs";
import type { CustomerKey } from "../access/customer-key";
import { deletionLock } from "../access/deletion-lock";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";
import { lifecycleRules, type ObjectLifecycle } from "./object-lifecycle";

export interface ObjectStoreProps extends Placement {
  /** The container, e.g. `artifacts`. */
  readonly name: string;
  /** DNS zone `privatelink.blob.core.windows.net`. */
  readonly privateAccess: PrivateAccess;
  /** Keeps the record of every request. */
  readonly workspaceId: string;
  /** Part of the account's name where a system has several: 24 characters hold all parts. @default - none */
  readonly accountPart?: string;
  /**
   * Copies: LRS within a zone, ZRS over zones, GRS also in the paired region, GZRS both. A change between those with and
   * those without zones replaces the account. @default "GZRS"
   */
  readonly redundancy?: "LRS" | "ZRS" | "GRS" | "GZRS";
  /** Days a deleted object or container can be brought back, 1 to 365. @default 30 */
  readonly softDeleteDays?: number;
  /** When objects move to cheaper storage and when they end. @default - old versions end after 90 days, nothing else */
  readonly lifecycle?: ObjectLifecycle;
  /** Web origins whose pages may use the store, and how. @default - none */
  readonly cors?: { readonly origins: string[]; readonly methods: ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[] };
  /** Neither Terraform nor anyone else may delete the account. @default true */
  readonly protected?: boolean;
  /** A key of your own. @default - a key that Azure manages */
  readonly encryptionKey?: CustomerKey;
}

/**
 * A container in a storage account of its own: reached inside the network over TLS only, by Entra roles only (there are no
 * account keys), encrypted twice, versioned, what is deleted can be brought back.
 */
export class ObjectStore extends Construct {
  /** The container. */
  readonly bucketName: string;
  readonly accountName: string;
  /** Of the account; scope of roles that span it. */
  readonly accountId: string;
  /** Of the container: scope of roles such as `Storage Blob Data Contributor`. */
  readonly id: string;
  /** `https://<account>.blob.core.windows.net/<container>` */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    const { cors, encryptionKey: key, softDeleteDays = 30, protected: isProtected = true } = props;
    const accountName = props.names.of("azure_storage", props.accountPart);
    const lifecycle = { preventDestroy: isProtected };

    const account = new StorageAccount(this, "account", {
      ...placed(props),
      name: accountName,
      accountKind: "StorageV2",
      accountTier: "Standard",
      accountReplicationType: props.redundancy ?? "GZRS",
      minTlsVersion: "TLS1_2",
      httpsTrafficOnlyEnabled: true,
      publicNetworkAccessEnabled: false,
      allowNestedItemsToBePublic: false,
      sharedAccessKeyEnabled: false,
      defaultToOauthAuthentication: true,
      localUserEnabled: false,
      crossTenantReplicationEnabled: false,
      allowedCopyScope: "AAD",
      infrastructureEncryptionEnabled: true,
      networkRules: { defaultAction: "Deny", bypass: ["AzureServices"] },
      blobProperties: {
        versioningEnabled: true,
        changeFeedEnabled: true,
        changeFeedRetentionInDays: 90,
        deleteRetentionPolicy: { days: softDeleteDays },
        containerDeleteRetentionPolicy: { days: softDeleteDays },
        corsRule: cors && [
          {
            allowedOrigins: cors.origins,
            allowedMethods: cors.methods,
            allowedHeaders: ["*"],
            exposedHeaders: ["ETag"], // At least one.
            maxAgeInSeconds: 3600,
          },
        ],
      },
      ...(key && {
        identity: { type: "UserAssigned", identityIds: [key.identityId] },
        customerManagedKey: { keyVaultKeyId: key.keyId, userAssignedIdentityId: key.identityId },
      }),
      lifecycle,
    });
    const container = new StorageContainer(this, "container", {
      // By id: through Azure's management, since no key opens the account and only the network reaches it.
      storageAccountId: account.id,
      name: props.name,
      containerAccessType: "private",
      lifecycle,
    });
    new StorageManagementPolicy(this, "lifecycle", {
      storageAccountId: account.id,
      rule: lifecycleRules(props.lifecycle ?? {}),
    });
    privateEndpoint(this, "private-endpoint", {
      ...props,
      ...props.privateAccess,
      targetName: accountName,
      targetResourceId: account.id,
      subresource: "blob",
    });
    diagnostics(this, "diagnostics", {
      targetResourceId: `${account.id}/blobServices/default`,
      workspaceId: props.workspaceId,
    });
    if (isProtected) deletionLock(this, "lock", account.id);

    this.bucketName = container.name;
    this.accountName = account.name;
    this.accountId = account.id;
    this.id = container.id;
    this.url = `${account.primaryBlobEndpoint}${props.name}`;
  }
}
