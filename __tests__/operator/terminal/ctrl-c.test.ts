import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FakeTerraform, hook, planned } from "../operations/fake-terraform";
import { Project } from "./project";
import { ctrlC, ctrlD, type Step } from "./terminal";

/** How often each key is pressed; `PRESSES=20` for the figures of docs/decisions/one-ctrl-c.md. */
const presses = Number(process.env["PRESSES"] ?? 2);
const patience = Math.max(180_000, presses * 60_000);

let project: Project;
beforeEach(async () => {
  project = await Project.make();
});
afterEach(() => project.remove());

const plan = { exit: 2, out: [planned("a.one", "create")] };
const version = { out: [{ terraform_version: "1.11.4" }] };
const started = [hook("apply_start", "a.one")];
/** Ends what it has begun after a signal, as Terraform does. */
const ending = { out: started, interrupted: [hook("apply_complete", "a.one")], exit: 1 };
const busy = {
  plan,
  version,
  apply: ending,
  "state list": { out: ["a.one"] },
  show: { out: [{ resource_changes: [] }] },
};
const planning = { version, plan: { interrupted: [], out: [], exit: 1 } };
const question = { seen: "\\[y/N\\] ", keys: "y\r" };
const applying = "a.one|apply";

test.each<[what: string, command: string[], scenario: Parameters<FakeTerraform["reacts"]>[0], steps: Step[]]>([
  ["a plan", ["run", "plan", "--", "aws-dev"], planning, [{ seen: "aws-dev\\W+plan", after: 0.5, keys: ctrlC }]],
  ["a question", ["run", "deploy", "--", "aws-dev"], busy, [{ seen: "\\[y/N\\] ", keys: ctrlC }]],
  ["an apply", ["run", "deploy", "--", "aws-dev"], busy, [question, { seen: applying, after: 0.5, keys: ctrlC }]],
  [
    "a destroy",
    ["run", "destroy", "--", "aws-dev"],
    busy,
    [question, { seen: "a.one|destroy", after: 0.5, keys: ctrlC }],
  ],
  ["a bootstrap", ["run", "bootstrap", "--", "dev"], busy, [question, { seen: applying, after: 0.5, keys: ctrlC }]],
  ["npm start", ["start"], busy, [{ seen: applying, after: 0.5, keys: ctrlC }]],
])(
  "one Ctrl-C in %s under npm is one: nothing is killed, and npm exits with 130",
  async (_, command, scenario, steps) => {
    project.reacts(scenario);
    for (let press = 0; press < presses; press++) {
      const { code, text } = await project.npm(command, steps);
      expect(text).toContain("stopping after SIGINT");
      expect(text).not.toMatch(/killing|killed|ended at once|still running/);
      expect(code).toBe(130);
    }
  },
  patience,
);

describe("one Ctrl-C in local:*", () => {
  // Each waits for seconds.
  const often = Number(process.env["PRESSES"] ?? 1);
  const waiting = (forWhat: string): Step[] => [{ seen: `waiting for ${forWhat}`, keys: ctrlC }];

  test(
    "local:reset: both emulators are emptied, never one of them",
    async () => {
      project.isSlow(/reset$/);
      for (let press = 1; press <= often; press++) {
        const { code, text } = await project.npm(["run", "local:reset"], waiting("(moto|ministack) to be emptied"));
        expect(text).toContain("stopping after SIGINT: waiting for the step in progress");
        expect(text).toContain("The emulator is empty");
        expect(text).not.toMatch(/ended at once|still running/);
        expect({ code, resets: project.resets }).toEqual({ code: 130, resets: 2 * press });
      }
    },
    patience,
  );

  test.each(["local:reset", "local:down", "local:status", "local:env"])(
    "%s: the wait for emulators that do not answer ends, and nothing is changed",
    async (command) => {
      project.isSlow(/process$/);
      for (let press = 0; press < often; press++) {
        const { code, text } = await project.npm(["run", command], waiting("(moto|ministack) .process"));
        expect(text).toMatch(/stopped while waiting for (moto|ministack)/);
        expect({ code, reset: project.wasReset, calls: project.calls() }).toEqual({
          code: 130,
          reset: false,
          calls: [],
        });
      }
    },
    patience,
  );

  test(
    "local:down: the destroy ends what it has begun, and the emulator goes on",
    async () => {
      deployed();
      project.reacts({ ...busy, plan: { exit: 2, out: [planned("a.one", "delete")] } });
      for (let press = 0; press < often; press++) {
        const seen = { seen: "a.one|destroy", after: 0.5, keys: ctrlC };
        const { code, text } = await project.npm(["run", "local:down"], [seen]);
        expect(text).toContain("stopping after SIGINT");
        expect(text).toContain("npm run local:down goes on from here");
        expect(text).not.toMatch(/killing|killed|ended at once|still running|is stopped/);
        expect(code).toBe(130);
      }
    },
    patience,
  );

  test(
    "local:down: the look at what is left ends, and says what is so",
    async () => {
      deployed();
      project.reacts({ plan: { out: [] }, "state list": { out: [] } });
      project.isSlow(/^\/$/);
      for (let press = 0; press < often; press++) {
        const { code, text } = await project.npm(["run", "local:down"], waiting("the list of what is left"));
        expect(text).toContain("stopped before it was seen whether anything is left: npm run local:down goes on");
        expect(text).not.toMatch(/Nothing is left/);
        expect(code).toBe(130);
      }
    },
    patience,
  );

  /** One stack, which is destroyed as it was built last: the settings have a mistake. */
  function deployed(): void {
    writeFileSync(join(project.dir, "environments/local.tfvars"), "emulator = tru\naccount  = {}\n");
    project.builtLast("account-local", { terraform: { backend: { s3: { bucket: "state-1", key: "account-local" } } } });
  }
});

