import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageManagementPolicy } from "@cdktf/provider-azurerm/lib/storage-management-policy";
import { Construct } from "constructs";
import { deletionLock } from "../access/deletion-lock";
import { diagnostics } from "../monitoring/diagnostics";
import { type PrivateAccess, privateEndpoint } from "../network/private-endpoint";
import { type Placement, placed } from "../placement";

/** What happens to objects as they age. */
export interface ObjectLifecycle {
  /** Days that an overwritten or deleted version can still be read. */
  readonly noncurrentDays: number;
}

export interface ObjectStoreProps extends Placement {
  /** Name of the container, such as `artifacts`. */
  readonly name: string;
  /** Subnet, and DNS zone `privatelink.blob.core.windows.net`. */
  readonly privateAccess: PrivateAccess;
  /** Log Analytics workspace that gets a record of every request. */
  readonly workspaceId: string;
  /**
   * Where copies are: LRS in one zone, ZRS in several zones, GRS also in the paired region, GZRS both. A change between those with
   * and those without zones replaces the account.
   */
  readonly redundancy: "LRS" | "ZRS" | "GRS" | "GZRS";
  readonly lifecycle: ObjectLifecycle;
  /** Web origins whose pages may use the store, and their methods. @default - none */
  readonly cors?: { readonly origins: string[]; readonly methods: ("GET" | "HEAD" | "PUT" | "POST" | "DELETE")[] };
  /** Whether a lock and Terraform refuse to delete the account. */
  readonly protected: boolean;
}

/** Days that a deleted object or container can be restored. */
const restorableDays = 30;

/**
 * A container in a storage account of its own, inside the network, with TLS only. Access is by Entra roles only; there are no account
 * keys. Objects are encrypted twice and versioned, and can be restored for 30 days after they were deleted.
 */
export class ObjectStore extends Construct {
  /** Name of the container. */
  readonly bucketName: string;
  readonly accountName: string;
  /** Id of the account: scope of roles for all of it. */
  readonly accountId: string;
  /** Id of the container: scope of roles such as `Storage Blob Data Contributor`. */
  readonly id: string;
  /** `https://<account>.blob.core.windows.net/<container>` */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    const { cors, protected: isProtected } = props;
    const accountName = props.names.of("azure_storage");
    const { noncurrentDays } = props.lifecycle;
    const lifecycle = { preventDestroy: isProtected };

    const account = new StorageAccount(this, "account", {
      ...placed(props),
      name: accountName,
      accountKind: "StorageV2",
      accountTier: "Standard",
      accountReplicationType: props.redundancy,
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
        deleteRetentionPolicy: { days: restorableDays },
        containerDeleteRetentionPolicy: { days: restorableDays },
        corsRule: cors && [
          {
            allowedOrigins: cors.origins,
            allowedMethods: cors.methods,
            allowedHeaders: ["*"],
            exposedHeaders: ["ETag"], // Azure requires at least one.
            maxAgeInSeconds: 3600,
          },
        ],
      },
      lifecycle,
    });
    const container = new StorageContainer(this, "container", {
      // By id, so that Terraform uses Azure's management API: the account has no keys and is reached in the network only.
      storageAccountId: account.id,
      name: props.name,
      containerAccessType: "private",
      lifecycle,
    });
    new StorageManagementPolicy(this, "lifecycle", {
      storageAccountId: account.id,
      rule: [
        // Azure itself deletes unfinished uploads after 7 days.
        {
          enabled: true,
          filters: { blobTypes: ["blockBlob"] },
          name: "old-versions",
          actions: {
            version: { deleteAfterDaysSinceCreation: noncurrentDays },
            snapshot: { deleteAfterDaysSinceCreationGreaterThan: noncurrentDays },
          },
        },
      ],
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
