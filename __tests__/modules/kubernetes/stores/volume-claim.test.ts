import "cdktf/lib/testing/adapters/jest";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { resources, synthApi } from "../containers/workload-fixture";

const volume = { path: "/data", sizeGib: 20, storageClass: "efs" };

describe("VolumeClaim", () => {
  test("all replicas mount one volume, which is not deleted by mistake", () => {
    const stack = synthApi({ volume });
    expect(resources(stack, PersistentVolumeClaimV1)).toEqual([
      expect.objectContaining({
        spec: {
          access_modes: ["ReadWriteMany"],
          storage_class_name: "efs",
          resources: { requests: { storage: "20Gi" } },
        },
        wait_until_bound: false,
        lifecycle: { prevent_destroy: true },
      }),
    ]);
    const [{ spec }] = resources(stack, DeploymentV1);
    expect(spec.template.spec.container[0].volume_mount).toContainEqual({ name: "data", mount_path: "/data" });
  });

  test("an environment that comes and goes deletes it", () => {
    const [claim] = resources(synthApi({ volume: { ...volume, protected: false } }), PersistentVolumeClaimV1);
    expect(claim).not.toHaveProperty("lifecycle");
  });

  test("a volume of one node does not serve several replicas", () => {
    expect(() => synthApi({ volume: { ...volume, accessMode: "ReadWriteOnce" } })).toThrow(
      'volume of "ai-prism-api": expected one replica with ReadWriteOnce, found up to 100',
    );
  });
});
