import "cdktf/lib/testing/adapters/jest";
import { CloudRunV2Job } from "@cdktf/provider-google/lib/cloud-run-v2-job";
import { CloudRunV2JobIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-job-iam-member";
import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { CloudRunV2ServiceIamMember } from "@cdktf/provider-google/lib/cloud-run-v2-service-iam-member";
import { CloudRunV2WorkerPool } from "@cdktf/provider-google/lib/cloud-run-v2-worker-pool";
import { CloudSchedulerJob } from "@cdktf/provider-google/lib/cloud-scheduler-job";
import { ProjectIamMember } from "@cdktf/provider-google/lib/project-iam-member";
import { ServiceAccount } from "@cdktf/provider-google/lib/service-account";
import { TerraformVariable } from "cdktf";
import { container, makeService, queue, worker } from "./container-fixture";

const runService = (props?: Parameters<typeof makeService>[0]) => makeService(props).one(CloudRunV2Service);

describe("ContainerService", () => {
  test("a service accepts requests through a load balancer only, without an identity", () => {
    const made = makeService();
    expect(made.one(CloudRunV2Service)).toMatchObject({
      name: "test-execution-prod-api",
      location: "us-central1",
      ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
      invoker_iam_disabled: true,
      deletion_protection: false,
    });
    expect(made).not.toHaveResource(CloudRunV2ServiceIamMember);
  });

  test("behind Identity-Aware Proxy, only that proxy may call it", () => {
    const made = makeService({ iapProjectNumber: "123456789012" });
    expect(made.one(CloudRunV2Service).invoker_iam_disabled).toBe(false);
    expect(made.all(CloudRunV2ServiceIamMember)).toEqual([
      expect.objectContaining({
        role: "roles/run.invoker",
        member: "serviceAccount:service-123456789012@gcp-sa-iap.iam.gserviceaccount.com",
      }),
    ]);
  });

  test("2 to 10 replicas of the second generation have the given size, CPU between requests, and more CPU while they start", () => {
    const { template } = runService();
    expect(template).toMatchObject({
      execution_environment: "EXECUTION_ENVIRONMENT_GEN2",
      scaling: { min_instance_count: 2, max_instance_count: 10 },
      max_instance_request_concurrency: 80,
      timeout: "300s",
      session_affinity: false,
    });
    expect(template.containers).toHaveLength(1);
    expect(template.containers[0]).toMatchObject({
      image: "us-docker.pkg.dev/example/api:1",
      ports: { container_port: 8000 },
      resources: { limits: { cpu: "1", memory: "2048Mi" }, cpu_idle: false, startup_cpu_boost: true },
    });
  });

  test("the probes are those of the other clouds", () => {
    const [application] = runService().template.containers;
    expect(application.startup_probe).toEqual({
      http_get: { path: "/health/startup", port: 8000 },
      period_seconds: 30,
      timeout_seconds: 5,
      failure_threshold: 8,
    });
    expect(application.liveness_probe).toMatchObject({ http_get: { path: "/health/live" }, failure_threshold: 3 });
  });

  test("all traffic leaves through the network, under a tag that only this service has", () => {
    expect(runService().template.vpc_access).toEqual({
      egress: "ALL_TRAFFIC",
      network_interfaces: [
        {
          network: expect.stringContaining("google_compute_network."),
          subnetwork: expect.stringContaining("google_compute_subnetwork."),
          tags: ["test-execution-prod-api"],
        },
      ],
    });
  });

  test("a deployment by another tool is no difference in the plan", () => {
    expect(runService().lifecycle.ignore_changes).toEqual(["client", "client_version"]);
    expect(runService().template).not.toHaveProperty("revision");
  });

  test("without a previous revision the latest gets all requests", () => {
    expect(runService().traffic).toEqual([{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }]);
  });

  test("the previous revision and its share are late-bound", () => {
    const service = runService((scope) => ({
      previous: {
        revision: new TerraformVariable(scope, "revision", { type: "string", default: "" }).stringValue,
        percent: new TerraformVariable(scope, "percent", { type: "number", default: 0 }).numberValue,
      },
    }));
    expect(service).not.toHaveProperty("traffic");
    const { for_each, content } = service.dynamic.traffic;
    // One target or two; without a revision, its share is 0.
    const kept = "(var.percent * min(1, length(var.revision)))";
    expect(for_each).toContain(`(${kept} < 100) ? [{`);
    expect(for_each).toContain(`"percent" = (100 - ${kept})`);
    expect(for_each).toContain(`(${kept} >= 1) ? [{`);
    expect(content.revision).toBe("${traffic.value.revision}");
  });

  test("traces and metrics go to a collector in each replica, which has CPU and memory of its own", () => {
    const made = makeService({ tracing: { samplingPercent: 10, collectorImage: "collector:1" } });
    const [application, collector] = made.one(CloudRunV2Service).template.containers;
    expect(application.env).toContainEqual({ name: "OTEL_TRACES_SAMPLER_ARG", value: "0.1" });
    expect(collector).toMatchObject({ image: "collector:1", resources: { limits: { cpu: "1", memory: "512Mi" } } });
    expect(collector).not.toHaveProperty("ports");
    const roles = made.all(ProjectIamMember).map(({ role }) => role);
    expect(roles).toEqual(["roles/cloudtrace.agent", "roles/monitoring.metricWriter"]);
  });
});

describe("a worker", () => {
  test("runs the minimum of its replicas, without a service that takes requests", () => {
    const made = makeService({ container: worker, consumes: queue });
    expect(made).not.toHaveResource(CloudRunV2Service);
    expect(made).toHaveResourceWithProperties(CloudRunV2WorkerPool, {
      scaling: { scaling_mode: "MANUAL", manual_instance_count: 2 },
      deletion_protection: false,
    });
  });
});

describe("tasks", () => {
  const tasks = { migrate: { command: ["migrate"] }, tidy: { command: ["tidy"], schedule: "0 3 * * *" } };

  test("are jobs with the service's identity and variables, without retries", () => {
    const made = makeService({ tasks, container: { ...container, environment: { LEVEL: "info" } } });
    const jobs = made.all(CloudRunV2Job);
    expect(jobs.map(({ name }) => name)).toEqual(["test-execution-prod-api-migrate", "test-execution-prod-api-tidy"]);
    const [{ template }] = jobs;
    expect(template.template).toMatchObject({
      max_retries: 0,
      service_account: made.one(CloudRunV2Service).template.service_account,
      containers: [{ args: ["migrate"], env: [{ name: "LEVEL", value: "info" }] }],
    });
  });

  test("with a schedule are started by an account that may only do that", () => {
    const made = makeService({ tasks });
    expect(made.all(CloudSchedulerJob)).toEqual([
      expect.objectContaining({
        schedule: "0 3 * * *",
        time_zone: "Etc/UTC",
        http_target: expect.objectContaining({
          uri: expect.stringMatching(/^https:\/\/run\.googleapis\.com\/v2\/\$\{google_cloud_run_v2_job\..*\.id\}:run$/),
          oauth_token: { service_account_email: expect.stringContaining("scheduler_account") },
        }),
      }),
    ]);
    expect(made).toHaveResourceWithProperties(CloudRunV2JobIamMember, {
      role: "roles/run.invoker",
      member: expect.stringContaining("scheduler_account"),
    });
    expect(makeService({ tasks: { migrate: tasks.migrate } }).all(ServiceAccount)).toHaveLength(1);
  });
});
