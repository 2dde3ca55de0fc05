import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ProjectCopy } from "./support/project-copy";

/** A checkout whose user has a `project/`: the product's own checks read nothing of it, and one suite covers it. */

const broken: Readonly<Record<string, string>> = {
  "project/environments/base.tfvars": "account_id = {{",
  "project/environments/prod.tfvars": "region = [",
  "project/systems/shop/base.tfvars": 'application = { image = "',
  "project/systems/shop/prod.tfvars": "aws = = {}",
  "project/exceptions.tfvars": "exceptions = (",
  "project/addresses/prod/shop-aws-prod.txt": "aws_db_instance.gone",
  "project/functions/shop/handler.ts": "import {",
  "project/functions/shop/handler.test.ts": 'test("fails", () => { throw new Error(); });',
  "project/package.json": '{ "name": "multicloud-stacks", ',
  "project/README.md": "[nothing](nowhere.md)",
};

const suites = [
  "architecture",
  "docs/",
  "policy.test",
  "project/examples-only",
  "settings/project",
  "stacks/(addresses|every-stack)",
];

/** One stack on Azure, protected, whose database has no standby. */
const right: Readonly<Record<string, string>> = {
  "project/environments/prod.tfvars": `
account_id    = "111111111111"
data_class    = "synthetic"
protected     = true
notifications = { critical = ["on-call@example.com"] }
azure = {
  subscription_id = "00000000-0000-4000-8000-000000000001"
  tenant_id       = "00000000-0000-4000-8000-00000000aaaa"
  suffix          = "sh1"
  location        = "eastus"
}
`,
  "project/systems/shop/prod.tfvars": `
application = { image = "ghcr.io/acme/shop:1.0.0", port = 8080, cpu = 1, memory_mib = 2048 }
azure = {
  network       = { cidr = "10.20.0.0/16" }
  load_balancer = { domain = "shop.example.com", certificate = "one" }
  vault         = { allowed_cidrs = ["203.0.113.0/24"] }
  database = {
    size              = "medium"
    high_availability = false
    administrators    = { team = { object_id = "00000000-0000-4000-8000-00000000bbbb", name = "dba" } }
  }
}
`,
};

let copy: ProjectCopy;

function makeCopy(files: Readonly<Record<string, string>>): void {
  copy = new ProjectCopy();
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(copy.path(file)), { recursive: true });
    writeFileSync(copy.path(file), text);
  }
}

describe("a project that is broken in every file", () => {
  beforeAll(() => makeCopy(broken));

  afterAll(() => copy.remove());

  test.each([
    ["the types", "tsc", ["--noEmit"], "project"],
    [
      "lint and formatting",
      "biome",
      ["ci", "--error-on-warnings", "--vcs-enabled=false", "main.ts", "project"],
      "project",
    ],
    ["unit tests", "jest", ["--selectProjects", "unit", "--testPathPatterns", ...suites], "project"],
  ])("%s", async (_, tool, args, project) => {
    const env = { PROJECT: project, STACKS: "shop-aws-prod", SETTINGS_FILES: "project/environments/prod.tfvars" };
    const { code, out, err } = await copy.start(copy.path("node_modules/.bin", tool), args, { env }).ended;
    expect({ code, text: code === 0 ? "" : out + err }).toEqual({ code: 0, text: "" });
  });

  test("npm run check reads it: its settings are the user's to mend", async () => {
    const { code, err } = await copy.cli("synth");
    expect(code).toBe(1);
    expect(err).toContain("project/environments/prod.tfvars:1");
  });
});

describe("a project that builds", () => {
  beforeAll(() => makeCopy(right));

  afterAll(() => copy.remove());

  const suite = (...more: string[]) =>
    copy.start(copy.path("node_modules/.bin/jest"), ["project/users-project", "--selectProjects", "unit", ...more])
      .ended;

  const exceptions = () => copy.path("project/exceptions.tfvars");

  const released = () => copy.path("project/addresses/prod/shop-azure-prod.txt");

  const release = () => copy.start(process.execPath, ["operator/start/verify.cjs", "addresses"]).ended;

  test("a finding fails with the line that accepts it, and with that line there is none", async () => {
    const first = await suite();
    expect(first.code).toBe(1);
    expect(first.err).toContain("must refuse deletion and have a standby, in another zone");
    const [advice = ""] = /exceptions = \[\n.*\n *\]/.exec(first.err) ?? [];
    expect(advice).toMatch(
      /rule = "keeps_data", address = "azurerm_postgresql_flexible_server\..*stack = "shop-azure-prod"/,
    );
    writeFileSync(exceptions(), advice);
    const { code, err } = await suite();
    expect({ code, text: code === 0 ? "" : err }).toEqual({ code: 0, text: "" });
    expect(err).toContain("skipped: shop-azure-prod has no released addresses: npm run addresses writes them");
  });

  test("an exception that accepts nothing fails", async () => {
    const before = readFileSync(exceptions(), "utf8");
    writeFileSync(exceptions(), before.replace("keeps_data", "tls"));
    const { code, err } = await suite();
    writeFileSync(exceptions(), before);
    expect(code).toBe(1);
    expect(err).toContain("it accepts nothing: remove the line");
  });

  test("npm run addresses releases them, and only a moved block or a person drops one that holds data", async () => {
    const before = readFileSync(copy.path("__tests__/stacks/addresses/prod/azure-prod.txt"), "utf8");
    expect((await release()).code).toBe(0);
    expect(readFileSync(released(), "utf8")).toContain("azurerm_postgresql_flexible_server.");
    expect(readFileSync(copy.path("__tests__/stacks/addresses/prod/azure-prod.txt"), "utf8")).toBe(before);
    expect((await suite()).code).toBe(0);
    appendFileSync(released(), "azurerm_storage_account.gone_1\n");
    for (const { code, err } of [await suite(), await release()]) {
      expect(code).toBe(1);
      expect(err).toContain("azurerm_storage_account.gone_1");
    }
    expect(readFileSync(released(), "utf8")).toContain("azurerm_storage_account.gone_1");
    expect(existsSync(copy.path("addresses"))).toBe(false);
  });
});
