import "cdktf/lib/testing/adapters/jest";
import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { NetworkSecurityRule } from "@cdktf/provider-azurerm/lib/network-security-rule";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ContainerService, type ContainerServiceProps } from "../../../../modules/azure/containers/container-service";
import { resourceId, resourcesOf } from "../fixtures";
import { connections, container, synthService, tracing, vault } from "./service-fixture";

function synth(
  more: (scope: Construct) => Partial<ContainerServiceProps> = () => ({}),
  inspect: (service: ContainerService) => void = () => {},
): string {
  return synthService((scope, props) => inspect(new ContainerService(scope, "api", { ...props, ...more(scope) })));
}

// biome-ignore lint/suspicious/noExplicitAny: synthesized JSON
const groups = (json: string): any[] => resourcesOf(json, ContainerGroup.tfResourceType);

const environment = (json: string) => groups(json)[0].container[0].environment_variables;

/** Role → what it is given on. */
const roles = (json: string) =>
  Object.fromEntries(
    resourcesOf<{ role_definition_name: string; scope: string }>(json, RoleAssignment.tfResourceType).map((role) => [
      role.role_definition_name,
      role.scope,
    ]),
  );

describe("ContainerService", () => {
  test("the least number of replicas runs, spread over the zones and inside the network", () => {
    const json = synth(() => ({ replicas: { min: 4, max: 10 } }));
    expect(groups(json).map(({ zones }) => zones)).toEqual([["1"], ["2"], ["3"], ["1"]]);
    for (const group of groups(json)) {
      expect(group).toMatchObject({ ip_address_type: "Private", restart_policy: "Always", os_type: "Linux" });
      expect(group).not.toHaveProperty("priority");
    }
  });

  test("a name carries a hash, made by Terraform, of what replaces the group, so that the new one can come first", () => {
    const json = synth((scope) => {
      const image = new TerraformVariable(scope, "image", { type: "string" });
      return { container: { ...container, image: image.stringValue, command: ["sh", "-c", 'echo "ready"'] } };
    });
    const [{ name, lifecycle }] = groups(json);
    expect(name).toMatch(
      /^test-execution-prod-api-blue-1-\$\{substr\(nonsensitive\(sha1\(join\(.*jsonencode\(local\.\w+\), "1"\]\)\)\), 0, 8\)\}$/,
    );
    expect(lifecycle.create_before_destroy).toBe(true);
    const [settings] = Object.values<{ container: object[]; subnetIds: string[] }>(JSON.parse(json).locals);
    expect(settings.container[0]).toMatchObject({ image: "${var.image}", commands: ["sh", "-c", 'echo "ready"'] });
    expect(settings).toMatchObject({ location: "eastus", imageRegistryCredential: [{}] });
  });

  test("images are pulled with the identity, once it may, and no password stands anywhere", () => {
    const json = synth();
    expect(groups(json)[0].image_registry_credential).toEqual([
      { server: "crexample.azurecr.io", user_assigned_identity_id: expect.stringContaining("user_assigned_identity") },
    ]);
    expect(roles(json)).toEqual({ AcrPull: resourceId("Microsoft.ContainerRegistry/registries", "crexample") });
    expect(groups(json)[0].depends_on).toEqual([expect.stringContaining("azurerm_role_assignment.")]);
  });

  test("a secret is an address in the environment, and the right to read just that secret", () => {
    const json = synth(() => ({ vault, container: { ...container, secrets: { API_KEY: "api-key/3f2a" } } }));
    expect(environment(json).API_KEY_URI).toBe("https://kvexample.vault.azure.net/secrets/api-key/3f2a");
    expect(environment(json)).not.toHaveProperty("API_KEY");
    expect(groups(json)[0].container[0]).not.toHaveProperty("secure_environment_variables");
    expect(roles(json)["Key Vault Secrets User"]).toBe(`${vault.id}/secrets/api-key`);
  });

  test("each connection gives variables named as on every cloud, and one role", () => {
    const json = synth(() => connections);
    expect(environment(json)).toEqual({
      AZURE_CLIENT_ID: expect.stringContaining("client_id"),
      DATABASE_HOST: "db.postgres.database.azure.com",
      DATABASE_PORT: "5432",
      DATABASE_NAME: "test_execution",
      DATABASE_USER: expect.stringMatching(/user_assigned_identity\.\w+\.name/),
      DATABASE_REPLICA_HOSTS: "replica.postgres.database.azure.com",
      CACHE_HOST: "cache.eastus.redis.azure.net",
      CACHE_PORT: "10000",
      CACHE_USER: expect.stringContaining("principal_id"),
      TEST_RESULTS_BUCKET: "results",
      TEST_RESULTS_BUCKET_URL: "https://results.blob.core.windows.net/results",
      WORKER_QUEUE_URL: "https://bus.servicebus.windows.net/worker",
      CONFIGURATION_ENDPOINT: "https://settings.azconfig.io",
      METRIC_NAMESPACE: "test-execution",
    });
    expect(roles(json)).toMatchObject({
      "Storage Blob Data Contributor": connections.buckets["test-results"].id,
      "Azure Service Bus Data Sender": connections.sendsTo.worker.queueId,
      "App Configuration Data Reader": connections.configuration.id,
    });
    expect(roles(synth(() => ({ worksOff: connections.sendsTo.worker })))["Azure Service Bus Data Receiver"]).toBe(
      connections.sendsTo.worker.queueId,
    );
  });

  test("what the settings give wins over a connection", () => {
    const json = synth(() => ({ ...connections, container: { ...container, environment: { CACHE_HOST: "mine" } } }));
    expect(environment(json).CACHE_HOST).toBe("mine");
  });

  test("a container is restarted only after the time that its start may take", () => {
    const [application] = groups(synth())[0].container;
    expect(application).toMatchObject({
      cpu: 1,
      memory: 2,
      ports: [{ port: 8000, protocol: "TCP" }],
      liveness_probe: { initial_delay_seconds: 300, period_seconds: 30, timeout_seconds: 5, failure_threshold: 3 },
      readiness_probe: { initial_delay_seconds: 0, http_get: [{ path: "/health/ready", port: 8000, scheme: "http" }] },
    });
  });

  test("its output goes to the workspace without the workspace's key", () => {
    const json = synth();
    expect(json).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      enabled_log: [{ category: "ContainerInstanceLog" }, { category: "ContainerEvent" }],
    });
    expect(groups(json)[0]).not.toHaveProperty("diagnostics");
  });

  test("addresses are read once the group has restarted for its log, so that traffic comes to the last one", () => {
    let addresses: string[] = [];
    const json = synth(undefined, (service) => {
      addresses = service.privateAddresses;
    });
    expect(addresses).toHaveLength(2);
    const started = Object.values<{ depends_on: string[] }>(JSON.parse(json).data.azurerm_container_group);
    for (const { depends_on } of started) {
      expect(depends_on).toEqual([expect.stringContaining("azurerm_monitor_diagnostic_setting.")]);
    }
  });

  test("only the load balancer's subnet reaches the port, and only with a route", () => {
    expect(synth(() => ({ route: { priority: 300 } }))).toHaveResourceWithProperties(NetworkSecurityRule, {
      name: "api-from-gateway",
      priority: 300,
      access: "Allow",
      source_address_prefix: "10.10.240.0/24",
      destination_port_range: "8000",
    });
    expect(synth()).not.toHaveResourceWithProperties(NetworkSecurityRule, { name: "api-from-gateway" });
    expect(() => synth(() => ({ route: { priority: 300 }, container: { ...container, health: undefined } }))).toThrow(
      'service "api": expected container.health with a route',
    );
  });

  test("blue and green both run, and Terraform chooses which of them gets the requests", () => {
    let addresses: string[] = [];
    const json = synth(
      (scope) => {
        const percent = new TerraformVariable(scope, "green_percent", { type: "number" });
        return { blueGreen: { greenImage: "crexample.azurecr.io/api:2", greenPercent: percent.numberValue } };
      },
      ({ privateAddresses, groupIds }) => {
        addresses = privateAddresses;
        expect(Object.keys(groupIds)).toEqual(["blue-1", "blue-2", "green-1", "green-2"]);
      },
    );
    expect(groups(json).map(({ container: [{ image }] }) => image)).toEqual([
      ...Array(2).fill("crexample.azurecr.io/api:1"),
      ...Array(2).fill("crexample.azurecr.io/api:2"),
    ]);
    expect(addresses).toHaveLength(1);
    expect(() => synth(() => ({ blueGreen: { greenImage: "x", greenPercent: 10 } }))).toThrow(
      "expected 0 or 100 on Container Instances, found 10",
    );
  });

  test("the collector signs in with the service's identity, which may write metrics", () => {
    const json = synth(() => ({ tracing }));
    const [application, collector] = groups(json)[0].container;
    expect(application.environment_variables).toMatchObject({
      OTEL_SERVICE_NAME: "test-execution-prod-api-blue",
      OTEL_TRACES_SAMPLER_ARG: "0.1",
    });
    expect(collector.name).toBe("trace-collector");
    const configuration = JSON.parse(collector.environment_variables.OTEL_CONFIGURATION);
    // Escaped: the collector reads the variable, not Terraform.
    expect(configuration.extensions.azureauth.managed_identity.client_id).toBe("$${env:AZURE_CLIENT_ID}");
    expect(roles(json)["Monitoring Metrics Publisher"]).toBe(tracing.applicationInsightsId);
  });
});
