import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describeOrigins, describeSettings } from "../../../settings/describe";
import { loadSettings } from "../../../settings/load";
import { formatMistake, SettingsError } from "../../../settings/mistake";
import { conflicts } from "../../../settings/project/conflicts/conflicts";
import { findProject } from "../../../settings/project/folder";
import { readProject } from "../../../settings/project/stacks";
import type { Platform, PlatformSettings } from "../../../settings/schema";
import { settingsSchema } from "../../../settings/schema";
import { testProject } from "../project";

const account = (id: string) => `account_id = "${id}"\ndata_class = "synthetic"\nprotected = false\naccount = {}\n`;
const google = (cidr: string, more = "") =>
  `gcp = { network = { cidr = "${cidr}" }, load_balancer = { domains = ["one.example.com"], dns_zone = "example" }${more} }\n`;
const project = 'gcp = { project = "shop-dev", project_number = "1", location = "us-east1" }\n';

/** A small project; each test has its own. */
function files(content: Readonly<Record<string, string>>) {
  const made = testProject(content, settingsSchema);
  const read = () => readProject({ root: made.root });
  const stack = (id: string) => {
    const found = read().stacks.find((one) => one.id === id);
    if (!found) throw new Error(`expected a stack ${id}, found ${read().stacks.map((one) => one.id)}`);
    return found;
  };
  return {
    ...made,
    ids: () => read().stacks.map(({ id }) => id),
    read,
    settings: <P extends Platform>(id: string, ...overrides: string[]) =>
      loadSettings(stack(id), { root: made.root, files: overrides }).settings as PlatformSettings[P],
    loaded: (id: string) => loadSettings(stack(id), { root: made.root }),
    /** What is wrong with a stack by itself. */
    wrong: (id: string, ...overrides: string[]): string[] => {
      try {
        loadSettings(stack(id), { root: made.root, files: overrides });
        return [];
      } catch (error) {
        if (error instanceof SettingsError) return error.message.split("\n");
        throw error;
      }
    },
    /** What is wrong between stacks, by id. */
    between: (): Record<string, string[]> => {
      const all = read();
      const found = conflicts(all, all.stacks, { root: made.root });
      return Object.fromEntries([...found].map(([{ id }, mistakes]) => [id, mistakes.map(formatMistake)]));
    },
  };
}

const image =
  'application = { image = "ghcr.io/acme/shop:1", cpu = 1, memory_mib = 2048 }\ndatabase = { size = "small", protected = false }\n';

const small = {
  "environments/dev.tfvars": account("111111111111") + project,
  "systems/shop/base.tfvars": image,
  "systems/shop/dev.tfvars": google("10.1.0.0/16"),
};

describe("other things in the folders of a project", () => {
  const litter = files({
    ...small,
    "environments/._dev.tfvars": "\0",
    "environments/.old.tfvars": "x",
    "systems/shop/.#dev.tfvars": "x",
    "systems/.git/dev.tfvars": "gcp = {}\n",
  });
  symlinkSync("shop", join(litter.root, "systems", "web"));
  symlinkSync("../shop", join(litter.root, "systems", "shop", "loop.d"));

  test("hidden files and folders are no part of it, a link to a folder is one", () => {
    expect(litter.ids()).toEqual(["account-dev", "shop-gcp-dev", "web-gcp-dev"]);
    expect(litter.read().mistakes).toEqual([]);
  });

  const dangling = files(small);
  symlinkSync("nowhere.tfvars", join(dangling.root, "environments", "qa.tfvars"));
  symlinkSync("nowhere", join(dangling.root, "systems", "ghost"));

  test("a link to nothing is said to be one", () => {
    expect(dangling.wrong("account-qa")).toEqual([
      "environments/qa.tfvars:1: cannot be read, expected a readable file, found no such file",
    ]);
    expect(dangling.read().mistakes.map(formatMistake)).toEqual([
      "systems/ghost:1: cannot be read, expected a folder, found a link to nothing",
    ]);
  });
});

describe("one mistake is one line", () => {
  const block = files({ ...small, "systems/text/base.tfvars": image, "systems/text/dev.tfvars": 'gcp = "yes"\n' });

  test("a block that is none lacks nothing else", () => {
    expect(block.wrong("text-gcp-dev")).toEqual([
      'systems/text/dev.tfvars:1: gcp: not a block, expected an object, found "yes"',
    ]);
  });

  const expected = "2 to 24 lower-case letters, digits and single hyphens, a letter first, no hyphen last";
  const names = ["s", "Shop2", "shop--two", "shop-of-the-whole-region-1", "2shop"];
  const named = files({
    ...small,
    ...Object.fromEntries(names.map((name) => [`systems/${name}/base.tfvars`, image])),
    ...Object.fromEntries(names.map((name) => [`systems/${name}/dev.tfvars`, google("10.2.0.0/16")])),
    "systems/web/base.tfvars": `${image}gcp = { name = "W" }\n`,
    "systems/web/dev.tfvars": google("10.3.0.0/16"),
  });
  test.each(names)("the name of the system %s", (name) => {
    expect(named.wrong(`${name}-gcp-dev`)).toEqual([
      `systems/${name}/dev.tfvars:1: system: wrong value, expected ${expected}, found "${name}"`,
    ]);
  });

  test("a name in the base is a mistake of its own", () => {
    expect(named.wrong("web-gcp-dev")).toEqual([
      `systems/web/base.tfvars:3: gcp.name: wrong value, expected ${expected}, found "W"`,
    ]);
  });
});

