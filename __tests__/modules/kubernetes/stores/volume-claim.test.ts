import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { synthApi } from "../containers/service-fixture";

const volume = { path: "/data", sizeGib: 20, storageClass: "efs" };

describe("VolumeClaim", () => {
  test("all replicas mount one volume, which Terraform refuses to delete", () => {
    const made = synthApi({ volume });
    expect(made.one(PersistentVolumeClaimV1)).toMatchObject({
      spec: {
        access_modes: ["ReadWriteMany"],
        storage_class_name: "efs",
        resources: { requests: { storage: "20Gi" } },
      },
      wait_until_bound: false,
      lifecycle: { prevent_destroy: true },
    });
    const { spec } = made.one(DeploymentV1);
    expect(spec.template.spec.container[0].volume_mount).toContainEqual({ name: "data", mount_path: "/data" });
  });

  test("an unprotected volume can be deleted", () => {
    const claim = synthApi({ volume: { ...volume, protected: false } }).one(PersistentVolumeClaimV1);
    expect(claim).not.toHaveProperty("lifecycle");
  });
});