test("a second Ctrl-C after more than a second kills, and says what is so then", async () => {
  const info = "Error: Failed to unlock state\nLock Info:\n  ID:        abc-1\n  Who:       ann@elsewhere\n";
  project.reacts({ ...busy, apply: { ...ending, stubborn: 1 }, "force-unlock": { exit: 1, err: info } });
  const { code, text } = await project.npm(
    ["run", "deploy", "--", "aws-dev"],
    [question, { seen: applying, after: 0.5, keys: ctrlC }, { seen: "stopping after", after: 1.2, keys: ctrlC }],
  );
  expect(code).toBe(130);
  expect(text).toMatch(/killing 1 running Terraform/);
  expect(text).toMatch(/aws-dev: Terraform was killed after \d of 1 resources; the state is locked by ann@elsewhere/);
  expect(text).toMatch(/then npm run deploy -- aws-dev goes on from here/);
});

test("Ctrl-D at a question is a no, and what else runs goes on", async () => {
  project.reacts({ ...busy, apply: { out: [...started, hook("apply_complete", "a.one")], delay: 1 } });
  const { code, text } = await project.npm(
    ["run", "deploy", "--", "aws-dev", "gcp-dev"],
    [question, { seen: "\\[y/N\\] ", keys: ctrlD }],
  );
  expect(text).not.toContain("AbortError");
  expect(text).toMatch(/deployed after[\s\S]*declined after|declined after[\s\S]*deployed after/);
  expect(code).toBe(1);
});

test.each([
  ["n", "n\r", 1],
  ["Ctrl-C", ctrlC, 130],
  ["Ctrl-D", ctrlD, 1],
])("%s at the question about a saved plan keeps the plan", async (_, keys, expected) => {
  project.reacts(busy);
  await project.npm(["run", "plan", "--", "aws-dev"], []);
  const { code } = await project.npm(["run", "deploy", "--", "aws-dev", "--planned"], [{ seen: "\\[y/N\\] ", keys }]);
  expect(code).toBe(expected);
  expect(existsSync(join(project.dir, ".local/stacks/aws-dev/plan.tfplan"))).toBe(true);
  expect(project.commands()).not.toContain("apply");
});

test("a request that gets no answer says for whom it waits, and one Ctrl-C ends it", async () => {
  const values = { site_bucket: "b", site_distribution_id: "d", site_url: "u" };
  const outputs = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { sensitive: false, value }]),
  );
  project.reacts({ output: { out: [outputs] } });
  mkdirSync(join(project.dir, "site"));
  writeFileSync(join(project.dir, "site/index.html"), "");
  // The second emulator has the site of the stack. It answers `is it there` and nothing else.
  const { code, text } = await project.npm(
    ["run", "publish-site", "--", "aws-websocket-local", "site"],
    [{ seen: "waiting for an answer of S3", keys: ctrlC }],
  );
  expect(text).toContain("aws-websocket-local: stopped: run the command again to complete it");
  expect(code).toBe(130);
});
