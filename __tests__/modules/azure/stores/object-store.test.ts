import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { ObjectStore, type ObjectStoreProps } from "../../../../modules/azure/stores/object-store";
import { placement, privateAccess, resourceId, resourcesOf, workspaceId } from "../fixtures";

const synth = (props: Partial<ObjectStoreProps> = {}) =>
  Testing.synthScope((scope) => {
    new ObjectStore(scope, "artifacts", { ...placement, name: "artifacts", privateAccess, workspaceId, ...props });
  });

const rulesOf = (json: string) =>
  resourcesOf<{ rule: { name: string; actions: object }[] }>(json, "azurerm_storage_management_policy")[0].rule;

describe("ObjectStore", () => {
  const json = synth();

  it("is closed to the internet, to account keys and to old TLS", () => {
    expect(json).toHaveResourceWithProperties(StorageAccount, {
      name: "testexecutionprodx7k2",
      public_network_access_enabled: false,
      allow_nested_items_to_be_public: false,
      shared_access_key_enabled: false,
      local_user_enabled: false,
      https_traffic_only_enabled: true,
      min_tls_version: "TLS1_2",
      network_rules: { default_action: "Deny", bypass: ["AzureServices"] },
      tags: placement.tags,
    });
    expect(json).toHaveResourceWithProperties(PrivateEndpoint, {
      private_service_connection: expect.objectContaining({ subresource_names: ["blob"] }),
    });
    expect(json).toHaveResourceWithProperties(StorageContainer, {
      name: "artifacts",
      container_access_type: "private",
    });
  });

  it("encrypts twice and keeps copies over zones and in the paired region", () => {
    expect(json).toHaveResourceWithProperties(StorageAccount, {
      infrastructure_encryption_enabled: true,
      account_replication_type: "GZRS",
    });
    expect(synth({ redundancy: "ZRS" })).toHaveResourceWithProperties(StorageAccount, {
      account_replication_type: "ZRS",
    });
  });

  it("brings back what was overwritten or deleted", () => {
    expect(json).toHaveResourceWithProperties(StorageAccount, {
      blob_properties: expect.objectContaining({
        versioning_enabled: true,
        change_feed_enabled: true,
        delete_retention_policy: { days: 30 },
        container_delete_retention_policy: { days: 30 },
      }),
    });
    expect(rulesOf(json)).toEqual([
      expect.objectContaining({
        name: "old-versions",
        actions: {
          snapshot: { delete_after_days_since_creation_greater_than: 90 },
          version: { delete_after_days_since_creation: 90 },
        },
      }),
    ]);
  });

  it("moves and ends objects by age where asked", () => {
    expect(rulesOf(synth({ lifecycle: { coldDays: 30, expireDays: 400 } }))[1].actions).toEqual({
      base_blob: {
        tier_to_cold_after_days_since_modification_greater_than: 30,
        delete_after_days_since_modification_greater_than: 400,
      },
    });
  });

  it("lets the pages of a named origin in where asked", () => {
    const cors = { origins: ["https://app.example.com"], methods: ["GET", "PUT"] } satisfies ObjectStoreProps["cors"];
    expect(synth({ cors })).toHaveResourceWithProperties(StorageAccount, {
      blob_properties: expect.objectContaining({
        cors_rule: [
          expect.objectContaining({
            allowed_origins: ["https://app.example.com"],
            allowed_methods: ["GET", "PUT"],
            exposed_headers: ["ETag"],
          }),
        ],
      }),
    });
  });

  it("records requests to blobs", () => {
    expect(json).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      target_resource_id: expect.stringMatching(/\/blobServices\/default$/),
    });
  });

  it("can be deleted by nobody while it is protected", () => {
    expect(json).toHaveResource(ManagementLock);
    const open = synth({ protected: false });
    expect(open).not.toHaveResource(ManagementLock);
    expect(open).not.toContain('"prevent_destroy": true');
  });

  it("is encrypted with a key of one's own where asked", () => {
    const encryptionKey = { keyId: "https://v.vault.azure.net/keys/k", identityId: resourceId("x/y", "z") };
    expect(synth({ encryptionKey })).toHaveResourceWithProperties(StorageAccount, {
      customer_managed_key: {
        key_vault_key_id: encryptionKey.keyId,
        user_assigned_identity_id: encryptionKey.identityId,
      },
    });
  });
});
