import { googleCall } from "../../../../operator/preflight/google/call";
import { googleQuotaFindings } from "../../../../operator/preflight/google/quotas";
import { signedIn } from "../../../../operator/preflight/look/signed-in";
import { StackView } from "../../../../operator/preflight/look/stack-view";
import { fakeCloud, noAnswer, type Reply } from "../fake-cloud";

const fake = fakeCloud();

const container = (cpu: string, memory: string) => ({ resources: { limits: { cpu, memory } } });

/** A stack with one service of up to `most` instances of 2.5 vCPU and 2.5 GiB, a network and an external address. */
const view = (id: string, most: number, least = 1) =>
  new StackView(
    id,
    JSON.stringify({
      provider: { google: [{ project: "shop-x" }] },
      resource: {
        google_cloud_run_v2_service: {
          s: {
            location: "us-east1",
            template: {
              scaling: { min_instance_count: least, max_instance_count: most },
              containers: [container("2", "2Gi"), container("500m", "512Mi")],
            },
          },
        },
        google_compute_network: { n: { name: id } },
        google_compute_global_address: { a: { name: id }, p: { name: "peering", address_type: "INTERNAL" } },
      },
    }),
  );

const metric = (name: string) =>
  `GET /v1beta1/projects/shop-x/services/run.googleapis.com/consumerQuotaMetrics/run.googleapis.com%2F${name}`;
const project = "GET /compute/v1/projects/shop-x";
const limit = (everywhere: string, here?: string): Reply => ({
  body: {
    consumerQuotaLimits: [
      { unit: "1/{project}", quotaBuckets: [{ effectiveLimit: "1" }] },
      {
        unit: "1/{project}/{region}",
        quotaBuckets: [
          { effectiveLimit: everywhere },
          { effectiveLimit: "1", dimensions: { region: "europe-west1" } },
          ...(here ? [{ effectiveLimit: here, dimensions: { region: "us-east1" } }] : []),
        ],
      },
    ],
  },
});
const named = (...names: object[]): Reply => ({ body: { items: names } });
const compute = (networks: number): Reply => ({
  body: {
    quotas: [
      { metric: "NETWORKS", limit: networks, usage: 1 },
      { metric: "STATIC_ADDRESSES", limit: 8, usage: 0 },
    ],
  },
});
const ready = {
  [metric("cpu_allocation")]: limit("20000"),
  [metric("mem_allocation")]: limit("42949672960"),
  [project]: compute(5),
  [`${project}/global/networks`]: named({ name: "default" }),
  [`${project}/global/addresses`]: named({ name: "gcp-a" }, { name: "peering", addressType: "INTERNAL" }),
};

async function look(own: StackView[], all = own) {
  const google = signedIn(() => googleCall({ GOOGLE_OAUTH_ACCESS_TOKEN: "t" }, () => fake.url), "login");
  return googleQuotaFindings(google, "shop-x", own, all);
}

test("quotas that suffice, for each region and for the project", async () => {
  fake.answer(ready);
  expect((await look([view("gcp-a", 8)])).map(({ subject, status, detail }) => [subject, status, detail])).toEqual([
    ["vCPU of Cloud Run, us-east1 of shop-x", "ok", "needs 20 (gcp-a 20), the quota is 20"],
    ["GiB of memory of Cloud Run, us-east1 of shop-x", "ok", "needs 20 (gcp-a 20), the quota is 40"],
    ["VPC networks, shop-x", "ok", "needs 1 (gcp-a 1), 1 used by others, the quota is 5"],
    ["static external addresses, shop-x", "ok", "needs 1 (gcp-a 1), the quota is 8"],
  ]);
});

test.each<
  [what: string, own: StackView, all: StackView[], answers: object, subject: RegExp, status: string, detail: RegExp]
