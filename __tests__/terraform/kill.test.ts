import { lockFileOf } from "../../operator/process/folders";
import { readHolder } from "../../operator/process/lock-holder";
import { Account } from "./support/account";
import { type Ended, ProjectCopy } from "./support/project-copy";
import { story } from "./support/story";

const project = new ProjectCopy();
const step = story();

// Known once the emulator runs.
let account: Account;
let refused: Ended;

beforeAll(() => project.shareEmulator(), 300_000);

afterAll(() => project.remove());

step("kill -9 in mid-apply leaves the lock, and the next deploy names its owner and age", async () => {
  const start = project.startCli("local", "start");
  await start.said(/ aws-local: \S+: created after/, 40);
  const running = ["aws-local", "aws-eks-local"].map(
    (stack) => readHolder(lockFileOf(stack, project.local))?.terraform?.pid ?? 0,
  );
  expect(Math.min(...running)).toBeGreaterThan(1);
  start.child.kill("SIGKILL");
  for (const terraform of running) process.kill(-terraform, "SIGKILL");
  await start.ended;

  account = new Account(project.emulator().moto);
  const { code, err } = await project.cli("deploy", "aws-local", "--yes");
  expect(code).toBe(1);
  const id = await lockId();
  expect(err).toMatch(
    new RegExp(
      `state of aws-local is locked by \\S+@\\S+ since \\S+ \\(.+\\), operation apply, id ${id}; nothing on this machine works on it any more; unlock with: npm run unlock -- aws-local --id ${id}`,
    ),
  );
});

step("unlock frees exactly the lock that was named", async () => {
  const other = await project.cli("unlock", "aws-local", "--id", "00000000-0000-0000-0000-000000000001");
  expect(other.code).toBe(1);
  const { code, out } = await project.cli("unlock", "aws-local", "--id", (await lockId()) ?? "");
  expect(code).toBe(0);
  expect(out).toMatch(/state of aws-local was locked by .*; it is unlocked \(nothing on this machine worked on it\)/);
  expect(await lockId()).toBeUndefined();
});

step("the next deploy names what exists without being in the state, and how to adopt it", async () => {
  const { orphans } = await account.difference("aws-local");
  expect(orphans.length).toBeGreaterThan(10);
  refused = await project.cli("deploy", "aws-local", "--yes");
  expect(refused.code).toBe(1);
  expect(refused.err).toMatch(
    /\d+ resources exist but are not in the state of aws-local, as a killed apply leaves them/,
  );
});

step("the commands it prints adopt them", async () => {
  const [command = ""] = refused.err.match(/terraform -chdir=\S+ import 'aws_.*/) ?? [];
  const { code, out, err } = await project.start("sh", ["-c", command], { env: await project.toolEnvironment() }).ended;
  expect({ code, out, err }).toMatchObject({ code: 0 });
  const address = command.split("'")[1];
  expect((await account.state("aws-local")).map((it) => it.address)).toContain(address);
});

step("deploy --adopt runs all of them, and makes the rest", async () => {
  const { err } = await project.cli("deploy", "aws-local", "--yes", "--adopt");
  expect(err).toMatch(/^.*aws-local: importing aws_\S+ \(\S+\), which exists already$/m);
  const adoptable = [...refused.err.matchAll(/terraform -chdir=\S+ import '(\S+)'/g)].map(([, address]) => address);
  const state = (await account.state("aws-local")).map((it) => it.address);
  expect(adoptable.filter((address = "") => !state.includes(address.replace(/\[.*$/, "")))).toEqual([]);
  expect(err).not.toMatch(/ import '/); // What it could not adopt has no name of its own.
});

step("local:down lists what it cannot destroy; after local:reset it ends the emulator", async () => {
  const down = await project.cli("local", "down");
  expect(down.code).toBe(1);
  const left = (await account.tagged("aws-local")).filter((arn) => !arn.includes(":kms:"));
  expect(left).toContainEqual(expect.stringContaining(":vpc/"));
  for (const arn of left) expect(down.err).toContain(arn);

  const processes = Object.values(project.emulator());
  await project.cli("local", "reset");
  expect(await project.cli("local", "down")).toMatchObject({ code: 0 });
  for (const { pid } of processes) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
});

/** The id of the lock that Terraform left in the lock table. */
async function lockId(): Promise<string | undefined> {
  const lock = await account.lock("aws-local");
  return lock && (JSON.parse(lock) as { ID: string }).ID;
}
