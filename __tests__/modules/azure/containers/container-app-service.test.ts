import "cdktf/lib/testing/adapters/jest";
import { ContainerApp } from "@cdktf/provider-azurerm/lib/container-app";
import { ContainerAppEnvironment as AzureContainerAppEnvironment } from "@cdktf/provider-azurerm/lib/container-app-environment";
import { ContainerAppJob } from "@cdktf/provider-azurerm/lib/container-app-job";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { ContainerAppEnvironment } from "../../../../modules/azure/containers/container-app-environment";
import {
  ContainerAppService,
  type ContainerAppServiceProps,
} from "../../../../modules/azure/containers/container-app-service";
import { placement, workspaceId } from "../fixtures";
import { container, makeService, vault } from "./service-fixture";

function make(
  more: Partial<ContainerAppServiceProps> = {},
  inspect: (service: ContainerAppService) => void = () => {},
) {
  return makeService((scope, props) => {
    const environment = new ContainerAppEnvironment(scope, "apps", {
      ...placement,
      network: props.network,
      workspaceId,
      zoneRedundant: true,
    });
    inspect(
      new ContainerAppService(scope, "api", {
        ...props,
        environment,
        targets: { cpuPercent: 70, memoryPercent: 80, requestsPerReplica: 1000 },
        ...more,
      }),
    );
  });
}

const app = (more?: Partial<ContainerAppServiceProps>) => make(more).one(ContainerApp);

describe("ContainerAppService", () => {
  test("the environment is reached in the network only and spread over all zones", () => {
    expect(make()).toHaveResourceWithProperties(AzureContainerAppEnvironment, {
      internal_load_balancer_enabled: true,
      public_network_access: "Disabled",
      zone_redundancy_enabled: true,
      logs_destination: "azure-monitor",
    });
  });

  test("replicas scale by CPU, memory and requests within the shared limits", () => {
    const { template } = app();
    expect([template.min_replicas, template.max_replicas]).toEqual([2, 10]);
    expect(template.custom_scale_rule).toEqual([
      { name: "cpu", custom_rule_type: "cpu", metadata: { type: "Utilization", value: "70" } },
      { name: "memory", custom_rule_type: "memory", metadata: { type: "Utilization", value: "80" } },
    ]);
    // 1000 a minute are 17 a second, which is Azure's unit.
    expect(template.http_scale_rule).toEqual([{ name: "requests", concurrent_requests: "17" }]);
  });

  test("image, size, port and health checks are those of the shared container", () => {
    const { template, ingress } = app();
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

  test("the platform reads secrets from the vault with the identity, and the JSON contains no value", () => {
    const { secret, template } = app({ vault, container: { ...container, secrets: { API_KEY: "api-key" } } });
    expect(secret).toEqual([
      expect.objectContaining({
        name: "api-key",
        key_vault_secret_id: "https://kvexample.vault.azure.net/secrets/api-key",
      }),
    ]);
    expect(secret[0]).not.toHaveProperty("value");
    expect(template.container[0].env).toContainEqual({ name: "API_KEY", secret_name: "api-key" });
  });

  test("images in a registry outside Azure are pulled with a password that the platform reads from the vault", () => {
    const made = make({
      vault,
      registry: undefined,
      registryCredentials: { server: "ghcr.io", username: "robot", secret: "ghcr" },
    });
    expect(made.one(ContainerApp)).toMatchObject({
      registry: [{ server: "ghcr.io", username: "robot", password_secret_name: "registry-password" }],
      secret: [{ name: "registry-password", key_vault_secret_id: "https://kvexample.vault.azure.net/secrets/ghcr" }],
    });
    expect(made).toHaveResourceWithProperties(RoleAssignment, {
      role_definition_name: "Key Vault Secrets User",
      scope: `${vault.id}/secrets/ghcr`,
    });
  });

  test("a new revision replaces the old one", () => {
    expect(app()).toMatchObject({
      revision_mode: "Single",
      ingress: { traffic_weight: [{ latest_revision: true, percentage: 100 }] },
    });
  });

  test("a load balancer reaches it by address and host name, with TLS", () => {
    let backend: unknown;
    make(undefined, (service) => {
      backend = service.backend;
    });
    expect(backend).toMatchObject({ port: 443, protocol: "Https", addresses: [expect.any(String)] });
  });

  test("a worker without health checks has no ingress", () => {
    expect(app({ container: { ...container, health: undefined } })).not.toHaveProperty("ingress");
  });

  test("tasks are jobs, started by hand or on a schedule", () => {
    const made = make({
      tasks: { migrate: { command: ["migrate"] }, report: { command: ["report"], schedule: "0 5 * * *" } },
    });
    expect(made).toHaveResourceWithProperties(ContainerAppJob, {
      name: "test-execution-prod-api-migrate",
      replica_retry_limit: 0,
      manual_trigger_config: { parallelism: 1, replica_completion_count: 1 },
    });
    expect(made).toHaveResourceWithProperties(ContainerAppJob, {
      name: "test-execution-prod-api-report",
      schedule_trigger_config: expect.objectContaining({ cron_expression: "0 5 * * *" }),
    });
  });

  test("custom scaling targets are refused, because reading their metrics would need a secret", () => {
    const custom = { backlog: { namespace: "x", metric: "y", target: 1 } };
    expect(() => make({ targets: { cpuPercent: 70, memoryPercent: 80, custom } })).toThrow(
      "expected no custom targets",
    );
  });
});
