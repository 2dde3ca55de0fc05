import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { GetAliasCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { startEmulator } from "../../../../operator/local/emulator";
import type { FunctionsTarget } from "../../../../stacks/aws-shared/function-release";
import { type Ended, ProjectCopy, type Running } from "../../support/project-copy";
import { story } from "../../support/story";
import { outcomeOf } from "../outcome";

/** A release of functions on MiniStack, whose aliases divide real calls of real handlers: in the time of this machine, by the command itself. */

const stack = "aws-websocket-local";
const project = new ProjectCopy();
const step = story();
const handler = project.path("functions", "agentic-service-bot", "handlers", "disconnect.py");
const good = readFileSync(handler, "utf8");
const broken = '\n\ndef handler(_event, _context):\n    raise RuntimeError("broken")\n';

let lambda: LambdaClient;
let target: FunctionsTarget;

beforeAll(async () => {
  await project.shareEmulator();
  const { endpoint, key } = (await startEmulator(project.local)).ministack;
  const credentials = { accessKeyId: key, secretAccessKey: "test" };
  lambda = new LambdaClient({ endpoint, region: "us-east-1", credentials });
  // Fewer calls than by default: a process of MiniStack that fails is started again, which takes a second.
  appendFileSync(project.path("environments", "local.tfvars"), "\nrelease = { min_requests = 20 }\n");
  // A release of functions is named by a commit.
  const commit = [
    "-c",
    "user.name=t",
    "-c",
    "user.email=t@t.example",
    "commit",
    "-q",
    "--allow-empty",
    "-m",
    "a build",
  ];
  for (const args of [["init", "-q"], commit]) await succeeds(project.start("git", args));
  await succeeds(project.startCli("bootstrap", "local", "--yes"));
  await succeeds(project.startCli("deploy", stack, "--yes"));
  await readTarget();
}, 900_000);
afterAll(() => project.remove());

step("a version that answers calls with errors is taken back by the same command", async () => {
  const before = await alias();
  writeFileSync(handler, `${good}${broken}`);
  const { code, result, said, failed } = await released();
  expect({ code, status: result.status }).toEqual({ code: 1, status: "rolled_back" });
  expect(said).toMatch(/users: \d+ of \d+ requests failed, more than 10 %/);
  expect(failed).toBeGreaterThan(0);
  await readTarget();
  expect(Number(disconnect().newest)).toBeGreaterThan(Number(before.version));
  expect(await alias()).toEqual({ ...before, weights: {} });
  expect(await failedOf(20)).toBe(0);
});

step("a rollback leads callers to the version of before, and publishes nothing of an edited checkout", async () => {
  const before = await alias();
  writeFileSync(handler, `${good}\n# Another build.\n`);
  const released = project.startCli("release", stack, "--code", "--yes", "--json", "--steps", "100", ...despite());
  await released.said(/ 100 %: waiting/);
  // The watch of 15 minutes is left out; what switches whole is judged for 5.
  await succeeds(project.startCli("release", stack, "--promote"));
  expect(await outcomeOf(released)).toMatchObject({ code: 0, result: { status: "completed" } });
  await readTarget();
  const { newest } = disconnect();
  expect(await alias()).toEqual({ version: newest, weights: {} });
  writeFileSync(handler, `${good}${broken}`);
  const back = await outcomeOf(project.startCli("rollback", stack, "--yes", "--json", "--reason", "a test"));
  expect(back).toMatchObject({ code: 0, result: { status: "completed", kind: "rollback" } });
  expect(back.said).toMatch(/left out: .*aws_lambda_function/);
  expect(await alias()).toEqual(before);
  await readTarget();
  expect(disconnect().newest).toBe(newest);
  expect(await failedOf(20)).toBe(0);
  // Once more would give users what was just taken back.
  const again = await project.cli("rollback", stack, "--yes");
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("which took") });
  expect(await alias()).toEqual(before);
});

/** Alarms would end a release before the figures are judged. */
const despite = () => target.alarms.flatMap((name) => ["--despite", name]);

/** How many of so many calls fail. */
async function failedOf(calls: number): Promise<number> {
  const answers = await Promise.all(Array.from({ length: calls }, call));
  return answers.filter((isGood) => !isGood).length;
}

/** Releases the functions of the copy, while callers call one of them. */
async function released() {
  const steps = ["--steps", "50:1m,100", "--strategy", "blue_green"];
  const running = project.startCli("release", stack, "--code", "--yes", "--json", ...steps, ...despite());
  let isOver = false;
  const over = running.ended.finally(() => {
    isOver = true;
  });
  let failed = 0;
  const calls = (async () => {
    while (!isOver) {
      const answers = await Promise.all([call(), call()]);
      failed += answers.filter((isGood) => !isGood).length;
      await setTimeout(500);
    }
  })();
  await over;
  await calls;
  return { ...(await outcomeOf(running)), failed };
}

/** A call as a client's end of a connection makes it. @returns whether it was answered well */
async function call(): Promise<boolean> {
  const { function: FunctionName, alias: Qualifier } = disconnect();
  const Payload = JSON.stringify({ requestContext: { connectionId: "none" } });
  const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Qualifier, Payload }));
  return FunctionError === undefined;
}

/** Where callers are led. */
async function alias() {
  const { function: FunctionName, alias: Name } = disconnect();
  const { FunctionVersion, RoutingConfig } = await lambda.send(new GetAliasCommand({ FunctionName, Name }));
  return { version: FunctionVersion, weights: RoutingConfig?.AdditionalVersionWeights ?? {} };
}

function disconnect() {
  const found = target.functions["disconnect"];
  if (!found) throw new Error(`expected a function disconnect, found ${Object.keys(target.functions).join(", ")}`);
  return found;
}

async function readTarget(): Promise<void> {
  const { out } = await succeeds(project.startCli("outputs", stack, "--json"));
  target = (JSON.parse(out) as Record<string, { release_target: FunctionsTarget }>)[stack]?.release_target ?? target;
}

async function succeeds({ child, ended }: Running): Promise<Ended> {
  const result = await ended;
  if (result.code === 0) return result;
  throw new Error(`${child.spawnargs.join(" ")}: expected 0, found ${result.code}\n${result.err}\n${result.out}`);
}
