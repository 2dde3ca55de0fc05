import { googleCall } from "../../../../operator/preflight/google/call";
import { googleFindings } from "../../../../operator/preflight/google/google";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { fakeCloud, noAnswer, type Reply } from "../fake-cloud";

const fake = fakeCloud();

const stack = new StackView(
  "gcp-x",
  JSON.stringify({
    provider: { google: [{ project: "shop-x" }] },
    resource: {
      google_project_service: { run: { service: "run.googleapis.com" }, dns: { service: "dns.googleapis.com" } },
      google_kms_crypto_key_iam_binding: { k: { members: ["serviceAccount:service-42@gs.iam.gserviceaccount.com"] } },
      google_dns_record_set: {
        a: { managed_zone: "shop", name: "x.shop.example." },
        proof: { managed_zone: "shop", name: "${google_x.y.name}" },
      },
    },
  }),
);

const permissions = [
  "resourcemanager.projects.setIamPolicy",
  "serviceusage.services.enable",
  "iam.serviceAccounts.create",
];
const project = "GET /v1/projects/shop-x";
const billing = "GET /v1/projects/shop-x/billingInfo";
const rights = "POST /v1/projects/shop-x:testIamPermissions";
const services = "GET /v1/projects/shop-x/services:batchGet";
const zone = "GET /dns/v1/projects/shop-x/managedZones/shop";

/** Answers that of the APIs which are wanted for these are off. */
const off =
  (...names: string[]) =>
  ({ url }: { url: string }): Reply => {
    const wanted = new URL(url, "http://x").searchParams.getAll("names");
    return {
      body: {
        services: wanted.map((name) => ({
          name,
          state: names.some((it) => name.endsWith(it)) ? "DISABLED" : "ENABLED",
        })),
      },
    };
  };
const ready = {
  [project]: { body: { projectNumber: "42", lifecycleState: "ACTIVE" } },
  [billing]: { body: { billingEnabled: true } },
  [rights]: { body: { permissions } },
  [services]: off("run.googleapis.com"),
  [zone]: { body: { dnsName: "shop.example." } },
};
const refused = (status: number, message: string): Reply => ({ status, body: { error: { message } } });
const connect = () => googleCall({ GOOGLE_OAUTH_ACCESS_TOKEN: "t" }, () => fake.url);

test("a project that is ready", async () => {
  fake.answer(ready);
  expect(
    (await googleFindings([stack], [stack], connect)).map(({ check, status, detail }) => [check, status, detail]),
  ).toEqual([
    ["identity", "ok", "number 42"],
    ["billing", "ok", "on"],
    ["role", "ok", "may make service accounts, turn on APIs and give roles"],
    ["API", "ok", "on"],
    ["API", "ok", "the deploy turns on run.googleapis.com"],
    ["zone", "ok", "zone shop.example"],
  ]);
});

test.each<[what: string, answers: object, check: string, status: string, detail: RegExp, command?: RegExp]>([
  [
    "a project that is not there",
    { [project]: refused(404, "none") },
    "identity",
    "missing",
    /does not exist/,
    /gcloud projects create shop-x/,
  ],
  ["a project that is not shown", { [project]: refused(403, "denied") }, "identity", "unknown", /answers 403: denied$/],
  [
    "a project with another number",
    { [project]: { body: { projectNumber: "7", lifecycleState: "ACTIVE" } } },
    "identity",
    "missing",
    /^expected the number 42 of the settings, found 7$/,
  ],
  [
    "a project that is being deleted",
    { [project]: { body: { lifecycleState: "DELETE_REQUESTED" } } },
    "identity",
    "missing",
    /found DELETE_REQUESTED$/,
  ],
  [
    "no billing",
    { [billing]: { body: {} } },
    "billing",
    "missing",
    /no billing account/,
    /gcloud billing projects link shop-x/,
  ],
  ["billing that is not shown", { [billing]: refused(403, "denied") }, "billing", "unknown", /answers 403: denied$/],
  [
    "a deployer who may not give roles",
    { [rights]: { body: { permissions: permissions.slice(1) } } },
    "role",
    "missing",
    /lacks resourcemanager\.projects\.setIamPolicy$/,
    /--role roles\/owner$/,
  ],
  [
    "an API that Terraform needs first",
    { [services]: off("serviceusage.googleapis.com") },
    "API",
    "missing",
    /^serviceusage\.googleapis\.com: off$/,
    /^gcloud services enable serviceusage\.googleapis\.com --project shop-x$/,
  ],
  ["APIs that are not shown", { [services]: refused(403, "denied") }, "API", "unknown", /denied$/],
  [
    "a zone that is not there",
    { [zone]: refused(404, "none") },
    "zone",
    "missing",
    /does not exist/,
    /gcloud dns managed-zones list/,
  ],
  [
    "a zone of another domain",
    { [zone]: { body: { dnsName: "op.example." } } },
    "zone",
    "missing",
    /^expected a zone that holds x\.shop\.example, found op\.example$/,
    /./,
  ],
  [
    "a zone while the API is off",
    { [zone]: refused(403, "Cloud DNS API has not been used in project 42") },
    "zone",
    "unknown",
    /still off$/,
  ],
])("%s", async (...[, answers, check, status, detail, command]) => {
  fake.answer({ ...ready, ...answers });
  const finding = (await googleFindings([stack], [stack], connect)).find(
    (it) => it.check === check && it.status === status,
  );
  expect(finding).toMatchObject({ stacks: ["gcp-x"], detail: expect.stringMatching(detail) });
  if (command) expect(finding?.command).toMatch(command);
  else expect(finding?.command).toBeUndefined();
});

test("without credentials they are what is missing, and nothing else is looked at", async () => {
  fake.answer(ready);
  const findings = await googleFindings([stack], [stack], () => Promise.reject(new Error("no credentials")));
  expect(findings[0]).toMatchObject({
    status: "missing",
    detail: "no credentials",
    command: "gcloud auth application-default login",
  });
  expect(new Set(findings.slice(1).map(({ status }) => status))).toEqual(new Set(["unknown"]));
  expect(fake.calls).toEqual([]);
});

test("where there is no answer, nothing is missing", async () => {
  const url = `http://${await noAnswer()}`;
  const findings = await googleFindings([stack], [stack], () =>
    googleCall({ GOOGLE_OAUTH_ACCESS_TOKEN: "t" }, () => url),
  );
  expect(findings.map(({ status }) => status)).toEqual(findings.map(() => "unknown"));
  expect(findings[0]?.detail).toBe("no answer (ECONNREFUSED)");
});
