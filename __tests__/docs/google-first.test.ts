import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceAgents } from "../../modules/gcp/access/encryption-key";
import { exampleSettings, root } from "../stacks/synthesized";

/** What docs/clouds.md says about a first deploy to Google Cloud, held to what the stacks need. */

const page = readFileSync(join(root, "docs/clouds.md"), "utf8");
const agents = Object.values(serviceAgents).map(({ api }) => api);

test("the commands make the account of every service that uses a key, whose API is on before", () => {
  const [, made = ""] = /^for service in (.*); do$/m.exec(page) ?? [];
  // Storage has a command of its own.
  expect([...made.split(" "), "storage"].sort()).toEqual([...agents].sort());
  expect(page).toContain("gcloud storage service-agent --project");
  const [, enabled = ""] = /^apis="(.*)"$/m.exec(page) ?? [];
  expect(enabled.split(" ")).toEqual(expect.arrayContaining(["serviceusage", "cloudresourcemanager", ...agents]));
});

test("the settings of the first deploy start Google's example in every container that has a command", () => {
  const [, block = ""] = /```hcl\n(application = \{ components.*\n)```/.exec(page) ?? [];
  const file = join(mkdtempSync(join(tmpdir(), "first-")), "first.tfvars");
  writeFileSync(file, block);
  const commands = (files: readonly string[]) => {
    const { application } = exampleSettings<"gcp">("gcp-dev", files);
    return [application, ...Object.values(application.components)].flatMap(({ command }) => (command ? [command] : []));
  };
  expect(commands([])).toEqual([["python", "-m", "worker"]]);
  expect(commands([file])).toEqual([["/server"]]);
});
