import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FakeTerraform, planned } from "./operations/fake-terraform";

let fake: FakeTerraform;
let program: string;

/** Runs the operator in a folder that has the real environments, with a fake Terraform. */
function operator(...args: string[]) {
  const env = { ...process.env, ...fake.env };
  return spawnSync(process.execPath, [program, ...args], { cwd: fake.dir, env, encoding: "utf8" });
}

beforeAll(() => {
  fake = new FakeTerraform();
  program = join(fake.dir, "cli.cjs");
  for (const part of ["environments", "systems"]) symlinkSync(resolve(part), join(fake.dir, part));
  writeFileSync(program, `require(${JSON.stringify(resolve("operator/start/launch.cjs"))}).start("cli");\n`);
});
afterAll(() => fake.remove());

test.each([
  [0, { plan: {} }],
  [1, { plan: { exit: 1 } }],
  [2, { plan: { exit: 2, out: [planned("a.one", "create")] } }],
])("plan exits with %d, and prints one JSON document", (code, scenario) => {
  fake.reacts(scenario);
  const { status, stdout } = operator("plan", "aws-dev", "--json");
  expect(status).toBe(code);
  expect(JSON.parse(stdout).stacks).toMatchObject([{ id: "aws-dev", status: code === 1 ? "failed" : "planned" }]);
});

test.each(["plan", "validate"])("the key of handed-over plans is seen by no Terraform of %s", (command) => {
  fake.reacts({ plan: {}, validate: { out: [{ valid: true, diagnostics: [] }] } });
  const { TERRAFORM_BINARY_NAME: terraform = "" } = fake.env;
  const [keyed, seen] = [join(fake.dir, "keyed"), join(fake.dir, `seen-by-${command}`)];
  const record = `echo "$1 \${PLAN_KEY-none}" >> "${seen}"`;
  writeFileSync(keyed, `#!/bin/sh\n${record}\nexec "${terraform}" "$@"\n`, { mode: 0o755 });
  const env = { ...process.env, TERRAFORM_BINARY_NAME: keyed, PLAN_KEY: "a-secret-key" };
  const { status } = spawnSync(process.execPath, [program, command, "aws-dev"], { cwd: fake.dir, env });
  expect(status).toBe(0);
  expect(readFileSync(seen, "utf8").trim().split("\n")).toEqual(expect.arrayContaining([`${command} none`]));
  expect(readFileSync(seen, "utf8")).not.toContain("a-secret-key");
});

test.each([
  [
    ["plan", "aws-prd"],
    /^unknown stack "aws-prd", did you mean aws-prod\? There are \d+ stacks: npm run stacks lists them$/m,
  ],
  [["plan", "aws-dev", "--var", "imag=x"], /^unknown variable imag, did you mean image\? declared by aws-dev: .*image/],
  [["plann", "aws-dev"], /^error: unknown command 'plann'\n\(Did you mean plan\?\)/],
  [["local", "stats"], /^error: unknown command 'stats'\n\(Did you mean status\?\)/],
  [["plan", "aws-local"], /^aws-local: the emulator does not run: start it with npm start/],
  [["unlock", "aws-*-dev"], /^unlock: expected the id of one stack, found aws-\*-dev, which names aws-eks-dev, /],
  [["unlock", "aws-dev*"], /^unlock: expected the id of one stack, found aws-dev\*, which names aws-dev$/m],
  [["unlock", "aws-dev", "aws-eks-dev"], /^error: too many arguments for 'unlock'. Expected 1 argument but got 2/],
  [["publish-site", "aws-*-dev", "site"], /^aws-\*-dev: expected the id of one stack/],
])("%j is refused in one message, with exit code 1 and without a stack trace", (args, message) => {
  const { status, stdout, stderr } = operator(...args);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("    at ");
});

const onStacks = ["synth", "preflight", "plan", "deploy", "destroy", "outputs", "unlock", "validate", "settings"].map(
  (name) => [name, "aws-websocket-dev"],
);
test.each([...onStacks, ["bootstrap", "dev"], ["publish-site", "aws-websocket-dev", "."]])(
  "%s --json prints JSON when the settings are wrong, with the place of each mistake",
  (...args) => {
    writeFileSync(join(fake.dir, "wrong.tfvars"), "imagined = 1\nprotected = 2\n");
    const { status, stdout } = operator(...args, "--json", "--settings", "wrong.tfvars");
    expect(status).toBe(1);
    const stack = args[0] === "bootstrap" ? "account-dev" : "aws-websocket-dev";
    const { mistakes } = JSON.parse(stdout) as { mistakes: { stack: string }[] };
    expect(mistakes.filter((mistake) => mistake.stack === stack)).toMatchObject([
      { stack, file: "wrong.tfvars", line: 1, path: "imagined", problem: "unknown key" },
      { stack, file: "wrong.tfvars", line: 2, path: "protected", problem: "wrong type" },
    ]);
  },
);

