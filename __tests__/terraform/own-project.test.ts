import { readFileSync, writeFileSync } from "node:fs";
import type { StackResult } from "../../operator/operations/run";
import { Account } from "./support/account";
import { ProjectCopy } from "./support/project-copy";
import { story } from "./support/story";

/** A project of one's own: two systems on one platform, in one environment and account, side by side on the emulator. */

const project = new ProjectCopy();
const step = story();
const stacks = ["account-local", "billing-aws-local", "shop-aws-local"];

beforeAll(() => project.shareEmulator(), 300_000);
afterAll(() => project.remove());

step("npm run init writes it, system by system", async () => {
  const place = ["--platforms", "aws", "--environments", "dev", "--email", "ops@shop.example", "--yes"];
  const account = ["--account", "111111111111", "--state", "s3"];
  await done("init", "--system", "shop", "--domain", "shop.example", "--repository", "acme/shop", ...account, ...place);
  await done("init", "--system", "billing", "--domain", "billing.example", "--repository", "acme/billing", ...place);
  expect(JSON.parse(await done("stacks", "--json"))["local"]).toEqual(stacks);
});

step("npm start deploys its stacks, verifies them, and leaves nothing to change", async () => {
  const out = await done("local", "start");
  for (const stack of stacks) {
    expect(out).toMatch(new RegExp(`^${stack}: deployed, \\d+ resources.*\n +seen\n +second plan +empty`, "m"));
  }
  const account = new Account(project.emulator().moto);
  for (const stack of ["shop-aws-local", "billing-aws-local"]) {
    expect(await account.difference(stack)).toEqual({ orphans: [], missing: [] });
  }
});

step("a change of one system's file is a change of its stack alone", async () => {
  writeFileSync(project.path("change.tfvars"), "feature_flags = { dark_mode = true }\n");
  const { code, out } = await project.cli("plan", "shop-aws-local", "--settings", "change.tfvars", "--json");
  const [{ plan } = {} as StackResult] = (JSON.parse(out) as { stacks: StackResult[] }).stacks;
  expect({ code, changes: plan?.changes.length, overrides: plan?.overrides }).toEqual({
    code: 2,
    changes: 1,
    overrides: ["feature_flags.dark_mode = true (change.tfvars:1)"],
  });
  expect((await project.cli("plan", "billing-aws-local")).code).toBe(0);
});

step("a stack whose block is gone is not forgotten: destroy says what to put back", async () => {
  const file = project.path("project/systems/billing/local.tfvars");
  const before = readFileSync(file);
  writeFileSync(file, "");
  const gone = await project.cli("destroy", "billing-aws-local", "--yes");
  expect(gone.code).toBe(1);
  expect(gone.err).toContain("billing-aws-local is in no file of the project any more, but was built here");
  writeFileSync(file, before);
  await done("destroy", "billing-aws-local", "--yes");
});

step("npm run local:down destroys the rest", async () => {
  expect(await done("local", "down")).toContain("Nothing is left; the emulator is stopped");
});

/** Runs a command that must succeed. */
async function done(...args: string[]): Promise<string> {
  return (await project.ended(0, args)).out;
}
