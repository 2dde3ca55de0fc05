import { exampleStack, type StackJson, synthesizeAll } from "../synthesized";

/** Services that provider azurerm 4.55 registers in a subscription (internal/resourceproviders/required.go, Legacy). */
const registered =
  "AppConfiguration Authorization Cache ContainerInstance ContainerRegistry CostManagement DBforPostgreSQL DataProtection Insights KeyVault ManagedIdentity Network OperationalInsights Resources ServiceBus Storage".split(
    " ",
  );

/** The service of each type of our stacks, by the beginning of the type's name; the longest one that fits counts. */
const services: Readonly<Record<string, string>> = {
  app_configuration: "AppConfiguration",
  application_gateway: "Network",
  application_insights: "Insights",
  consumption_budget: "CostManagement",
  container_app: "App",
  container_group: "ContainerInstance",
  container_registry: "ContainerRegistry",
  data_protection: "DataProtection",
  dns: "Network",
  key_vault: "KeyVault",
  log_analytics: "OperationalInsights",
  managed_redis: "Cache",
  management_lock: "Authorization",
  monitor: "Insights",
  nat_gateway: "Network",
  network: "Network",
  postgresql: "DBforPostgreSQL",
  private: "Network",
  public_ip: "Network",
  resource_group: "Resources",
  role: "Authorization",
  federated_identity: "ManagedIdentity",
  servicebus: "ServiceBus",
  storage: "Storage",
  subnet: "Network",
  user_assigned_identity: "ManagedIdentity",
  virtual_network: "Network",
  web_application_firewall: "Network",
};

let stacks: [id: string, stack: StackJson][];
beforeAll(async () => {
  stacks = [...(await synthesizeAll())].filter(([id]) => exampleStack(id).platform === "azure");
});

test("every service that a stack uses is registered in its subscription", () => {
  expect(stacks.length).toBeGreaterThan(3);
  for (const [id, { resource, provider }] of stacks) {
    const [own] = provider["azurerm"] ?? [];
    const more = (own?.["resource_providers_to_register"] ?? []) as string[];
    const also = more.map((it) => it.replace("Microsoft.", ""));
    const missing = Object.keys(resource)
      .filter((type) => type.startsWith("azurerm_"))
      .filter((type) => {
        const [service] = Object.keys(services)
          .filter((it) => type.startsWith(`azurerm_${it}`))
          .sort((a, b) => b.length - a.length);
        return service === undefined || ![...registered, ...also].includes(services[service] ?? "");
      });
    expect([id, missing]).toEqual([id, []]);
  }
});

test("what Terraform writes through a store waits for the roles of those who run it", () => {
  for (const [id, { resource }] of stacks) {
    const [certificate] = Object.values(resource["azurerm_key_vault_certificate"] ?? {});
    const [flags] = Object.values(resource["azurerm_app_configuration_key"] ?? {});
    const waits = (type: string) => expect.stringMatching(new RegExp(`^azurerm_${type}`));
    expect([id, flags?.["depends_on"]]).toEqual([id, expect.arrayContaining([waits("role_assignment.*writer")])]);
    expect([id, certificate?.["depends_on"]]).toEqual([
      id,
      expect.arrayContaining([waits("role_assignment.*certificates"), waits("app_configuration_key")]),
    ]);
  }
});

test("no setting of the provider waits for what Azure makes by itself, if it makes it", () => {
  for (const [, { provider }] of stacks) {
    const [own] = provider["azurerm"] ?? [];
    expect([own?.["features"]].flat()).toEqual([
      expect.not.objectContaining({ application_insights: expect.anything() }),
    ]);
  }
});
