import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { everything, InitFolder } from "./project";

let project: InitFolder;
beforeEach(() => {
  project = new InitFolder();
});
afterEach(() => project.remove());

/** Files that are there already have the same text as before. */
function unchanged(before: Readonly<Record<string, string>>): void {
  const after = project.files();
  expect(Object.fromEntries(Object.keys(before).map((file) => [file, after[file]]))).toEqual(before);
}

const networks = () => [...JSON.stringify(project.files()).matchAll(/ cidr = \\"([\d./]+)/g)].map(([, range]) => range);

test("a second system is added to the first: nothing of it changes, no network is used twice", async () => {
  await project.init({ ...everything, platforms: "aws,gcp,kubernetes" });
  const before = project.files();
  await project.init({
    platforms: "aws,gcp,kubernetes",
    system: "billing",
    repository: "acme/shop",
    domain: "billing.test",
  });
  unchanged(before);
  expect(new Set(networks()).size).toBe(networks().length);
  expect(await project.mistakes()).toEqual([]);
  // One repository for both: each deploy role belongs to the GitHub environment of its own stack.
  expect(project.text("systems/billing/dev.tfvars")).toContain('github_environment = "billing-aws-dev"');
  expect(project.text("systems/billing/dev.tfvars")).toContain('github_environment = "billing-gcp-dev"');
  // Its cluster has the services, and its project the audit logs, of the first.
  expect(project.text("systems/billing/dev.tfvars")).toMatch(/envoy-gateway += \{ enabled = false \}/);
  expect(project.text("systems/billing/dev.tfvars")).toMatch(/audit += \{ enabled = false \}/);
});

test("what is written can be read by others, as in any repository", async () => {
  await project.init({ ...everything, platforms: "gcp" });
  const mode = (path: string) => (statSync(join(project.folder, path)).mode & 0o777).toString(8);
  expect([mode("."), mode("environments"), mode("environments/dev.tfvars")]).toEqual(["755", "755", "644"]);
});

test("on a cluster of its own environment, a second system brings the services itself", async () => {
  await project.init({ ...everything, platforms: "kubernetes", environments: "dev" });
  await project.init({ platforms: "kubernetes", system: "billing", environments: "qa", account: ["111111111111"] });
  expect(project.text("systems/billing/qa.tfvars")).not.toContain("enabled = false");
  await project.init({ environment: ["eu"], account: ["111111111111"] });
  expect(project.text("systems/billing/eu.tfvars")).not.toContain("enabled = false");
  expect(project.text("systems/shop/eu.tfvars")).toMatch(/cert-manager += \{ enabled = false \}/);
  expect(await project.mistakes()).toEqual([]);
});

test("a copy of a shipped system and another: each of its services is there once", async () => {
  await project.init({ ...everything, platforms: "kubernetes,gcp,azure" });
  const { checked } = await project.init(
    { ...everything, system: "copy", example: "test-execution", domain: "copy.test" },
    true,
  );
  expect(checked.mistakes).toEqual([]);
});

test("an environment with a long name is added to every system, with what the others have", async () => {
  await project.init({ ...everything, platforms: "aws,kubernetes" });
  await project.init({
    platforms: "gcp",
    system: "billing",
    environments: "gcp-only",
    project: ["gcp-only=billing-1"],
    account: ["333333333333"],
  });
  const before = project.files();
  const { checked } = await project.init({
    environment: ["integration-europe-1"],
    account: ["444444444444"],
    project: ["integration-europe-1=shop-eu"],
  });
  unchanged(before);
  expect(checked.stacks.get("integration-europe-1")).toEqual([
    "account-integration-europe-1",
    "shop-aws-integration-europe-1",
    "billing-gcp-integration-europe-1",
    "shop-kubernetes-integration-europe-1",
  ]);
  expect(project.text("systems/shop/integration-europe-1.tfvars")).toContain('"integration-europe-1.shop.test"');
  expect(await project.mistakes()).toEqual([]);
});

test("an environment is added to the one system that is named", async () => {
  await project.init({ ...everything, platforms: "gcp" });
  await project.init({ system: "billing", platforms: "gcp", domain: "billing.test" });
  const { files } = await project.init({
    environment: ["qa"],
    system: "shop",
    account: ["111111111111"],
    project: ["qa=shop-qa"],
  });
  expect(files.map(({ path }) => path)).toEqual(["environments/qa.tfvars", "systems/shop/qa.tfvars"]);
  expect(await project.mistakes()).toEqual([]);
});

test("environments of one account: one makes what an account has once", async () => {
  await project.init({ ...everything, account: ["111111111111"], platforms: "aws", environments: "dev,prod" });
  await project.init({ environment: ["qa", "eu"], account: ["111111111111"], region: ["eu=eu-west-1"] });
  expect(project.text("environments/dev.tfvars")).toContain("account = {}");
  for (const name of ["prod", "qa"])
    expect(project.text(`environments/${name}.tfvars`)).toContain("owns_account = false");
  expect(project.text("environments/eu.tfvars")).toContain("github_oidc = false");
  expect(await project.mistakes()).toEqual([]);
});

test.each([
  ["a system that is there", { ...everything, platforms: "gcp" }, /shop is there already/],
  ["an environment that is there", { environment: ["dev"] }, /systems\/shop\/dev\.tfvars: there already/],
  ["a system that is not there", { environment: ["qa"], system: "shup" }, /expected shop, found shup/],
  [
    "a cloud that the environments do not name",
    { system: "new", platforms: "azure", subscription: ["11111111-1111-4111-8111-111111111111"] },
    /add these lines yourself[\s\S]*environments\/dev\.tfvars:\n {2}azure = \{ subscription_id = "11111111/,
  ],
])("%s: nothing is written, and it is said what to do", async (_, options, expected) => {
  await project.init({ ...everything, platforms: "gcp" });
  const before = project.files();
  await expect(project.init(options)).rejects.toThrow(expected);
  expect(project.files()).toEqual(before);
});

test("a file of the user's stays, and networks in it are not used", async () => {
  const path = join(project.folder, "systems/old/dev.tfvars");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(
    path,
    '# mine\ngcp = { network = { cidr = "10.20.0.0/15" }, load_balancer = { domains = ["old.test"] } }\n',
  );
  const before = project.files();
  await project.init({ ...everything, platforms: "gcp" });
  unchanged(before);
  expect(networks().slice().sort()).toEqual(["10.20.0.0/15", "10.22.0.0/16", "10.23.0.0/16"]);
});

test("a file that cannot be read is said, and nothing is written", async () => {
  await project.init({ ...everything, platforms: "gcp" });
  writeFileSync(join(project.folder, "environments/dev.tfvars"), "account_id = \n");
  const before = project.files();
  await expect(project.init({ environment: ["qa"] })).rejects.toThrow(
    /environments\/dev\.tfvars:1:.*\nnothing was written/,
  );
  expect(project.files()).toEqual(before);
});

test("a failure half-way leaves the folder as it was", async () => {
  await project.init({ ...everything, platforms: "gcp" });
  // Where a folder must be made there is a file.
  writeFileSync(join(project.folder, "systems/billing"), "");
  const before = project.files();
  await expect(project.init({ system: "billing", platforms: "gcp" })).rejects.toThrow(
    /cannot be written.*Nothing was written/,
  );
  expect(project.files()).toEqual(before);
});

test("what a killed run left next to the project is removed", async () => {
  const left = join(dirname(project.folder), ".project-draft-000000-1-abc");
  mkdirSync(left);
  await project.init({ ...everything, platforms: "gcp" });
  rmSync(left, { recursive: true, force: true });
  expect(Object.keys(project.files()).every((file) => file.startsWith("project/"))).toBe(true);
});
