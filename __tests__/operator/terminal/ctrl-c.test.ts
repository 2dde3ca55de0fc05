import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { FakeTerraform, hook, planned } from "../operations/fake-terraform";
import { ctrlC, ctrlD, inTerminal, type Step } from "./terminal";

/** How often each key is pressed; `PRESSES=20` for the figures of docs/decisions/one-ctrl-c.md. */
const presses = Number(process.env["PRESSES"] ?? 2);

/** A project with npm scripts, the real settings, a fake Terraform, and an emulator that only answers. */
class Project extends FakeTerraform {
  constructor(port: number) {
    super();
    for (const name of ["environments", "functions", "charts", "operator", "node_modules", "package-lock.json"])
      symlinkSync(resolve(name), join(this.dir, name));
    const launch = JSON.stringify(resolve("operator/start/launch.cjs"));
    writeFileSync(join(this.dir, "cli.cjs"), `require(${launch}).start("cli");\n`);
    const real = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
    const scripts = Object.entries(real.scripts).map(([name, script]) => [
      name,
      script.replace("operator/start/launch.cjs cli", "cli.cjs"),
    ]);
    writeFileSync(join(this.dir, "package.json"), JSON.stringify({ scripts: Object.fromEntries(scripts) }));
    const program = { pid: process.pid, port, startedAt: "2026-01-01T00:00:00Z", endpoint: `http://127.0.0.1:${port}` };
    mkdirSync(join(this.dir, ".local"));
    writeFileSync(join(this.dir, ".local/emulator.json"), JSON.stringify({ moto: program, ministack: program }));
    for (const name of ["moto", "ministack"]) {
      mkdirSync(join(this.dir, ".local/python", name, "bin"), { recursive: true });
      writeFileSync(join(this.dir, ".local/python", name, "bin/python"), "");
      const wanted = readFileSync(`operator/local/${name}/requirements.txt`);
      const stamp = createHash("sha256").update(wanted).digest("hex");
      writeFileSync(join(this.dir, ".local/python", name, "installed"), stamp);
    }
  }

  /** Runs an npm command in a terminal. */
  npm(command: readonly string[], steps: readonly Step[]) {
    return inTerminal(["npm", ...command], this.dir, { ...process.env, ...this.env, NO_COLOR: "1" }, steps);
  }
}

let emulator: Server;
let project: Project;
let port: number;
beforeAll(async () => {
  emulator = createServer((_, response) => response.end(JSON.stringify({ pid: process.pid })));
  await new Promise<void>((listening) => emulator.listen(0, "127.0.0.1", listening));
  port = (emulator.address() as AddressInfo).port;
});
afterAll(() => void emulator.close());
beforeEach(() => {
  project = new Project(port);
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
  ["a plan", ["run", "plan", "--", "aws-dev"], planning, [{ seen: "plan", after: 0.9, keys: ctrlC }]],
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
);

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