describe("which stacks a project has", () => {
  const shop = files({
    "environments/base.tfvars": 'gcp = { location = "us-east1" }\n',
    "environments/dev.tfvars": account("111111111111") + project,
    "environments/hcp.tfvars": `data_class = "synthetic"\nprotected = false\nstate = { cloud = { organization = "acme" } }\n${project}`,
    "systems/shop/base.tfvars": image,
    "systems/shop/dev.tfvars": google("10.1.0.0/16"),
    "systems/shop/hcp.tfvars": google("10.2.0.0/16"),
    "systems/web/base.tfvars": 'gcp = { stack = "site", name = "front" }\n',
    "systems/web/dev.tfvars": "gcp = {}\naws = {}\n",
  });

  test("a block of a system's file makes one, the account's block its own; an environment's block makes none", () => {
    expect(shop.ids()).toEqual(["account-dev", "web-aws-dev", "shop-gcp-dev", "site-dev", "shop-gcp-hcp"]);
  });

  test("the ground is deployed first, where there is one", () => {
    expect(shop.read().stacks.map(({ id, needs }) => [id, needs])).toEqual([
      ["account-dev", []],
      ["web-aws-dev", ["account-dev"]],
      ["shop-gcp-dev", ["account-dev"]],
      ["site-dev", ["account-dev"]],
      ["shop-gcp-hcp", []],
    ]);
  });

  test("a system that names neither account nor region is on Google Cloud alone, with its state in HCP Terraform", () => {
    const settings = shop.settings<"gcp">("shop-gcp-hcp");
    expect(settings).toMatchObject({ system: "shop", name: "shop", location: "us-east1" });
    expect(settings.account_id).toBeUndefined();
  });

  test("a file of an environment that has none is its stack's mistake", () => {
    shop.write({ "systems/shop/deb.tfvars": google("10.3.0.0/16") });
    expect(shop.wrong("shop-gcp-deb")).toEqual([
      "systems/shop/deb.tfvars:1: no such environment, expected dev (the nearest name), found deb",
    ]);
  });

  test("a file that makes no stack is looked at too: a block's name may be misspelt", () => {
    shop.write({ "systems/shop/hcp.tfvars": "gpc = {}\n" });
    expect(shop.read().mistakes.map(formatMistake)).toEqual([
      "systems/shop/hcp.tfvars:1: gpc: unknown key, expected gcp (the nearest name), found gpc",
    ]);
  });

  test("a file that cannot be read to its end is a mistake of what the system has, and of nothing else", () => {
    shop.write({ "systems/web/dev.tfvars": "gcp = {\n" });
    expect(shop.ids()).toContain("site-dev");
    expect(shop.wrong("site-dev")).toEqual([expect.stringMatching(/^systems\/web\/dev\.tfvars:2: .*broken syntax/)]);
    expect(shop.wrong("shop-gcp-dev")).toEqual([]);
  });
});

describe("which project commands mean", () => {
  const checkout = files({ "environments/dev.tfvars": "" });

  test("the examples, until there is project/; another by name", () => {
    expect(findProject(checkout.root, undefined)).toEqual({ root: checkout.root, folder: "." });
    mkdirSync(join(checkout.root, "project"));
    expect(findProject(checkout.root, undefined)).toEqual({ root: checkout.root, folder: "project" });
    expect(findProject(checkout.root, ".")).toEqual({ root: checkout.root, folder: "." });
    expect(findProject(checkout.root, "elsewhere")).toEqual({ root: checkout.root, folder: "elsewhere" });
  });
});

