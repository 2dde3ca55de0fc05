import { CloudRunV2Service } from "@cdktf/provider-google/lib/cloud-run-v2-service";
import { CloudRunV2WorkerPool } from "@cdktf/provider-google/lib/cloud-run-v2-worker-pool";
import { MonitoringDashboard } from "@cdktf/provider-google/lib/monitoring-dashboard";
import { Synthesized } from "../../synthesized";
import { oneApplication } from "../one-application";

const { build } = oneApplication();

/** The stack with two components, each with a queue. */
let made: Synthesized;
beforeAll(async () => {
  const component = { cpu: 1, memory_mib: 2048, queue: true };
  const components = { thumbnailer: component, mailer: component };
  const { mistakes, text } = await build("gcp", { application: { components } });
  expect(mistakes).toEqual([]);
  made = new Synthesized(text);
});

interface Container {
  readonly env: { readonly name: string; readonly value?: string }[];
}

/** Variables of the application's container whose names end in QUEUE_URL. */
const queueVariables = ({ template }: { readonly template: { readonly containers: Container[] } }) =>
  Object.fromEntries(
    template.containers[0].env.filter(({ name }) => name.endsWith("QUEUE_URL")).map(({ name, value }) => [name, value]),
  );

test("the application sends to the queue of every component, and each component consumes its own", () => {
  expect(queueVariables(made.one(CloudRunV2Service))).toEqual({
    THUMBNAILER_QUEUE_URL: expect.stringContaining("thumbnailer-queue_topic"),
    MAILER_QUEUE_URL: expect.stringContaining("mailer-queue_topic"),
  });
  const workers = made.all(CloudRunV2WorkerPool).map((worker) => queueVariables(worker).QUEUE_URL);
  expect(workers.sort()).toEqual([
    expect.stringContaining("mailer-queue_subscription"),
    expect.stringContaining("thumbnailer-queue_subscription"),
  ]);
});

test("the application's dashboard shows the queue of every component", () => {
  interface Tile {
    readonly widget: { readonly title: string; readonly xyChart?: { readonly dataSets: { legendTemplate: string }[] } };
  }
  const tiles: Tile[] = made
    .all(MonitoringDashboard)
    .map(({ dashboard_json }) => JSON.parse(dashboard_json))
    .find(({ displayName }) => displayName.endsWith("-application")).mosaicLayout.tiles;
  const lines = (title: string) =>
    tiles.find(({ widget }) => widget.title === title)?.widget.xyChart?.dataSets.map((line) => line.legendTemplate);
  expect(lines("Queue depth")).toEqual(["thumbnailer: waiting or in work", "mailer: waiting or in work"]);
  expect(lines("Waiting time of the oldest message (s)")).toEqual(["thumbnailer: age", "mailer: age"]);
});

test("calls count against the project's own quota, without which the budget is refused to a person's login", async () => {
  const { provider } = JSON.parse((await build("gcp", {})).text);
  const [google] = provider.google;
  expect(google).toMatchObject({ user_project_override: true, billing_project: google.project });
});

test("the output `revision` is the name alone, as the canary's variable takes it", () => {
  expect(made.json.output.revision.value).toMatch(
    /^\$\{basename\(google_cloud_run_v2_service\..*latest_ready_revision\)\}$/,
  );
});

test("the application gets the certificates of the authorities that sign those of database and cache", async () => {
  const { text } = await build("gcp", { cache: {} });
  const { template } = new Synthesized(text).one(CloudRunV2Service);
  const values = Object.fromEntries(
    template.containers[0].env.map(({ name, value }: Container["env"][0]) => [name, value]),
  );
  expect(values).toMatchObject({
    DATABASE_CA_CERTIFICATE: expect.stringMatching(
      /^\$\{google_sql_database_instance\..*\.server_ca_cert\[0\]\.cert\}$/,
    ),
    CACHE_CA_CERTIFICATE: expect.stringMatching(
      /^\$\{join\("\\n", flatten\(google_memorystore_instance\..*\[0\]\.ca_certs/,
    ),
  });
});
