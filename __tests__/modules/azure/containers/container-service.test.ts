import "cdktf/lib/testing/adapters/jest";
import { ContainerGroup } from "@cdktf/provider-azurerm/lib/container-group";
import { DataAzurermContainerGroup } from "@cdktf/provider-azurerm/lib/data-azurerm-container-group";
import { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
import { NetworkSecurityRule } from "@cdktf/provider-azurerm/lib/network-security-rule";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { TerraformVariable } from "cdktf";
import type { Construct } from "constructs";
import { ContainerService, type ContainerServiceProps } from "../../../../modules/azure/containers/container-service";
import type { Synthesized } from "../../../synthesized";
import { resourceId } from "../fixtures";
import { connections, container, makeService, tracing, vault } from "./service-fixture";

function make(
  more: (scope: Construct) => Partial<ContainerServiceProps> = () => ({}),
  inspect: (service: ContainerService) => void = () => {},
) {
  const zones = ["1", "2", "3"];
  return makeService((scope, props) =>
    inspect(new ContainerService(scope, "api", { ...props, zones, ...more(scope) })),
  );
}

const groups = (made: Synthesized) => made.all(ContainerGroup);

const environment = (made: Synthesized) => groups(made)[0].container[0].environment_variables;

/** Role → its scope. */
const roles = (made: Synthesized) =>
  Object.fromEntries(made.all(RoleAssignment).map((role) => [role.role_definition_name, role.scope]));

describe("ContainerService", () => {
  test("the minimum of the replicas runs, spread over the zones and inside the network", () => {
    const made = make(() => ({ replicas: { min: 4, max: 10 } }));
    expect(groups(made).map(({ zones }) => zones)).toEqual([["1"], ["2"], ["3"], ["1"]]);
    for (const group of groups(made)) {
      expect(group).toMatchObject({ ip_address_type: "Private", restart_policy: "Always", os_type: "Linux" });
      expect(group).not.toHaveProperty("priority");
    }
  });

  test("a group's name contains a hash of everything that replaces it, so that the new one can be created first", () => {
    const made = make((scope) => {
      const image = new TerraformVariable(scope, "image", { type: "string" });
      return { container: { ...container, image: image.stringValue, command: ["sh", "-c", 'echo "ready"'] } };
    });
    const [{ name, lifecycle }] = groups(made);
    expect(name).toMatch(
      /^test-execution-prod-api-blue-1-\$\{substr\(nonsensitive\(sha1\(join\(.*jsonencode\(local\.\w+\), "1"\]\)\)\), 0, 8\)\}$/,
    );
    expect(lifecycle.create_before_destroy).toBe(true);
    const [settings] = Object.values<{ container: object[]; subnetIds: string[] }>(made.json.locals);
    expect(settings.container[0]).toMatchObject({ image: "${var.image}", commands: ["sh", "-c", 'echo "ready"'] });
    expect(settings).toMatchObject({ location: "eastus", imageRegistryCredential: [{}] });
  });

  test("images are pulled with the identity, after it has the role, and without a password", () => {
    const made = make();
    expect(groups(made)[0].image_registry_credential).toEqual([
      { server: "crexample.azurecr.io", user_assigned_identity_id: expect.stringContaining("user_assigned_identity") },
    ]);
    expect(roles(made)).toEqual({ AcrPull: resourceId("Microsoft.ContainerRegistry/registries", "crexample") });
    expect(groups(made)[0].depends_on).toEqual([expect.stringContaining("azurerm_role_assignment.")]);
  });

  test("a secret becomes its address in a variable, and the role to read that secret only", () => {
    const made = make(() => ({ vault, container: { ...container, secrets: { API_KEY: "api-key/3f2a" } } }));
    expect(environment(made).API_KEY_URI).toBe("https://kvexample.vault.azure.net/secrets/api-key/3f2a");
    expect(environment(made)).not.toHaveProperty("API_KEY");
    expect(groups(made)[0].container[0]).not.toHaveProperty("secure_environment_variables");
    expect(roles(made)["Key Vault Secrets User"]).toBe(`${vault.id}/secrets/api-key`);
  });

  test("each connection adds variables with the same names as on every cloud, and one role", () => {
    const made = make(() => connections);
    expect(environment(made)).toEqual({
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
    expect(roles(made)).toMatchObject({
      "Storage Blob Data Contributor": connections.buckets["test-results"].id,
      "Azure Service Bus Data Sender": connections.sendsTo.worker.queueId,
      "App Configuration Data Reader": connections.configuration.id,
    });
    expect(roles(make(() => ({ consumes: connections.sendsTo.worker })))["Azure Service Bus Data Receiver"]).toBe(
      connections.sendsTo.worker.queueId,
    );
  });

  test("variables of the settings win over those of a connection", () => {
    const made = make(() => ({ ...connections, container: { ...container, environment: { CACHE_HOST: "mine" } } }));
    expect(environment(made).CACHE_HOST).toBe("mine");
  });

  test("the liveness check begins after the allowed start time", () => {
    const [application] = groups(make())[0].container;
    expect(application).toMatchObject({
      cpu: 1,
      memory: 2,
      ports: [{ port: 8000, protocol: "TCP" }],
      liveness_probe: { initial_delay_seconds: 300, period_seconds: 30, timeout_seconds: 5, failure_threshold: 3 },
      readiness_probe: { initial_delay_seconds: 0, http_get: [{ path: "/health/ready", port: 8000, scheme: "http" }] },
    });
  });

  test("output goes to the workspace without the workspace's key", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(MonitorDiagnosticSetting, {
      enabled_log: [{ category: "ContainerInstanceLog" }, { category: "ContainerEvent" }],
    });
    expect(groups(made)[0]).not.toHaveProperty("diagnostics");
  });

  test("addresses are read after the diagnostic setting, which restarts the group, so that they are current", () => {
    let addresses: string[] = [];
    const made = make(undefined, (service) => {
      addresses = service.privateAddresses;
    });
    expect(addresses).toHaveLength(2);
    const started = made.all(DataAzurermContainerGroup);
    expect(started).toHaveLength(2);
    for (const { depends_on } of started) {
      expect(depends_on).toEqual([expect.stringContaining("azurerm_monitor_diagnostic_setting.")]);
    }
  });

  test("only the load balancer's subnet may reach the port, and only with a route", () => {
    expect(make(() => ({ route: { priority: 300 } }))).toHaveResourceWithProperties(NetworkSecurityRule, {
      name: "api-from-gateway",
      priority: 300,
      access: "Allow",
      source_address_prefix: "10.10.240.0/24",
      destination_port_range: "8000",
    });
    expect(make()).not.toHaveResourceWithProperties(NetworkSecurityRule, { name: "api-from-gateway" });
    expect(() => make(() => ({ route: { priority: 300 }, container: { ...container, health: undefined } }))).toThrow(
      'service "api": expected container.health with a route',
    );
  });

  test("blue and green both run, and the percentage selects the one that gets the requests", () => {
    let addresses: string[] = [];
    const made = make(
      (scope) => {
        const percent = new TerraformVariable(scope, "green_percent", { type: "number" });
        return { blueGreen: { greenImage: "crexample.azurecr.io/api:2", greenPercent: percent.numberValue } };
      },
      ({ privateAddresses, groupIds }) => {
        addresses = privateAddresses;
        expect(Object.keys(groupIds)).toEqual(["blue-1", "blue-2", "green-1", "green-2"]);
      },
    );
    expect(groups(made).map(({ container: [{ image }] }) => image)).toEqual([
      ...Array(2).fill("crexample.azurecr.io/api:1"),
      ...Array(2).fill("crexample.azurecr.io/api:2"),
    ]);
    expect(addresses).toHaveLength(1);
    expect(() => make(() => ({ blueGreen: { greenImage: "x", greenPercent: 10 } }))).toThrow(
      "expected 0 or 100 on Container Instances, found 10",
    );
  });

  test("the collector of traces signs in with the service's identity, which gets the role to write metrics", () => {
    const made = make(() => ({ tracing }));
    const [application, collector] = groups(made)[0].container;
    expect(application.environment_variables).toMatchObject({
      OTEL_SERVICE_NAME: "test-execution-prod-api-blue",
      OTEL_TRACES_SAMPLER_ARG: "0.1",
    });
    expect(collector.name).toBe("trace-collector");
    const configuration = JSON.parse(collector.environment_variables.OTEL_CONFIGURATION);
    // Escaped, so that Terraform leaves the variable to the collector.
    expect(configuration.extensions.azureauth.managed_identity.client_id).toBe("$${env:AZURE_CLIENT_ID}");
    expect(roles(made)["Monitoring Metrics Publisher"]).toBe(tracing.applicationInsightsId);
  });

  test("metrics arrive as what was added since the last export, because the queries add up what they find", () => {
    const [, collector] = groups(make(() => ({ tracing })))[0].container;
    const { processors, service } = JSON.parse(collector.environment_variables.OTEL_CONFIGURATION);
    expect(processors).toHaveProperty("cumulativetodelta");
    expect(service.pipelines.metrics.processors).toEqual(["cumulativetodelta", "batch"]);
    expect(service.pipelines.traces.processors).toEqual(["batch"]);
  });
});
