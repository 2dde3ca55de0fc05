import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { plan } from "../../../operator/commands/plan";
import { publishSite } from "../../../operator/commands/publish-site";
import { FakeTerraform } from "../operations/fake-terraform";

/** What commands refuse before they call AWS. cli.test.ts checks that a refusal is one line, with exit code 1. */

const fake = new FakeTerraform();
const checkout = process.cwd();

beforeAll(() => {
  Object.assign(process.env, fake.env);
  for (const name of ["environments", "systems", "functions", "node_modules", "package-lock.json"])
    symlinkSync(resolve(name), join(fake.dir, name));
  mkdirSync(join(fake.dir, "site"));
  mkdirSync(join(fake.dir, ".local/stacks/gone-dev"), { recursive: true });
  writeFileSync(join(fake.dir, ".local/stacks/gone-dev/cdk.tf.json"), "{}");
  writeFileSync(join(fake.dir, "site", "index.html"), "");
  process.chdir(fake.dir);
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterAll(() => {
  jest.restoreAllMocks(); // The stream is the process's own, of all test files.
  process.chdir(checkout);
  fake.remove();
});

test.each<[what: string, stacks: string[], options: object, message: RegExp]>([
  [
    "a variable that no stack declares",
    ["aws-dev"],
    { var: { imagine: "1" } },
    /^unknown variable imagine, did you mean image\? declared by aws-dev: .*image/,
  ],
  [
    "a stack whose block was removed, and that was built here",
    ["gone-dev"],
    {},
    /^gone-dev is in no file of the project any more, but was built here: put its block back .* destroy the stack/,
  ],
  [
    "an image alone that is not given",
    ["aws-dev"],
    { onlyImage: true },
    /^--only-image: expected the image as --var image=…, found no --var$/,
  ],
  ["settings that are not there", ["aws-dev"], { settings: ["missing.tfvars"] }, /^aws-dev: missing\.tfvars/],
  [
    "the emulator and a cloud at once",
    ["aws-local", "aws-dev"],
    {},
    /^aws-local are deployed to the emulator, aws-dev to a cloud: name them in separate commands$/,
  ],
])("plan: %s", async (_, stacks, options, message) => {
  await expect(plan(stacks, { settings: [], var: {}, parallel: 1, refresh: true, ...options })).rejects.toThrow(
    message,
  );
});

const websocket = "aws-websocket-dev";
test.each<[stack: string, folder: string | undefined, rollback: boolean, message: RegExp]>([
  ["aws-nowhere", "site", false, /^unknown stack "aws-nowhere"/],
  ["aws-dev", "site", false, /^aws-dev: expected a stack with a website, found no output site_bucket$/],
  ["aws-dev", "nowhere", false, /^aws-dev: expected a stack with a website, found no output site_bucket$/],
  [websocket, "site", false, /^aws-websocket-dev is not deployed: run npm run deploy -- aws-websocket-dev$/],
  [websocket, "nowhere", false, /^nowhere: expected a folder, found nothing/],
  [websocket, undefined, false, /^expected either a folder or --rollback, found neither$/],
  [websocket, "site", true, /^expected either a folder or --rollback, found both$/],
])("publish-site: %s from %s, rollback %s", async (stack, folder, rollback, message) => {
  await expect(publishSite(stack, folder, { rollback, settings: [], confirm: [] })).rejects.toThrow(message);
});
