import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { deploy } from "../../../operator/commands/deploy";
import { preflight } from "../../../operator/commands/preflight";
import { checkFirstDeploy } from "../../../operator/operations/first-deploy";
import { type ProgressEvent, silent } from "../../../operator/progress/progress";
import { caller, FakeCloud, type Reply, refusal, xmlRefusal } from "../preflight/fake-cloud";
import { FakeTerraform, planned, type Reaction } from "./fake-terraform";

/** A first deploy looks first; the cloud and Terraform are fakes, the stacks are the examples'. */

const terraform = new FakeTerraform();
const checkout = process.cwd();
const environment = { ...process.env };
const written: string[] = [];
let aws: FakeCloud;

beforeAll(async () => {
  aws = await new FakeCloud().start();
  aws.useForAws();
  Object.assign(process.env, terraform.env);
  for (const name of ["environments", "systems", "functions", "node_modules", "package-lock.json"])
    symlinkSync(resolve(name), join(terraform.dir, name));
  mkdirSync(join(terraform.dir, ".local"));
  process.chdir(terraform.dir);
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, "write").mockImplementation((text) => written.push(String(text)) > 0);
});
beforeEach(() => {
  written.length = 0;
  process.exitCode = 0;
  terraform.reacts({ plan: { exit: 2, out: [planned("a.one", "create")] } });
});
afterAll(() => {
  jest.restoreAllMocks(); // The streams are the process's own, of all test files.
  process.exitCode = 0;
  process.chdir(checkout);
  process.env = environment;
  aws.stop();
  terraform.remove();
});

const stack = "aws-codebuild-dev";
const account = "111111111111";
const bucket = `/multicloud-dev-state-${account}`;
const state = (resources: object[]): Reply => ({ body: JSON.stringify({ version: 4, resources }) });
const none = xmlRefusal("NoSuchKey");
/** An account in which everything may be looked at that is answered here; all else is refused. */
const ready = {
  GetCallerIdentity: caller(account),
  [`HEAD ${bucket}`]: {},
  DescribeTable: {
    body: { Table: { TableStatus: "ACTIVE", KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }] } },
  },
  GetServiceQuota: { body: { Quota: { Value: 1000 } } },
};
const options = { settings: [], var: {}, parallel: 1, refresh: true, confirm: [], yes: true };

/** The commands of Terraform while a stack is deployed. */
async function commandsOf(more: object): Promise<string[]> {
  const before = terraform.commands().length;
  await deploy([stack], { ...options, ...more });
  return terraform.commands().slice(before).filter(Boolean);
}

test("a stack that does not exist yet is not planned while something is missing, and each line says how to mend it", async () => {
  aws.answer({
    ...ready,
    [`GET ${bucket}/${stack}`]: none,
    [`HEAD ${bucket}`]: { status: 404 },
    GetServiceQuota: { body: { Quota: { Value: 0 } } },
  });
  const stopped = await deploy([stack], options).catch((error: Error) => error.message);
  expect(stopped).toMatch(/^aws-codebuild-dev: 2 missing before the first deploy\. Nothing was changed\.$/m);
  expect(stopped).toMatch(
    /^ {2}missing +state: bucket multicloud-dev-state-111111111111: it does not exist; to mend it: npm run bootstrap -- dev$/m,
  );
  expect(stopped).toMatch(
    /^ {2}missing +quota: parallel builds, Linux small, us-east-1: needs .*request-service-quota-increase/m,
  );
  expect(terraform.calls().filter(Boolean)).toEqual([]);
});

test("what could not be looked at is said, and stops nothing", async () => {
  aws.answer({ ...ready, [`GET ${bucket}/${stack}`]: none, GetServiceQuota: refusal("AccessDeniedException") });
  expect(await commandsOf({})).toEqual(expect.arrayContaining(["init", "plan", "apply"]));
  expect(written.join("")).toMatch(/could not look +quota: parallel builds, Linux small, us-east-1: not allowed: /);
});

test.each([
  ["that exists", state([{ type: "aws_sqs_queue" }])],
  ["whose state cannot be read", refusal("AccessDenied", 403)],
])("nothing is looked at for a stack %s", async (_, answer) => {
  aws.answer({ [`GET ${bucket}/${stack}`]: answer });
  expect(await commandsOf({})).toContain("plan");
  expect(aws.calls).not.toContain("GetCallerIdentity");
});

test("a stack whose state is empty, as after a destroy, does not exist", async () => {
  aws.answer({ [`GET ${bucket}/${stack}`]: state([]), GetCallerIdentity: caller("222222222222") });
  await expect(deploy([stack], options)).rejects.toThrow(/expected the account 111111111111, found 222222222222/);
});

