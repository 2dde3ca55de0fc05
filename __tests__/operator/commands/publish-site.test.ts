import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { publishSite } from "../../../operator/commands/publish-site";
import { FakeTerraform } from "../fake-terraform";

/** What a publish refuses before it asks AWS for anything; the rest is seen on an emulator (terraform/publish-site.test.ts). */

const fake = new FakeTerraform();
const checkout = process.cwd();

beforeAll(() => {
  Object.assign(process.env, fake.env);
  for (const name of ["environments", "functions", "node_modules", "package-lock.json"])
    symlinkSync(resolve(name), join(fake.dir, name));
  mkdirSync(join(fake.dir, "site"));
  writeFileSync(join(fake.dir, "site", "index.html"), "");
  process.chdir(fake.dir);
  jest.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterAll(() => {
  process.chdir(checkout);
  fake.remove();
});

const websocket = "aws-websocket-dev";
test.each<[stack: string, folder: string | undefined, rollback: boolean, message: RegExp]>([
  ["aws-nowhere", "site", false, /^unknown stack "aws-nowhere", expected one of /],
  ["aws-dev", "site", false, /^aws-dev has no site$/],
  [websocket, "site", false, /^aws-websocket-dev is not deployed: npm run deploy -- aws-websocket-dev$/],
  [websocket, "nowhere", false, /^nowhere: there is no such folder/],
  [websocket, undefined, false, /^expected either a folder or --rollback$/],
  [websocket, "site", true, /^expected either a folder or --rollback$/],
])("%s from %s, rollback %s: refused", async (stack, folder, rollback, message) => {
  await expect(publishSite(stack, folder, { rollback, settings: [], confirm: [] })).rejects.toThrow(message);
});
