import { azureCall } from "../../../../operator/preflight/azure/call";
import { azureQuotaFindings } from "../../../../operator/preflight/azure/quotas";
import { signedIn } from "../../../../operator/preflight/look/signed-in";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { fakeCloud, noAnswer, type Reply } from "../fake-cloud";

const fake = fakeCloud();

const location = "eastus";
const server = (sku_name: string, more: object = {}) => ({ location, sku_name, ...more });

/** A stack of a group with 2.25 vCPU, an environment, two addresses, and the given servers. */
const view = (id: string, servers: object = { d: server("GP_Standard_D2ds_v5") }) =>
  new StackView(
    id,
    JSON.stringify({
      provider: { azurerm: [{ subscription_id: "s1" }] },
      resource: {
        azurerm_resource_group: { g: { name: id, location } },
        azurerm_container_group: { c: { location, container: [{ cpu: 2 }, { cpu: 0.25 }] } },
        azurerm_container_app_environment: { e: { location } },
        azurerm_public_ip: { a: { location, sku: "Standard" }, n: { location, sku: "Standard" } },
        azurerm_postgresql_flexible_server: servers,
      },
    }),
  );
const stack = view("azure-x");

const group = (name: string) => `GET /subscriptions/s1/resourcegroups/${name}`;
const usage = (service: string, path = "usages") =>
  `GET /subscriptions/s1/providers/${service}/locations/eastus/${path}`;
const value = (...usages: readonly (readonly [name: string, currentValue: number, limit: number])[]): Reply => ({
  body: { value: usages.map(([name, currentValue, limit]) => ({ name: { value: name }, currentValue, limit })) },
});
const notThere: Reply = { status: 404, body: { error: { message: "none" } } };
const refused = (status: number, message: string): Reply => ({ status, body: { error: { message } } });

const cores = usage("Microsoft.ContainerInstance");
const environments = usage("Microsoft.App");
const addresses = usage("Microsoft.Network");
const databases = usage("Microsoft.DBforPostgreSQL", "resourceType/flexibleServers/usages");
const ready = {
  [group("azure-x")]: notThere,
  [group("azure-y")]: notThere,
  [cores]: value(["ContainerGroups", 0, 100], ["StandardCores", 1, 100]),
  [environments]: value(["ManagedEnvironmentCount", 0, 15]),
  [addresses]: value(["PublicIPAddresses", 0, 1], ["IPv4StandardSkuPublicIpAddresses", 3, 20]),
  [databases]: value(["cores", 0, 20], ["standardDDSv5Family", 0, 10]),
};
const connect = (url: string) => () =>
  azureCall("t1", {}, url, { getToken: async () => ({ token: "t", expiresOnTimestamp: 0 }) });
const look = (own: StackView[], all = own, url = fake.url) =>
  azureQuotaFindings(signedIn(connect(url), "az login"), "s1", own, all);

test("quotas that suffice, of each service in its region", async () => {
  fake.answer(ready);
  expect((await look([stack])).map(({ subject, status, detail }) => [subject, status, detail])).toEqual([
    ["vCPU of Container Instances, eastus", "ok", "needs 2.25 (azure-x 2.25), 1 used by others, the quota is 100"],
    ["environments of Container Apps, eastus", "ok", "needs 1 (azure-x 1), the quota is 15"],
    ["public addresses, Standard, eastus", "ok", "needs 2 (azure-x 2), 3 used by others, the quota is 20"],
    ["vCPU of PostgreSQL flexible servers, eastus", "ok", "needs 2 (azure-x 2), the quota is 20"],
    ["vCPU of PostgreSQL flexible servers, standardDDSv5Family, eastus", "ok", "needs 2 (azure-x 2), the quota is 10"],
  ]);
  expect(fake.calls.filter((call) => call === group("azure-x"))).toHaveLength(1);
});

test.each<
  [what: string, all: StackView[], answers: object, subject: RegExp, status: string, detail: RegExp, command?: RegExp]