>([
  [
    "a service that alone may grow beyond the quota is refused by Cloud Run",
    view("gcp-a", 9),
    [],
    {},
    /^vCPU/,
    "missing",
    /^needs 22\.5 \(gcp-a 22\.5\), the quota is 20$/,
  ],
  [
    "what runs from the first moment counts for all stacks of the project together",
    view("gcp-a", 5, 5),
    [view("gcp-b", 4, 4)],
    {},
    /^vCPU/,
    "missing",
    /^needs 22\.5 \(gcp-a 12\.5, gcp-b 10\), the quota is 20$/,
  ],
  [
    "what all may grow to together stops nothing",
    view("gcp-a", 5),
    [view("gcp-b", 5)],
    {},
    /^vCPU/,
    "ok",
    /needs 12\.5 \(.*the quota is 20; at the most it is 25: gcloud beta quotas preferences create .* --preferred-value 25000 --dimensions region=us-east1/,
  ],
  [
    "a region with a value of its own",
    view("gcp-a", 8),
    [],
    { [metric("cpu_allocation")]: limit("20000", "10000") },
    /^vCPU/,
    "missing",
    /the quota is 10$/,
  ],
  [
    "a quota without a limit",
    view("gcp-a", 99),
    [],
    { [metric("cpu_allocation")]: limit("-1") },
    /^vCPU/,
    "ok",
    /without a limit$/,
  ],
  [
    "no value for the region",
    view("gcp-a", 1),
    [],
    { [metric("cpu_allocation")]: { body: {} } },
    /^vCPU/,
    "unknown",
    /names no value of run\.googleapis\.com\/cpu_allocation for us-east1$/,
  ],
  [
    "a refusal",
    view("gcp-a", 1),
    [],
    { [metric("mem_allocation")]: { status: 403, body: { error: { message: "denied" } } } },
    /^GiB/,
    "unknown",
    /answers 403: denied$/,
  ],
  [
    "networks of others",
    view("gcp-a", 1),
    [view("gcp-b", 1)],
    {
      [`${project}/global/networks`]: named(
        { name: "a" },
        { name: "b" },
        { name: "c" },
        { name: "d" },
        { name: "gcp-b" },
      ),
    },
    /^VPC/,
    "missing",
    /^needs 2 \(gcp-a 1, gcp-b 1\), 4 used by others, the quota is 5$/,
  ],
  [
    "Compute Engine that is still off",
    view("gcp-a", 1),
    [],
    { [project]: { status: 403, body: { error: { message: "it has not been used in project 42" } } } },
    /^VPC/,
    "unknown",
    /still off$/,
  ],
  [
    "Compute Engine without that quota",
    view("gcp-a", 1),
    [],
    { [project]: { body: {} } },
    /^VPC/,
    "unknown",
    /names no quota NETWORKS$/,
  ],
])("%s", async (...[, own, others, answers, subject, status, detail]) => {
  fake.answer({ ...ready, ...answers });
  const found = (await look([own], [own, ...others])).find((it) => subject.test(it.subject));
  expect(found).toMatchObject({ status, detail: expect.stringMatching(detail), stacks: ["gcp-a"] });
  if (status !== "missing" || /^VPC/.test(found?.subject ?? "")) return;
  expect(found?.command).toMatch(
    /^gcloud beta quotas preferences create --project shop-x --service run\.googleapis\.com /,
  );
});

test("a job is not refused for its size: it runs as far as there is room", async () => {
  fake.answer(ready);
  const job = { location: "us-east1", template: { task_count: 9, template: { containers: [container("4", "1Gi")] } } };
  const json = { provider: { google: [{ project: "shop-x" }] }, resource: { google_cloud_run_v2_job: { j: job } } };
  const [cpu] = await look([new StackView("gcp-a", JSON.stringify(json))]);
  expect(cpu).toMatchObject({
    status: "ok",
    detail: expect.stringMatching(/^needs 0 .*; at the most it is 36: gcloud/),
  });
});

test("where there is no answer, nothing is missing", async () => {
  const url = `http://${await noAnswer()}`;
  const google = signedIn(() => googleCall({ GOOGLE_OAUTH_ACCESS_TOKEN: "t" }, () => url), "login");
  const stack = view("gcp-a", 99);
  const findings = await googleQuotaFindings(google, "shop-x", [stack], [stack]);
  expect(findings.map(({ status }) => status)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
});
