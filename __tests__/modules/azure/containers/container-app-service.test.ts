import "cdktf/lib/testing/adapters/jest";
import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { ContainerAppEnvironment as AzureContainerAppEnvironment } from "@cdktf/provider-azurerm/lib/container-app-environment";
import { ContainerAppJob } from "@cdktf/provider-azurerm/lib/container-app-job";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ContainerAppEnvironment } from "../../../../modules/azure/containers/container-app-environment";
import {
  ContainerAppService,
  type ContainerAppServiceProps,
} from "../../../../modules/azure/containers/container-app-service";
import { placement, resourcesOf, workspaceId } from "../fixtures";
import { container, synthService, vault } from "./service-fixture";

function synth(
  more: (scope: Construct) => Partial<ContainerAppServiceProps> = () => ({}),
  inspect: (service: ContainerAppService) => void = () => {},
): string {
  return synthService((scope, props) => {
    const environment = new ContainerAppEnvironment(scope, "apps", {
      ...placement,
      network: props.network,
      workspaceId,
    });
    inspect(
      new ContainerAppService(scope, "api", {
        ...props,
        environment,
        targets: { cpuPercent: 70, memoryPercent: 80, requestsPerReplica: 1000 },
        ...more(scope),
      }),
    );
  });
}

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON
const app = (json: string): any => resourcesOf(json, ContainerApp.tfResourceType)[0];

describe("ContainerAppService", () => {
  test("the environment is open to the network alone and spread over all zones", () => {
    expect(synth()).toHaveResourceWithProperties(AzureContainerAppEnvironment, {
      internal_load_balancer_enabled: true,
      public_network_access: "Disabled",
      zone_redundancy_enabled: true,
      logs_destination: "azure-monitor",
    });
  });

  test("replicas follow CPU, memory and requests between the shared bounds", () => {
    const { template } = app(synth());
    expect([template.min_replicas, template.max_replicas]).toEqual([2, 10]);
    expect(template.custom_scale_rule).toEqual([
      { name: "cpu", custom_rule_type: "cpu", metadata: { type: "Utilization", value: "70" } },
      { name: "memory", custom_rule_type: "memory", metadata: { type: "Utilization", value: "80" } },
    ]);
    // 1000 a minute are 17 a second, which is how Azure counts.
    expect(template.http_scale_rule).toEqual([{ name: "requests", concurrent_requests: "17" }]);
  });

  test("the container is the shared one: image, size, port and checks", () => {
    const { template, ingress } = app(synth());
    expect(template.container[0]).toMatchObject({
      image: "crexample.azurecr.io/api:1",
      cpu: 1,
      memory: "2Gi",
      liveness_probe: [{ path: "/health/live", port: 8000, failure_count_threshold: 3 }],
      readiness_probe: [{ path: "/health/ready" }],
      startup_probe: [{ path: "/health/startup", interval_seconds: 30, failure_count_threshold: 10 }],
    });
    expect(ingress).toMatchObject({ target_port: 8000, allow_insecure_connections: false });
  });

  test("the platform reads secrets from the vault with the identity, and no value stands anywhere", () => {
    const json = synth(() => ({ vault, container: { ...container, secrets: { API_KEY: "api-key" } } }));
    expect(app(json).secret).toEqual([
      expect.objectContaining({
        name: "api-key",
        key_vault_secret_id: "https://kvexample.vault.azure.net/secrets/api-key",
      }),
    ]);
    expect(app(json).secret[0]).not.toHaveProperty("value");
    expect(app(json).template.container[0].env).toContainEqual({ name: "API_KEY", secret_name: "api-key" });
  });

  test("a registry outside Azure is asked with a password that the platform reads from the vault", () => {
    const json = synth(() => ({
      vault,
      registry: undefined,
      registryCredentials: { server: "ghcr.io", username: "robot", secret: "ghcr" },
    }));
    expect(app(json)).toMatchObject({
      registry: [{ server: "ghcr.io", username: "robot", password_secret_name: "registry-password" }],
      secret: [{ name: "registry-password", key_vault_secret_id: "https://kvexample.vault.azure.net/secrets/ghcr" }],
    });
    expect(json).toHaveResourceWithProperties(RoleAssignment, {
      role_definition_name: "Key Vault Secrets User",
      scope: `${vault.id}/secrets/ghcr`,
    });
  });

  test("without a previous revision a new one replaces the old", () => {
    expect(app(synth())).toMatchObject({
      revision_mode: "Single",
      ingress: { traffic_weight: [{ latest_revision: true, percentage: 100 }] },
    });
  });

  test("a previous revision keeps a share that is known only when Terraform plans", () => {
    const json = synth((scope) => {
      const suffix = new TerraformVariable(scope, "previous_revision", { type: "string", default: "" });
      const percent = new TerraformVariable(scope, "previous_percent", { type: "number", default: 0 });
      return { previousRevision: { suffix: suffix.stringValue, percent: percent.numberValue } };
    });
    expect(app(json).revision_mode).toBe("Multiple");
    expect(app(json).ingress.dynamic.traffic_weight.for_each).toMatch(/^\$\{\[for weight in local\.\w+ : /);
    expect(Object.values(JSON.parse(json).locals)).toEqual([
      [
        { suffix: "", share: "${(100 - var.previous_percent)}" },
        { suffix: "${var.previous_revision}", share: "${var.previous_percent}" },
      ],
    ]);
  });

  test("a load balancer finds it by address and host name, over TLS", () => {
    let backend: unknown;
    synth(undefined, (service) => {
      backend = service.backend;
    });
    expect(backend).toMatchObject({ port: 443, protocol: "Https", addresses: [expect.any(String)] });
  });

  test("a worker without health checks has no way in", () => {
    expect(app(synth(() => ({ container: { ...container, health: undefined } })))).not.toHaveProperty("ingress");
  });

  test("tasks are jobs with the service's rights: by hand or on a schedule", () => {
    const json = synth(() => ({
      tasks: { migrate: { command: ["migrate"] }, report: { command: ["report"], schedule: "0 5 * * *" } },
    }));
    expect(json).toHaveResourceWithProperties(ContainerAppJob, {
      name: "test-execution-prod-api-migrate",
      replica_retry_limit: 0,
      manual_trigger_config: { parallelism: 1, replica_completion_count: 1 },
    });
    expect(json).toHaveResourceWithProperties(ContainerAppJob, {
      name: "test-execution-prod-api-report",
      schedule_trigger_config: expect.objectContaining({ cron_expression: "0 5 * * *" }),
    });
  });

  test("metrics of the application do not scale it: reading them would need a secret", () => {
    const custom = { backlog: { namespace: "x", metric: "y", target: 1 } };
    expect(() => synth(() => ({ targets: { cpuPercent: 70, memoryPercent: 80, custom } }))).toThrow(
      "expected no custom targets",
    );
  });
});
