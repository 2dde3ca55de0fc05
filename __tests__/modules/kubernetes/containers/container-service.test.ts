import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import { DeploymentV1 } from "@cdktf/provider-kubernetes/lib/deployment-v1";
import { PodDisruptionBudgetV1 } from "@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1";
import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { ServiceV1 } from "@cdktf/provider-kubernetes/lib/service-v1";
import type { ContainerServiceProps } from "../../../../modules/kubernetes/containers/container-service";
import { container, synthApi } from "./service-fixture";

const worker = { ...container, health: undefined };
const found = { "app.kubernetes.io/name": "ai-prism-api", "app.kubernetes.io/instance": "prod" };

function pods(props: Partial<ContainerServiceProps> = {}) {
  const { spec } = synthApi(props).one(DeploymentV1);
  return { ...spec.template, spec: spec.template.spec, container: spec.template.spec.container[0] };
}

describe("ContainerService", () => {
  test("a new build replaces a quarter of the pods at a time, and may take ten minutes without progress (document 003)", () => {
    const deployment = synthApi().one(DeploymentV1);
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

  test("Terraform sets the replicas of a new Deployment only; afterwards the autoscaler does", () => {
    const deployment = synthApi().one(DeploymentV1);
    expect(deployment.spec.replicas).toBe("10");
    expect(deployment.lifecycle.ignore_changes).toContain("spec[0].replicas");
  });

  test("a restart by `kubectl rollout restart` is no difference that the next deploy takes back, with a second restart", () => {
    expect(synthApi().one(DeploymentV1).lifecycle.ignore_changes).toContain(
      'spec[0].template[0].metadata[0].annotations["kubectl.kubernetes.io/restartedAt"]',
    );
  });

  test("the container is restricted: not root, no capabilities, a read-only file system", () => {
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

  test("writable folders, CPU, memory and disk have limits (document 003)", () => {
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

  test("the database's password is a file too, which follows a rotation while the pod runs", () => {
    const { spec, container } = pods({ database: { databaseName: "ai_prism", secretName: "postgres-credentials" } });
    expect(container.volume_mount).toContainEqual({ name: "database", mount_path: "/app/secrets/database" });
    expect(spec.volume).toContainEqual({ name: "database", secret: { secret_name: "postgres-credentials" } });
  });

  test("three probes have the paths and times of the application", () => {
    const { container } = pods();
    const common = { success_threshold: 1, timeout_seconds: 5 };
    const http = (path: string) => ({ path, port: "http", scheme: "HTTP" });
    expect(container).toMatchObject({
      liveness_probe: { ...common, http_get: http("/health/live"), initial_delay_seconds: 30, failure_threshold: 3 },
      readiness_probe: { http_get: http("/health/ready"), period_seconds: 5, timeout_seconds: 3 },
      startup_probe: { ...common, http_get: http("/health/startup"), period_seconds: 10, failure_threshold: 30 },
    });
  });

  test("pods are spread over nodes and zones, on the nodes that are selected", () => {
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

  test("a pod that is removed answers for 10 more seconds, and then has its grace time to end", () => {
    const { spec, container } = pods({ graceSeconds: 30 });
    expect(container.lifecycle.pre_stop).toEqual([{ exec: { command: ["sleep", "10"] } }]);
    expect(spec.termination_grace_period_seconds).toBe(40);
  });

  test("variables come from a ConfigMap, secrets by reference, and a change of either replaces the pods", () => {
    expect(synthApi().one(ConfigMapV1).data).toEqual({ LOG_FORMAT: "json" });
    const { container, metadata } = pods();
    expect(container.env_from).toEqual([{ config_map_ref: { name: "ai-prism-api-config" } }]);
    expect(container.env).toEqual([
      { name: "BEDROCK_MODEL_KEY", value_from: { secret_key_ref: { name: "api-keys", key: "bedrock_model_key" } } },
    ]);
    expect(metadata.annotations["checksum/configuration"]).toMatch(
      /^\$\{sha1\(jsonencode\(.*kubernetes_config_map_v1\.\w+\.data.*"api-keys\/bedrock_model_key"/,
    );
  });

  test("a secret that is not a reference of two parts is refused", () => {
    expect(() => synthApi({ container: { ...container, secrets: { KEY: "hunter2" } } })).toThrow(
      'secret of KEY: expected "<secret>/<key>", found "hunter2"',
    );
  });

  test("annotations give Prometheus the metrics port", () => {
    expect(pods().metadata.annotations).toMatchObject({
      "prometheus.io/scrape": "true",
      "prometheus.io/port": "8081",
      "prometheus.io/path": "/metrics",
    });
  });

  test("it has a service account of its own, and pulls its image with the given secret", () => {
    const props = { imagePullSecret: "ghcr", serviceAccountAnnotations: { "eks.amazonaws.com/role-arn": "arn:role" } };
    expect(synthApi(props).one(ServiceAccountV1)).toMatchObject({
      metadata: { name: "ai-prism-api", annotations: { "eks.amazonaws.com/role-arn": "arn:role" } },
      automount_service_account_token: false,
    });
    const { spec, container } = pods(props);
    expect(spec).toMatchObject({ service_account_name: "ai-prism-api", image_pull_secrets: [{ name: "ghcr" }] });
    expect(container.image_pull_policy).toBe("Always");
  });

  test("a Service inside the cluster has the ports http and metrics", () => {
    expect(synthApi().one(ServiceV1).spec).toEqual({
      type: "ClusterIP",
      selector: found,
      port: [
        { name: "http", port: 8080, target_port: "http", protocol: "TCP", app_protocol: "http" },
        { name: "metrics", port: 8081, target_port: "metrics", protocol: "TCP" },
      ],
    });
  });

  test("a worker without probes has no Service, and only the metrics port", () => {
    expect(synthApi({ container: worker }).all(ServiceV1)).toEqual([]);
    const { container } = pods({ container: worker });
    expect(container.port).toEqual([{ name: "metrics", container_port: 8081, protocol: "TCP" }]);
    expect(container).not.toHaveProperty("liveness_probe");
  });

  test("a drain may remove a quarter of the pods, at least one", () => {
    expect(synthApi().one(PodDisruptionBudgetV1).spec).toEqual({
      max_unavailable: "25%",
      selector: { match_labels: found },
    });
  });

  test("with progressive delivery Flagger makes the Services, and the disruption budget includes its pods", () => {
    const stack = synthApi({ progressive: true });
    expect(stack.all(ServiceV1)).toEqual([]);
    expect(stack.one(PodDisruptionBudgetV1).spec.selector.match_expressions).toEqual([
      { key: "app.kubernetes.io/name", operator: "In", values: ["ai-prism-api", "ai-prism-api-primary"] },
    ]);
    expect(() => synthApi({ progressive: true, container: worker })).toThrow(
      'service "api": expected container.health with progressive delivery, found none',
    );
  });
});
