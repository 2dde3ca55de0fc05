import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { look } from "../../../../operator/commands/pipeline/look";
import { readLooked } from "../../../../operator/pipeline/looked";
import { watchedFindings } from "../../../../operator/pipeline/watched";
import type { StatusFinding } from "../../../../operator/status/finding";
import { FakeTerraform, failure, planned } from "../../operations/fake-terraform";

let fake: FakeTerraform;
let shown: string[];
const checkout = process.cwd();
const before = { ...process.env };
const options = { settings: [], parallel: 2, out: "looks", now: new Date("2026-11-30T03:00:00Z") };

beforeEach(() => {
  fake = new FakeTerraform();
  Object.assign(process.env, fake.env);
  for (const name of ["environments", "systems", "functions", "node_modules", "package-lock.json"])
    symlinkSync(resolve(name), join(fake.dir, name));
  process.chdir(fake.dir);
  shown = [];
  const write = (text: unknown) => shown.push(String(text).trimEnd()) > 0;
  jest.spyOn(process.stderr, "write").mockImplementation(write);
  jest.spyOn(process.stdout, "write").mockImplementation(write);
});
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(checkout);
  fake.remove();
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  process.exitCode = 0;
});

const changes = { plan: { exit: 2, out: [planned("aws_lb.one", "create")] } };

test("plans are looked at without a lock, and nothing of them is kept but what people may read", async () => {
  fake.reacts(changes);
  mkdirSync(".local/stacks/aws-dev", { recursive: true });
  writeFileSync(".local/stacks/aws-dev/plan.tfplan", "saved");
  await look("plan", ["aws-dev"], { ...options, environment: "dev" });
  expect(process.exitCode).toBe(0);
  expect(fake.calls().find((call) => call.startsWith("plan"))).toContain("-lock=false");
  expect(readFileSync(".local/stacks/aws-dev/plan.tfplan", "utf8")).toBe("saved");
  expect(existsSync(".local/aside/stacks/aws-dev/plan.tfplan")).toBe(false);
  expect(readLooked("looks", "plan")).toMatchObject([
    {
      name: "dev",
      at: "2026-11-30T03:00:00.000Z",
      stacks: ["aws-dev"],
      plans: [{ id: "aws-dev", plan: { hasChanges: true } }],
    },
  ]);
  expect(readFileSync("looks/dev-aws-dev.md", "utf8")).toContain("| made | `aws_lb.one` |");
});

test("a stack that could not be planned is in the files, and the exit code is 1", async () => {
  fake.reacts({ plan: { exit: 1, out: [failure("AccessDenied")] } });
  await look("plan", ["aws-dev"], options);
  expect(process.exitCode).toBe(1);
  expect(readLooked("looks", "plan")).toMatchObject([{ plans: [{ error: expect.stringContaining("AccessDenied") }] }]);
});

test("of the stacks that are named, only those of the list and of the environment are looked at", async () => {
  fake.reacts(changes);
  const of = ["aws-dev", "gcp-dev", "aws-prod"];
  await look("plan", ["aws-dev", "aws-websocket-dev", "aws-prod"], { ...options, of, environment: "dev" });
  expect(readLooked("looks", "plan")).toMatchObject([{ name: "dev", stacks: ["aws-dev"] }]);
});

test("where nothing is affected, that is written, and no Terraform starts", async () => {
  await look("plan", ["aws-dev"], { ...options, of: [] });
  expect(readLooked("looks", "plan")).toMatchObject([{ stacks: [], plans: [] }]);
  expect(fake.calls()).toEqual([]);
});

test("drift is looked at, and found drift is no failure", async () => {
  const state = { resources: [{ mode: "managed", type: "aws_lb", name: "one", instances: [{}] }] };
  fake.reacts({ "state pull": { out: [state] }, plan: {} });
  await look("drift", ["aws-dev"], { ...options, environment: "dev" });
  expect(process.exitCode).toBe(0);
  expect(readLooked("looks", "drift")).toMatchObject([{ drifts: [{ stack: "aws-dev", status: "none" }], failed: [] }]);
  expect(fake.commands()).not.toContain("apply");
});

test("a stack of the list that there is not is refused: nothing would be looked at", async () => {
  await expect(look("plan", [], { ...options, of: ["aws-dev", "aws-dve"] })).rejects.toThrow(
    /^--of: expected ids of stacks, found aws-dve: npm run stacks lists them$/,
  );
  expect(existsSync("looks")).toBe(false);
});

test("an environment that there is not, and --record without drift, are refused", async () => {
  await expect(look("plan", [], { ...options, environment: "production" })).rejects.toThrow(
    /^--environment: expected one of .*prod, .*found production$/,
  );
  await expect(look("plan", ["aws-dev"], { ...options, record: true })).rejects.toThrow(
    /--record: expected it with drift/,
  );
});

test("of a status, what is due are secrets and certificates, health is what a candidate did; and what hides them", () => {
  const finding = (topic: StatusFinding["topic"], level: StatusFinding["level"]) => ({
    ...{ topic, level, stacks: ["aws-dev"], subject: "", detail: "" },
  });
  const all = [
    finding("secrets", "due"),
    finding("secrets", "ok"),
    finding("certificates", "now"),
    finding("certificates", "unknown"),
    finding("alarms", "now"),
    finding("alarms", "ok"),
    finding("dead letters", "unknown"),
    finding("builds", "due"),
    finding("releases", "now"),
    finding("drift", "due"),
    finding("cost", "unknown"),
    finding("stacks", "unknown"),
    finding("stacks", "ok"),
    finding("settings", "unknown"),
  ];
  const of = (what: "due" | "health") => watchedFindings(what, all).map(({ topic, level }) => `${topic} ${level}`);
  expect(of("health")).toEqual([
    "alarms now",
    "dead letters unknown",
    "builds due",
    "releases now",
    "stacks unknown",
    "settings unknown",
  ]);
  expect(of("due")).toEqual([
    "secrets due",
    "certificates now",
    "certificates unknown",
    "stacks unknown",
    "settings unknown",
  ]);
});
