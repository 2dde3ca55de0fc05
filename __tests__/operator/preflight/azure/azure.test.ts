import { azureFindings } from "../../../../operator/preflight/azure/azure";
import { azureCall, azureCredential } from "../../../../operator/preflight/azure/call";
import { namespaceOf, namespacesOf } from "../../../../operator/preflight/azure/namespaces";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { allTexts } from "../../../stacks/synthesized";
import { fakeCloud, type Reply } from "../fake-cloud";

const fake = fakeCloud();

const view = (provider: object) =>
  new StackView(
    "azure-x",
    JSON.stringify({
      provider: { azurerm: [{ subscription_id: "s1", tenant_id: "t1", ...provider }] },
      resource: {
        azurerm_container_app: { a: {} },
        azurerm_key_vault: { v: {} },
        azurerm_dns_a_record: { r: { name: "x", zone_name: "shop.example", resource_group_name: "dns" } },
      },
    }),
  );
const stack = view({});
const subscription = "GET /subscriptions/s1";
const registered = (name: string) => `GET /subscriptions/s1/providers/${name}`;
const rights = "GET /subscriptions/s1/providers/Microsoft.Authorization/permissions";
const zone = "GET /subscriptions/s1/resourceGroups/dns/providers/Microsoft.Network/dnsZones/shop.example";
const yes = { body: { registrationState: "Registered" } };
const no = { body: { registrationState: "NotRegistered" } };
const ready = {
  [subscription]: { body: { displayName: "Shop", state: "Enabled" } },
  [registered("Microsoft.App")]: yes,
  [registered("Microsoft.KeyVault")]: no,
  [registered("Microsoft.Network")]: yes,
  [rights]: { body: { value: [{ actions: ["*"], notActions: [] }] } },
  [zone]: { body: {} },
};
const refused = (status: number, message: string): Reply => ({ status, body: { error: { message } } });
const token = { getToken: async () => ({ token: "t", expiresOnTimestamp: 0 }) };
const connect = (tenant: string | undefined) => azureCall(tenant, {}, fake.url, token);
const contributor = {
  actions: ["*"],
  notActions: ["Microsoft.Authorization/*/Write", "Microsoft.Authorization/*/Delete"],
};
const administrator = { actions: ["Microsoft.Authorization/roleAssignments/write"] };

test("a subscription that is ready; what Terraform registers by itself is no reason to stop", async () => {
  fake.answer(ready);
  expect(
    (await azureFindings([stack], [stack], connect)).map(({ check, subject, status, detail }) => [
      check,
      subject,
      status,
      detail,
    ]),
  ).toEqual([
    ["identity", "subscription s1", "ok", "Shop"],
    ["role", "of the deployer in s1", "ok", "may make resources and give roles"],
    ["registration", "Microsoft.App", "ok", "registered"],
    ["registration", "Microsoft.KeyVault", "ok", "not registered: Terraform registers it"],
    ["registration", "Microsoft.Network", "ok", "registered"],
    ["zone", "shop.example in dns", "ok", "it exists"],
  ]);
});

test.each<[what: string, answers: object, check: string, status: string, detail: RegExp, command?: RegExp]>([
  [
    "a subscription that is not there",
    { [subscription]: refused(404, "none") },
    "identity",
    "missing",
    /no such subscription/,
    /az account set --subscription s1$/,
  ],
  ["a subscription that is not shown", { [subscription]: refused(403, "denied") }, "identity", "unknown", /denied$/],
  [
    "a subscription that is off",
    { [subscription]: { body: { state: "Disabled" } } },
    "identity",
    "missing",
    /found Disabled$/,
  ],
  [
    "a namespace that only people register",
    { [registered("Microsoft.App")]: no },
    "registration",
    "missing",
    /^not registered$/,
    /^az provider register --namespace Microsoft\.App --subscription s1 --wait$/,
  ],
  [
    "a namespace that is not shown",
    { [registered("Microsoft.App")]: refused(403, "denied") },
    "registration",
    "unknown",
    /denied$/,
  ],
  [
    "a contributor, who gives no roles",
    { [rights]: { body: { value: [contributor] } } },
    "role",
    "missing",
    /lacks Microsoft\.Authorization\/roleAssignments\/write$/,
    /az role assignment create --role Owner/,
  ],
  [
    "a contributor who administers roles too",
    { [rights]: { body: { value: [contributor, administrator] } } },
    "role",
    "ok",
    /^may make/,
  ],
  ["rights that are not shown", { [rights]: refused(403, "denied") }, "role", "unknown", /denied$/],
  [
    "a zone that is not there",
    { [zone]: refused(404, "none") },
    "zone",
    "missing",
    /does not exist/,
    /az network dns zone create --name shop\.example --resource-group dns$/,
  ],
])("%s", async (...[, answers, check, status, detail, command]) => {
  fake.answer({ ...ready, ...answers });
  const finding = (await azureFindings([stack], [stack], connect)).find(
    (it) => it.check === check && it.status === status,
  );
  expect(finding).toMatchObject({ stacks: ["azure-x"], detail: expect.stringMatching(detail) });
  if (command) expect(finding?.command).toMatch(command);
  else expect(finding?.command).toBeUndefined();
});

test.each<[registrations: object, missing: string[]]>([
  [{ resource_provider_registrations: "none" }, ["Microsoft.App", "Microsoft.KeyVault"]],
  [{ resource_providers_to_register: ["Microsoft.App"] }, []],
])("what Terraform registers follows its provider's settings: %j", async (provider, expected) => {
  fake.answer({ ...ready, [registered("Microsoft.App")]: no });
  const findings = await azureFindings([view(provider)], [], connect);
  expect(findings.filter(({ status }) => status === "missing").map(({ subject }) => subject)).toEqual(expected);
});

test("without credentials they are what is missing, and nothing else is looked at", async () => {
  fake.answer(ready);
  const findings = await azureFindings([stack], [stack], () => Promise.reject(new Error("Please run az login")));
  expect(findings[0]).toMatchObject({ status: "missing", command: "az login" });
  expect(new Set(findings.slice(1).map(({ status }) => status))).toEqual(new Set(["unknown"]));
  expect(fake.calls).toEqual([]);
});

test("every resource of the examples' Azure stacks has a namespace on the list", async () => {
  const views = [...(await allTexts())]
    .map(([id, text]) => new StackView(id, text))
    .filter((it) => it.provider("azurerm"));
  expect(views.length).toBeGreaterThan(4);
  for (const it of views) expect(namespacesOf(it)).toContain("Microsoft.KeyVault");
  expect(() => namespaceOf("azurerm_new_thing")).toThrow(/expected a namespace of Azure/);
});

test.each<[env: NodeJS.ProcessEnv, credential: string]>([
  [{ ARM_CLIENT_ID: "c", ARM_CLIENT_SECRET: "s" }, "ClientSecretCredential"],
  [{ ARM_CLIENT_ID: "c", ARM_OIDC_TOKEN: "o" }, "ClientAssertionCredential"],
  [{ ARM_USE_MSI: "true" }, "ManagedIdentityCredential"],
  [{}, "AzureCliCredential"],
])("the variables %j of Terraform's provider sign in as %s", async (env, credential) => {
  const tenant = "00000000-0000-4000-8000-00000000aaaa";
  expect((await azureCredential(tenant, env)).constructor.name).toBe(credential);
});
