import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { runbookCommand, runbookFile } from "../../../modules/runbooks";
import { alarmsOf } from "../../../operator/runbooks/alarms";
import { allTexts, exampleSettings, examples, root } from "../../stacks/synthesized";
import { examplePage } from "./example-page";

/** Each alarm of every stack leads to a page that says what to do, and what the page says is so. */

const watched = examples.stacks.filter(({ platform }) => platform !== "account");
const pages = new Map<string, ReturnType<typeof examplePage>>();
beforeAll(async () => {
  for (const [id, text] of await allTexts()) if (!id.startsWith("account-")) pages.set(id, examplePage(id, text));
});
const found = (id: string) => pages.get(id) as ReturnType<typeof examplePage>;

/** Every text of an alarm in a stack's JSON, whichever cloud raises it. */
function alarmTexts(text: string): string[] {
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, Record<string, unknown>>> };
  const bodies = (...types: string[]) => types.flatMap((type) => Object.values(resource[type] ?? {}));
  return [
    ...bodies("aws_cloudwatch_metric_alarm").map((body) => body["alarm_description"]),
    ...bodies("google_monitoring_alert_policy").map((body) => (body["documentation"] as { content: string }).content),
    ...bodies("azurerm_monitor_metric_alert", "azurerm_monitor_scheduled_query_rules_alert_v2").map(
      (body) => body["description"],
    ),
    ...bodies("helm_release")
      .filter(({ chart }) => String(chart).includes("monitoring_alerting"))
      .flatMap(({ values }) => (JSON.parse((values as string[])[0] as string) as { rules: Rule[] }).rules)
      .map(({ annotations: { description, runbook_url: url } }) =>
        url ? `${description} Runbook: ${url}` : description,
      ),
  ].map(String);
}

interface Rule {
  readonly annotations: { readonly description: string; readonly runbook_url?: string };
}

test.each(watched)("each alarm of $id leads to a heading of its page", async ({ id, environment }) => {
  const texts = alarmTexts((await allTexts()).get(id) as string);
  const { facts, text = "" } = found(id);
  const anchors = alarmsOf(facts).map(({ anchor }) => anchor);
  const url = exampleSettings(id).runbook_url;
  const links = anchors.map((anchor) =>
    url ? `${url}/${runbookFile(environment, id)}#${anchor}` : runbookCommand(id, anchor),
  );
  expect(texts.map((one) => one.split(" Runbook: ")[1]).sort()).toEqual(links.sort());
  expect(new Set(anchors).size).toBe(anchors.length);
  for (const anchor of anchors) expect(text).toContain(`\n## ${anchor}\n`);
  // CloudWatch's limit (PutMetricAlarm, AlarmDescription); Google's is 8192.
  expect(texts.filter((one) => one.length > 1024)).toEqual([]);
});

test.each(watched)(
  "each alarm of $id has first looks whose names are those of the stack",
  async ({ id, environment }) => {
    const json = (await allTexts()).get(id) as string;
    const { text = "", facts } = found(id);
    const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines = ""]) => lines.trim());
    expect(blocks).toHaveLength(alarmsOf(facts).length);
    expect(blocks.filter((block) => block.split("\n").length < 1 || block === "")).toEqual([]);
    expect(text).not.toContain("${");
    expect(text).not.toContain("undefined");
    const names = new Set(blocks.flatMap((block) => block.match(/[\w/.-]*-[\w/.-]*/g) ?? []));
    const prefix = new RegExp(`(?<![\\w-])[a-z][a-z0-9-]*-${environment}(-[\\w-]+)?$`);
    const unknown = [...names].map((name) => prefix.exec(name)?.[0]).filter((name) => name && !json.includes(name));
    expect(unknown.filter((name) => !examples.stacks.some((stack) => stack.id === name))).toEqual([]);
  },
);

describe("the commands of the pages", () => {
  const commands = (pattern: RegExp) => {
    const texts = [...pages.values()].map(({ text = "" }) => text);
    return [...new Set(texts.flatMap((text) => text.match(pattern) ?? []))];
  };

  test("of AWS are operations of its services", async () => {
    const clients: Record<string, string> = { elbv2: "elastic-load-balancing-v2", cloudwatch: "cloudwatch" };
    const ofTheCommandLine = ["aws logs tail", "aws eks update-kubeconfig"];
    const calls = commands(/\baws [a-z0-9]+ [a-z-]+/g).filter((call) => !ofTheCommandLine.includes(call));
    expect(calls.length).toBeGreaterThan(10);
    const unknown = await Promise.all(
      calls.map(async (call) => {
        const [, service = "", operation = ""] = call.split(" ");
        const client = await import(`@aws-sdk/client-${clients[service] ?? service}`);
        const name = operation.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
        return Object.keys(client).some((key) => key.toLowerCase() === `${name}command`.toLowerCase()) ? [] : [call];
      }),
    );
    expect(unknown.flat()).toEqual([]);
  });

  test("of npm are commands of ours, with options that they have", async () => {
    const calls = commands(/npm run [^`\n]+/g).filter((call) => !call.includes("Made by"));
    const names = new Set(calls.map((call) => call.split(" ")[2] as string));
    expect([...names].sort()).toEqual(["deploy", "outputs", "releases", "rollback", "runbooks"]);
    const run = promisify(execFile);
    for (const name of names) {
      const { stdout } = await run(process.execPath, ["operator/start/launch.cjs", "cli", name, "--help"], {
        cwd: root,
      });
      const options = calls
        .filter((call) => call.split(" ")[2] === name)
        .flatMap((call) => call.match(/--[a-z-]+/g) ?? []);
      expect(options.filter((option) => !stdout.includes(option))).toEqual([]);
    }
  });

  test("of the other clouds are in this list", () => {
    const calls = commands(/^(?:gcloud(?: [a-z][a-z-]*){2,3}|az(?: [a-z][a-z-]*)+|kubectl [a-z]+|curl)/gm);
    expect([...new Set(calls.map((call) => call.replace(/ test-execution.*/, "")))].sort()).toEqual([
      "az container logs",
      "az container show",
      "az containerapp logs show",
      "az containerapp revision list",
      "az monitor log-analytics query",
      "az network application-gateway show-backend-health",
      "az postgres flexible-server show",
      "curl",
      "gcloud beta run worker-pools",
      "gcloud logging read",
      "gcloud run revisions list",
      "gcloud run services describe",
      "gcloud sql instances describe",
      "gcloud sql operations list",
      "kubectl get",
      "kubectl logs",
      "kubectl top",
    ]);
  });
});

test("the pages to which the alarms of the examples lead are what `npm run runbooks` writes", async () => {
  const withPages = watched.filter(({ id }) => exampleSettings(id).runbook_url);
  expect(withPages.length).toBeGreaterThan(5);
  for (const { id, environment } of withPages) {
    const file = join(root, "runbooks", runbookFile(environment, id));
    expect([id, existsSync(file) ? readFileSync(file, "utf8") : undefined]).toEqual([id, found(id).text]);
  }
});
