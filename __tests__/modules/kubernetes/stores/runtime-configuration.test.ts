import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { Testing } from "cdktf";
import { RuntimeConfiguration } from "../../../../modules/kubernetes/stores/runtime-configuration";
import { apiService, names, namespace, resources } from "../containers/workload-fixture";

describe("RuntimeConfiguration", () => {
  const synth = (featureFlags: Record<string, boolean>) =>
    Testing.synthScope((scope) => {
      const values = { log_level: "info" };
      const { configMapName } = new RuntimeConfiguration(scope, "flags", { names, namespace, featureFlags, values });
      apiService(scope, { runtimeConfiguration: configMapName });
    });

  test("flags are one JSON object beside the other values, and no release of Flagger's", () => {
    expect(resources(synth({ ai_triage: true }), ConfigMapV1)).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({
          name: "ai-prism-config",
          annotations: { "flagger.app/config-tracking": "disabled" },
        }),
        data: { log_level: "info", feature_flags: '{"ai_triage":true}' },
      }),
    );
  });

  test("pods read them from files, which change under them", () => {
    const [{ spec }] = resources(synth({}), DeploymentV1);
    expect(spec.template.spec.container[0].volume_mount).toContainEqual({
      name: "configuration",
      mount_path: "/app/config",
    });
    expect(spec.template.spec.volume).toContainEqual({
      name: "configuration",
      config_map: { name: expect.stringMatching(/^\$\{kubernetes_config_map_v1\./) },
    });
    expect(resources(synth({}), ConfigMapV1)).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ CONFIGURATION_PATH: "/app/config" }) }),
    );
  });

  test("a switched flag leaves the pods as they are", () => {
    expect(resources(synth({ ai_triage: true }), DeploymentV1)).toEqual(
      resources(synth({ ai_triage: false }), DeploymentV1),
    );
  });
});
