import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { RuntimeConfiguration } from "../../../../modules/kubernetes/stores/runtime-configuration";
import { synthesized } from "../../../synthesized";
import { apiService, names, namespace } from "../containers/service-fixture";

describe("RuntimeConfiguration", () => {
  const make = (featureFlags: Record<string, boolean>) =>
    synthesized((scope) => {
      const values = { log_level: "info" };
      const { configMapName } = new RuntimeConfiguration(scope, "flags", { names, namespace, featureFlags, values });
      apiService(scope, { runtimeConfiguration: configMapName });
    });

  test("flags are one JSON object next to the other values, and Flagger ignores a change", () => {
    expect(make({ ai_triage: true }).all(ConfigMapV1)).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({
          name: "ai-prism-config",
          annotations: { "flagger.app/config-tracking": "disabled" },
        }),
        data: { log_level: "info", feature_flags: '{"ai_triage":true}' },
      }),
    );
  });

  test("pods read them from files that change without a restart", () => {
    const { spec } = make({}).one(DeploymentV1);
    expect(spec.template.spec.container[0].volume_mount).toContainEqual({
      name: "configuration",
      mount_path: "/app/config",
    });
    expect(spec.template.spec.volume).toContainEqual({
      name: "configuration",
      config_map: { name: expect.stringMatching(/^\$\{kubernetes_config_map_v1\./) },
    });
    expect(make({}).all(ConfigMapV1)).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ CONFIGURATION_PATH: "/app/config" }) }),
    );
  });

  test("a changed flag does not change the pods", () => {
    expect(make({ ai_triage: true }).one(DeploymentV1)).toEqual(make({ ai_triage: false }).one(DeploymentV1));
  });
});
