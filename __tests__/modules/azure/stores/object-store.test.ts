import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { PrivateEndpoint } from "@cdktf/provider-azurerm/lib/private-endpoint";
import { StorageAccount } from "@cdktf/provider-azurerm/lib/storage-account";
import { StorageContainer } from "@cdktf/provider-azurerm/lib/storage-container";
import { StorageManagementPolicy } from "@cdktf/provider-azurerm/lib/storage-management-policy";
import "cdktf/lib/testing/adapters/jest";
import { ObjectStore, type ObjectStoreProps } from "../../../../modules/azure/stores/object-store";
import { synthesized } from "../../../synthesized";
import { placement, privateAccess, workspaceId } from "../fixtures";

const make = (props: Partial<ObjectStoreProps> = {}) =>
  synthesized((scope) => {
    new ObjectStore(scope, "artifacts", {
      ...placement,
      name: "artifacts",
      privateAccess,
      workspaceId,
      redundancy: "GZRS",
      lifecycle: { noncurrentDays: 90 },
      protected: true,
      ...props,
    });
  });

describe("ObjectStore", () => {
  const made = make();

  it("refuses access from the internet, with account keys and with old TLS", () => {
    expect(made).toHaveResourceWithProperties(StorageAccount, {
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
    expect(made).toHaveResourceWithProperties(PrivateEndpoint, {
      private_service_connection: expect.objectContaining({ subresource_names: ["blob"] }),
    });
    expect(made).toHaveResourceWithProperties(StorageContainer, {
      name: "artifacts",
      container_access_type: "private",
    });
  });

  it("encrypts twice and stores copies in several zones and in the paired region", () => {
    expect(made).toHaveResourceWithProperties(StorageAccount, {
      infrastructure_encryption_enabled: true,
      account_replication_type: "GZRS",
    });
    expect(make({ redundancy: "ZRS" })).toHaveResourceWithProperties(StorageAccount, {
      account_replication_type: "ZRS",
    });
  });

  it("can restore overwritten and deleted objects", () => {
    expect(made).toHaveResourceWithProperties(StorageAccount, {
      blob_properties: expect.objectContaining({
        versioning_enabled: true,
        change_feed_enabled: true,
        delete_retention_policy: { days: 30 },
        container_delete_retention_policy: { days: 30 },
      }),
    });
    expect(made.one(StorageManagementPolicy).rule).toEqual([
      expect.objectContaining({
        name: "old-versions",
        actions: {
          snapshot: { delete_after_days_since_creation_greater_than: 90 },
          version: { delete_after_days_since_creation: 90 },
        },
      }),
    ]);
  });

  it("allows the pages of given origins", () => {
    const cors = { origins: ["https://app.example.com"], methods: ["GET", "PUT"] } satisfies ObjectStoreProps["cors"];
    expect(make({ cors })).toHaveResourceWithProperties(StorageAccount, {
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

  it("logs requests to blobs", () => {
    expect(made).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      target_resource_id: expect.stringMatching(/\/blobServices\/default$/),
    });
  });

  it("cannot be deleted while it is protected", () => {
    expect(made).toHaveResource(ManagementLock);
    const unprotected = make({ protected: false });
    expect(unprotected).not.toHaveResource(ManagementLock);
    for (const type of [StorageAccount, StorageContainer]) {
      expect(made.one(type).lifecycle).toMatchObject({ prevent_destroy: true });
      expect(unprotected.one(type).lifecycle).toMatchObject({ prevent_destroy: false });
    }
  });
});