>([
  [
    "too few cores, which a trial has",
    [],
    { [cores]: value(["StandardCores", 0, 2]) },
    /^vCPU of Container Instances/,
    "missing",
    /^needs 2\.25 \(azure-x 2\.25\), the quota is 2$/,
    /^in the portal, under Quotas, ask for 4\.5$/,
  ],
  [
    "a new image for which there is no room",
    [],
    { [cores]: value(["StandardCores", 0, 4]) },
    /^vCPU of Container Instances/,
    "ok",
    /the quota is 4; at the most it is 4\.5: in the portal/,
  ],
  [
    "stacks of the subscription that are still to be made",
    [view("azure-y")],
    { [cores]: value(["StandardCores", 0, 4]) },
    /^vCPU of Container Instances/,
    "missing",
    /^needs 4\.5 \(azure-x 2\.25, azure-y 2\.25\), the quota is 4$/,
  ],
  [
    "another stack that is made: what it has is in the usage",
    [view("azure-y")],
    { [group("azure-y")]: { body: {} }, [cores]: value(["StandardCores", 2, 4]) },
    /^vCPU of Container Instances/,
    "missing",
    /^needs 2\.25 \(azure-x 2\.25\), 2 used by others, the quota is 4$/,
  ],
  [
    "the stack itself is made: it needs nothing more",
    [],
    { [group("azure-x")]: { body: {} }, [cores]: value(["StandardCores", 4, 4]) },
    /^vCPU of Container Instances/,
    "ok",
    /^needs 0 \(azure-x 0\), 4 used by others, the quota is 4$/,
  ],
  [
    "no room for an environment",
    [],
    { [environments]: value(["ManagedEnvironmentCount", 1, 1]) },
    /^environments/,
    "missing",
    /the quota is 1$/,
    /^az quota update --resource-name ManagedEnvironmentCount --scope \/subscriptions\/s1\/providers\/Microsoft\.App\/locations\/eastus --limit-object value=2$/,
  ],
  [
    "a family of machines with none left",
    [],
    { [databases]: value(["cores", 0, 20], ["standardDDSv5Family", 0, 0]) },
    /standardDDSv5Family/,
    "missing",
    /the quota is 0$/,
    /portal/,
  ],
  [
    "a family that the service does not name",
    [],
    { [databases]: value(["cores", 0, 20]) },
    /standardDDSv5Family/,
    "unknown",
    /names no usage standardDDSv5Family in eastus$/,
  ],
  [
    "a service that is not registered",
    [],
    { [environments]: refused(409, "MissingSubscriptionRegistration") },
    /^environments/,
    "unknown",
    /answers 409: MissingSubscriptionRegistration$/,
  ],
  [
    "groups that are not shown",
    [],
    { [group("azure-x")]: refused(403, "denied") },
    /^vCPU of Container Instances/,
    "unknown",
    /answers 403: denied$/,
  ],
  ["no limit", [], { [cores]: value(["StandardCores", 0, -1]) }, /^vCPU of Cont/, "ok", /without a limit$/],
])("%s", async (...[, others, answers, subject, status, detail, command]) => {
  fake.answer({ ...ready, ...answers });
  const found = (await look([stack], [stack, ...others])).find((it) => subject.test(it.subject));
  expect(found).toMatchObject({ status, detail: expect.stringMatching(detail), stacks: ["azure-x"] });
  if (command) expect(found?.command).toMatch(command);
});

test("a standby of a database may count: it stops nothing, and is in what is taken at the most", async () => {
  fake.answer({
    ...ready,
    [databases]: value(["cores", 0, 4], ["standardEDSv5Family", 0, 8], ["standardBSFamily", 0, 1]),
  });
  const twice = view("azure-x", {
    d: server("MO_Standard_E4ds_v5", { high_availability: { mode: "ZoneRedundant" } }),
    b: server("B_Standard_B2s"),
  });
  const details = (await look([twice])).map(({ subject, status, detail }) => [subject.split(", ")[1], status, detail]);
  expect(details.slice(3)).toEqual([
    ["eastus", "missing", "needs 6 (azure-x 6), the quota is 4"],
    ["standardEDSv5Family", "ok", "needs 4 (azure-x 4), the quota is 8"],
    ["standardBSFamily", "missing", "needs 2 (azure-x 2), the quota is 1"],
  ]);
});

test("where there is no answer, nothing is missing", async () => {
  const findings = await look([stack], [stack], `http://${await noAnswer()}`);
  expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(["unknown"]));
});