test.each([
  ["plan", "aws-prd", "--json"],
  ["plan", "aws-dev", "--json", "--imagined"],
  ["local", "env", "--json"],
  ["unlock", "--json"],
])("what is refused is JSON too: %j", (...args) => {
  const { status, stdout, stderr } = operator(...args);
  expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
  expect(JSON.parse(stdout)).toEqual({ type: "error", error: expect.any(String) });
});

test("stacks lists every stack by environment", () => {
  expect(operator("stacks").stdout).toMatch(/^dev:\n {2}account-dev\n {2}aws-dev\n[\s\S]*^prod:\n {2}account-prod$/m);
  expect(JSON.parse(operator("stacks", "--json").stdout)["prod-dr"]).toContain("aws-prod-dr");
});

test("outputs of a stack that is not deployed are an error, and say so", () => {
  fake.reacts({});
  const { status, stdout, stderr } = operator("outputs", "aws-dev");
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: "aws-dev is not deployed: run npm run deploy -- aws-dev\n",
  });
});

test("a protected stack is not deployed with --yes", () => {
  fake.reacts({ plan: { exit: 2, out: [planned("a.one", "create")] } });
  const { status, stderr } = operator("deploy", "aws-prod", "--yes");
  expect(status).toBe(1);
  expect(stderr).toContain("aws-prod is protected and has to be confirmed: pass --confirm aws-prod");
  expect(fake.commands()).not.toContain("apply");
});

test("sensitive outputs are printed only when they are revealed", () => {
  const values = { url: { sensitive: false, value: "https://x" }, token: { sensitive: true, value: "hunter2" } };
  fake.reacts({ output: { out: [values] } });
  expect(operator("outputs", "aws-dev").stdout).toBe("aws-dev:\n  url = https://x\n  token = (sensitive)\n");
  expect(JSON.parse(operator("outputs", "aws-dev", "--json", "--reveal").stdout)["aws-dev"].token).toBe("hunter2");
});

test("unlock prints the lock as JSON, and frees nothing without its id", () => {
  const info = "Error: Failed to unlock state\nLock Info:\n  ID:        abc-1\n  Who:       ann@elsewhere\n";
  fake.reacts({ "force-unlock": { exit: 1, err: info } });
  const { status, stdout } = operator("unlock", "aws-dev", "--json");
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ stack: "aws-dev", unlocked: false, lock: { id: "abc-1" } });
});

test("settings shows the stacks without a mistake, and says a mistake of several stacks once", () => {
  const file = join(fake.dir, "cpu.tfvars");
  writeFileSync(file, "aws_eks = { network = { zones = 9 } }\nalerts = { cpu = { threshold_percent = 900 } }\n");
  const { status, stdout, stderr } = operator("settings", "aws-dev", "aws-eks-dev", "account-dev", "--settings", file);
  expect(status).toBe(1);
  expect(stdout).toContain("# account-dev");
  expect(stdout).not.toContain("# aws-eks-dev");
  const lines = stderr.split("\n").filter((line) => line.includes("threshold_percent"));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^aws-dev, aws-eks-dev: .*:2: alerts\.cpu\.threshold_percent: too large/);
});

test("a stack is destroyed although the settings of its neighbours have mistakes", () => {
  fake.reacts({ plan: { exit: 2, out: [planned("a.one", "delete")] } });
  writeFileSync(join(fake.dir, "wrong.tfvars"), 'aws_eks = { node_groups = { web = { desired = "many" } } }\n');
  expect(operator("settings", "aws-eks-dev", "--settings", "wrong.tfvars").status).toBe(1);
  const { status, stdout } = operator("destroy", "aws-dev", "--yes", "--settings", "wrong.tfvars");
  expect(stdout).toMatch(/^aws-dev: destroyed/);
  expect(status).toBe(0);
});

test("synth removes the folders of stacks that no longer exist, and of those with a mistake", () => {
  const stacks = join(fake.dir, ".local/synth/stacks");
  for (const id of ["aws-gone", "account-dev", "account-test"]) mkdirSync(join(stacks, id), { recursive: true });
  expect(operator("synth", "account-dev").status).toBe(0);
  expect(readdirSync(stacks).sort()).toEqual(["account-dev", "account-test"]);
  writeFileSync(join(fake.dir, "wrong.tfvars"), "imagined = 1\n");
  expect(operator("synth", "account-dev", "--settings", "wrong.tfvars").status).toBe(1);
  expect(readdirSync(stacks)).toEqual(["account-test"]);
});

test("drift --record says that the record of a stack is not written whose settings have a mistake", () => {
  writeFileSync(join(fake.dir, "wrong.tfvars"), "imagined = 1\n");
  const [recorded, looked] = [["--record"], []].map((more) =>
    operator("drift", "aws-dev", "--settings", "wrong.tfvars", "--json", ...more),
  );
  const failed = (out = "") => JSON.stringify((JSON.parse(out) as { failed?: unknown }).failed ?? out);
  expect(failed(recorded?.stdout)).toContain("not recorded: the settings that name its state bucket have a mistake");
  expect(failed(looked?.stdout)).not.toContain("not recorded");
});