test("--no-preflight looks at nothing", async () => {
  aws.answer({});
  expect(await commandsOf({ preflight: false })).toContain("plan");
  // Whether a release runs is looked at all the same, and the version of the state that the apply saves gets its writer.
  const head = `HEAD ${bucket}/${stack}`;
  expect(aws.calls).toEqual([`GET ${bucket}`, head, head]);
});

test("`preflight` prints a line for each thing and ends with 1 if one is missing, else with 0; --json prints the same", async () => {
  const all = { settings: [], var: {}, parallel: 1 };
  aws.answer(ready);
  await preflight([stack], all);
  expect(process.exitCode).toBe(0);
  expect(written.join("")).toMatch(/^ok +identity: account 111111111111: arn:aws:iam::111111111111:user\/ann$/m);
  expect(written.join("")).toMatch(/\d+ ok, 0 missing, \d+ could not be looked at\n$/);
  aws.answer({ ...ready, GetCallerIdentity: caller("222222222222") });
  written.length = 0;
  await preflight([stack], { ...all, json: true });
  expect(process.exitCode).toBe(1);
  const { findings } = JSON.parse(written.join("")) as { findings: { check: string; status: string }[] };
  expect(findings.find(({ check }) => check === "identity")?.status).toBe("missing");
});

test("`preflight` names no stack of the emulator", async () => {
  const all = { settings: [], var: {}, parallel: 1 };
  await expect(preflight(["aws-local"], all)).rejects.toThrow(/^aws-local: the emulator needs no preparation/);
});

describe("whether a stack exists", () => {
  const cloud = { terraform: { cloud: { organization: "acme", workspaces: { name: "gcp-x" } } } };
  const ground = {
    terraform: { backend: { s3: { bucket: "own", key: "account-x", region: "us-east-1" } } },
    resource: { aws_s3_bucket: { state: { bucket: "own" } } },
  };

  /** Whether it was looked at what the stack needs. */
  async function isLookedAt(id: string, content: object): Promise<boolean> {
    terraform.stack(id, content);
    const notes: string[] = [];
    const progress = {
      ...silent,
      report: (event: ProgressEvent) => void (event.type === "note" && notes.push(event.text)),
    };
    const { source, root } = terraform;
    await checkFirstDeploy([id], { source, emulatedIds: [], hcpRuns: () => undefined }, { progress, root });
    return notes.some((note) => note.startsWith("before the first deploy: "));
  }

  test.each<[what: string, reaction: Reaction, isNew: boolean]>([
    ["has resources", { out: [{ version: 4, resources: [{}] }] }, false],
    ["is empty", { out: [{ version: 4, resources: [] }] }, true],
    ["is not there", {}, true],
    ["cannot be read", { exit: 1, err: "Error: denied" }, false],
  ])("is read from HCP Terraform by Terraform: its state %s", async (_, reaction, isNew) => {
    terraform.reacts({ "state pull": reaction });
    expect(await isLookedAt("gcp-x", cloud)).toBe(isNew);
  });

  test("is read in the stack's own folder without an init, where that is ready for the place", async () => {
    const dataDir = join(terraform.root, "stacks/gcp-x/.terraform");
    const record = { backend: { type: "cloud", config: { ...cloud.terraform.cloud, hostname: null, token: null } } };
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(join(dataDir, "terraform.tfstate"), JSON.stringify(record));
    const during = async (isNew: boolean) => {
      const before = terraform.calls().length;
      expect(await isLookedAt("gcp-x", cloud)).toBe(isNew);
      return terraform.commands().slice(before);
    };
    terraform.reacts({ "state pull": { out: [{ version: 4, resources: [{}] }] } });
    expect(await during(false)).toEqual(["state"]);
    // One that Terraform wants to be made ready again.
    terraform.reacts({ "state pull": { exit: 1, err: "Error: HCP Terraform initialization required" } });
    expect(await during(false)).toEqual(["state", "init", "state"]);
    rmSync(dataDir, { recursive: true });
  });

  test("is read from the file of a bootstrap that was interrupted", async () => {
    aws.answer({ "GET /own/account-x": xmlRefusal("NoSuchBucket") });
    expect(await isLookedAt("account-x", ground)).toBe(true);
    const folder = join(terraform.root, "stacks/account-x");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "bootstrap.tfstate"), JSON.stringify({ resources: [{}] }));
    expect(await isLookedAt("account-x", ground)).toBe(false);
  });
});
