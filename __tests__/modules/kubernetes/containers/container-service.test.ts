import "cdktf/lib/testing/adapters/jest";
import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ContainerServiceProps } from "../../../../modules/kubernetes/containers/container-service";
import { container, resources, synthApi } from "./workload-fixture";

const worker = { ...container, health: undefined };
const found = { "app.kubernetes.io/name": "ai-prism-api", "app.kubernetes.io/instance": "prod" };

function pods(props: Partial<ContainerServiceProps> = {}) {
  const [{ spec }] = resources(synthApi(props), DeploymentV1);
  return { ...spec.template, spec: spec.template.spec, container: spec.template.spec.container[0] };
}

describe("ContainerService", () => {
  test("a new build replaces a quarter at a time, and has ten minutes to get on (document 003)", () => {
    const [deployment] = resources(synthApi(), DeploymentV1);
    expect(deployment).toMatchObject({
      metadata: { name: "ai-prism-api", namespace: "ai-prism-prod" },
      wait_for_rollout: true,
      spec: {
        progress_deadline_seconds: 600,
        strategy: { type: "RollingUpdate", rolling_update: { max_unavailable: "25%", max_surge: "25%" } },
        selector: { match_labels: found },
      },
    });
  });

  test("the number of replicas is the autoscaler's after the first", () => {
    const [deployment] = resources(synthApi(), DeploymentV1);
    expect(deployment.spec.replicas).toBe("10");
    expect(deployment.lifecycle).toEqual({ ignore_changes: ["spec[0].replicas"] });
  });

  test("the container may do nothing that it need not", () => {
    const { spec, container } = pods();
    expect(container.security_context).toEqual({
      allow_privilege_escalation: false,
      privileged: false,
      read_only_root_filesystem: true,
      run_as_non_root: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(spec).toMatchObject({
      security_context: {
        run_as_non_root: true,
        run_as_user: "10001",
        run_as_group: "10001",
        fs_group: "10001",
        seccomp_profile: { type: "RuntimeDefault" },
      },
      automount_service_account_token: false,
      enable_service_links: false,
    });
  });

  test("its writable places have limits, and so has all that it uses (document 003)", () => {
    const { spec, container } = pods();
    expect(container.volume_mount).toEqual([
      { name: "tmp", mount_path: "/tmp" },
      { name: "cache", mount_path: "/app/cache" },
    ]);
    expect(spec.volume).toEqual([
      { name: "tmp", empty_dir: { size_limit: "256Mi" } },
      { name: "cache", empty_dir: { size_limit: "1Gi" } },
    ]);
    expect(container.resources).toEqual({
      requests: { cpu: "500m", memory: "1Gi", "ephemeral-storage": "500Mi" },
      limits: { cpu: "1", memory: "2Gi", "ephemeral-storage": "1Gi" },
    });
  });

  test("three probes check it as the application says", () => {
    const { container } = pods();
    const common = { success_threshold: 1, timeout_seconds: 5 };
    const http = (path: string) => ({ path, port: "http", scheme: "HTTP" });
    expect(container).toMatchObject({
      liveness_probe: { ...common, http_get: http("/health/live"), initial_delay_seconds: 30, failure_threshold: 3 },
      readiness_probe: { http_get: http("/health/ready"), period_seconds: 5, timeout_seconds: 3 },
      startup_probe: { ...common, http_get: http("/health/startup"), period_seconds: 10, failure_threshold: 30 },
    });
  });

  test("its pods keep apart, over nodes and zones, where they are placed", () => {
    const { spec } = pods();
    const [preferred] = spec.affinity.pod_anti_affinity.preferred_during_scheduling_ignored_during_execution;
    expect(preferred).toEqual({
      weight: 100,
      pod_affinity_term: { topology_key: "kubernetes.io/hostname", label_selector: [{ match_labels: found }] },
    });
    expect(spec).toMatchObject({
      topology_spread_constraint: [
        { max_skew: 1, topology_key: "topology.kubernetes.io/zone", when_unsatisfiable: "ScheduleAnyway" },
      ],
      node_selector: { tier: "api" },
      toleration: [{ key: "tier", operator: "Equal", value: "api", effect: "NoSchedule" }],
    });
  });

  test("a pod that goes answers until all have heard of it, and then has time to end", () => {
    const { spec, container } = pods();
    expect(container.lifecycle.pre_stop).toEqual([{ exec: { command: ["sleep", "10"] } }]);
    expect(spec.termination_grace_period_seconds).toBe(40);
    expect(pods({ drainSeconds: 0 }).container).not.toHaveProperty("lifecycle");
  });

  test("variables come from a ConfigMap, secrets by reference, and a change of either rolls the pods", () => {
    const stack = synthApi({ environmentSecrets: ["ai-prism-secrets"] });
    expect(stack).toHaveResourceWithProperties(ConfigMapV1, { data: { LOG_FORMAT: "json" } });
    const { container, metadata } = pods({ environmentSecrets: ["ai-prism-secrets"] });
    expect(container.env_from).toEqual([
      { config_map_ref: { name: "ai-prism-api-config" } },
      { secret_ref: { name: "ai-prism-secrets" } },
    ]);
    expect(container.env).toEqual([
      { name: "BEDROCK_MODEL_KEY", value_from: { secret_key_ref: { name: "api-keys", key: "bedrock_model_key" } } },
    ]);
    expect(metadata.annotations["checksum/configuration"]).toMatch(
      /^\$\{sha1\(jsonencode\(.*kubernetes_config_map_v1\.\w+\.data.*"api-keys\/bedrock_model_key", "ai-prism-secrets"/,
    );
  });

  test("a secret is a reference of two parts", () => {
    expect(() => synthApi({ container: { ...container, secrets: { KEY: "hunter2" } } })).toThrow(
      'secret of KEY: expected "<secret>/<key>", found "hunter2"',
    );
  });

  test("Prometheus finds the metrics port", () => {
    expect(pods().metadata.annotations).toMatchObject({
      "prometheus.io/scrape": "true",
      "prometheus.io/port": "8081",
      "prometheus.io/path": "/metrics",
    });
  });

  test("it has an identity of its own, and pulls as it is told", () => {
    const props = { imagePullSecret: "ghcr", serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": "arn:role" } };
    expect(synthApi(props)).toHaveResourceWithProperties(ServiceAccountV1, {
      metadata: expect.objectContaining({
        name: "ai-prism-api",
        annotations: { "eks.amazonaws.com/role-arn": "arn:role" },
      }),
      automount_service_account_token: false,
    });
    const { spec, container } = pods(props);
    expect(spec).toMatchObject({ service_account_name: "ai-prism-api", image_pull_secrets: [{ name: "ghcr" }] });
    expect(container.image_pull_policy).toBe("Always");
  });

  test("clients reach it inside the cluster, by http and metrics", () => {
    expect(synthApi()).toHaveResourceWithProperties(ServiceV1, {
      spec: {
        type: "ClusterIP",
        selector: found,
        port: [
          { name: "http", port: 8080, target_port: "http", protocol: "TCP", app_protocol: "http" },
          { name: "metrics", port: 8081, target_port: "metrics", protocol: "TCP" },
        ],
      },
    });
  });

  test("a worker without probes has no Service and no port but that of its metrics", () => {
    expect(synthApi({ container: worker })).not.toHaveResource(ServiceV1);
    const { container } = pods({ container: worker });
    expect(container.port).toEqual([{ name: "metrics", container_port: 8081, protocol: "TCP" }]);
    expect(container).not.toHaveProperty("liveness_probe");
  });

  test("a drain may take a quarter of it, at least one", () => {
    expect(synthApi()).toHaveResourceWithProperties(PodDisruptionBudgetV1, {
      spec: { max_unavailable: "25%", selector: { match_labels: found } },
    });
  });

  test("with progressive delivery Services are Flagger's, and the budget holds for Flagger's pods, too", () => {
    const stack = synthApi({ progressive: true });
    expect(stack).not.toHaveResource(ServiceV1);
    expect(resources(stack, PodDisruptionBudgetV1)[0].spec.selector.match_expressions).toEqual([
      { key: "app.kubernetes.io/name", operator: "In", values: ["ai-prism-api", "ai-prism-api-primary"] },
    ]);
    expect(() => synthApi({ progressive: true, container: worker })).toThrow(
      'service "api": expected container.health with progressive delivery, found none',
    );
  });
});