describe("layers", () => {
  const shop = files({
    "environments/base.tfvars": 'log_days = 14\ncache = { nodes = 3 }\ntags = { Team = "a" }\n',
    "environments/dev.tfvars":
      `${account("111111111111")}${project}database = { backup_days = 3, storage_gib = 50 }\ngcp = { location = "us-east1", project = "shop-dev", project_number = "1", application = { replicas = { max = 9 } } }\n`.replace(
        project,
        "",
      ),
    "systems/shop/base.tfvars": `${image}gcp = { application = { replicas = { max = 4 } } }\n`,
    "systems/shop/dev.tfvars": `${google("10.1.0.0/16")}database = { storage_gib = 60 }\n`,
    "emergency.tfvars":
      'application = { replicas = { max = 20 } }\nprotected = true\nnotifications = { critical = ["a@example.com"] }\ndatabase = { protected = true }\n',
    "elsewhere.tfvars": 'region = "eu-west-1"\nprotected = false\n',
  });

  test("a default of the environment holds where the system says nothing, and brings no part into being", () => {
    const settings = shop.settings<"gcp">("shop-gcp-dev");
    expect(settings).toMatchObject({
      log_days: 14,
      database: { backup_days: 3, storage_gib: 60 },
      tags: { Team: "a" },
    });
    expect(settings.cache).toBeUndefined();
    shop.write({ "systems/shop/dev.tfvars": `${google("10.1.0.0/16")}database = { storage_gib = 60 }\ncache = {}\n` });
    expect(shop.settings<"gcp">("shop-gcp-dev").cache).toMatchObject({ nodes: 3 });
  });

  test("each file's block is laid over its own shared keys before the files are merged: an emergency override wins", () => {
    expect(shop.settings<"gcp">("shop-gcp-dev").application.replicas.max).toBe(4);
    const emergency = shop.settings<"gcp">("shop-gcp-dev", "emergency.tfvars");
    expect(emergency.application.replicas.max).toBe(20);
    expect(emergency.protected).toBe(true);
  });

  test("what a named file says is listed with its place", () => {
    const loaded = loadSettings(
      { platform: "gcp", environment: "dev", system: "shop" },
      { root: shop.root, files: ["emergency.tfvars"] },
    );
    expect(describeOrigins(loaded, shop.root, ["./emergency.tfvars"])).toEqual([
      "application.replicas.max = 20 (emergency.tfvars:1)",
      "database.protected = true (emergency.tfvars:4)",
      'notifications.critical = ["a@example.com"] (emergency.tfvars:3)',
      "protected = true (emergency.tfvars:2)",
    ]);
  });

  test("a value that overrides a default of the environment is marked", () => {
    const { lines, json } = describeSettings(shop.loaded("shop-gcp-dev"));
    expect(lines.find((line) => line.startsWith("database.storage_gib"))).toMatch(
      /# systems\/shop\/dev\.tfvars:2, not the environment's environments\/dev\.tfvars:5$/,
    );
    expect(json.find(({ path }) => path === "database.backup_days")?.overrides).toBeUndefined();
  });

  test.each([
    ['region = "eu-west-1"', "region"],
    ['account_id = "222222222222"', "account_id"],
    ["emulator = true", "emulator"],
    ['gcp = { project = "other-project" }', "gcp.project"],
    ['gcp = { state = { cloud = { organization = "acme" } } }', "gcp.state"],
  ])("a system's file cannot say where it is: %s", (line, path) => {
    shop.write({
      "systems/shop/dev.tfvars":
        `${google("10.1.0.0/16").trim()}\n`.replace(
          "gcp = {",
          line.startsWith("gcp") ? `gcp = { ${line.slice(8, -2)},` : "gcp = {",
        ) + (line.startsWith("gcp") ? "" : `${line}\n`),
    });
    expect(shop.wrong("shop-gcp-dev")).toEqual([
      expect.stringMatching(
        new RegExp(`^systems/shop/dev\\.tfvars:\\d: ${path}: in the wrong file, expected it in environments/`),
      ),
    ]);
    shop.write({ "systems/shop/dev.tfvars": google("10.1.0.0/16") });
  });

  test("a file of --settings cannot either, but for `protected`", () => {
    expect(shop.wrong("shop-gcp-dev", "elsewhere.tfvars")).toEqual([
      'elsewhere.tfvars:1: region: in the wrong file, expected it in environments/: a file of --settings cannot say where a stack is, found "eu-west-1"',
    ]);
  });

  test("what is missing is located in the file where it belongs", () => {
    shop.write({ "systems/shop/dev.tfvars": "\ngcp = {}\n", "environments/dev.tfvars": account("111111111111") });
    expect(shop.wrong("shop-gcp-dev").map((line) => line.split(", expected")[0])).toEqual([
      "environments/dev.tfvars:1: gcp.location: missing",
      "environments/dev.tfvars:1: gcp.project: missing",
      "environments/dev.tfvars:1: gcp.project_number: missing",
      "systems/shop/dev.tfvars:2: gcp.load_balancer: missing",
      "systems/shop/dev.tfvars:2: gcp.network: missing",
    ]);
  });

  test("a platform's block is an object: null does not take it away", () => {
    shop.write({ "systems/shop/dev.tfvars": "gcp = null\n" });
    expect(shop.wrong("shop-gcp-dev")).toContainEqual(
      "systems/shop/dev.tfvars:1: gcp: not a block, expected an object, found null",
    );
  });
});
