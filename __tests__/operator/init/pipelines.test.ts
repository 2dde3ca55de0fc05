import { everything, InitFolder } from "./project";

let project: InitFolder;
beforeEach(() => {
  project = new InitFolder();
});
afterEach(() => project.remove());

/** Platforms whose stack has a role for releases. */
const platforms = "aws,aws-eks,aws-serverless,aws-websocket,aws-codebuild";

test("each platform of AWS says who may release it; nothing else is there for pipelines", async () => {
  await project.init({ ...everything, platforms });
  const text = project.text("systems/shop/dev.tfvars");
  expect(text.match(/deploy += \{ repository = "acme\/shop" \}/g)).toHaveLength(5);
  expect(text).not.toMatch(/workflow_repository|github_environment/);
  expect(project.text("environments/dev.tfvars")).not.toMatch(/pipelines|role_boundary/);
  expect(await project.mistakes()).toEqual([]);
});

test("with the project's own repository its pipelines get roles, and functions are released from it", async () => {
  await project.init({ ...everything, platforms, pipelines: "acme/infrastructure" });
  const environment = project.text("environments/prod.tfvars");
  expect(environment).toMatch(/^role_boundary += true$/m);
  expect(environment).toMatch(
    /pipelines = \{ repository = "acme\/infrastructure", systems = \["shop", "shop-codebuild", "shop-eks", "shop-serverless", "shop-websocket"\] \}/,
  );
  const text = project.text("systems/shop/prod.tfvars");
  expect(text).toMatch(/deploy += \{ repository = "acme\/shop", workflow_repository = "acme\/infrastructure" \}/);
  for (const platform of ["serverless", "websocket", "codebuild"]) {
    expect(text).toMatch(
      new RegExp(
        `repository = "acme/infrastructure", workflow_repository = "acme/infrastructure", github_environment = "shop-aws-${platform}-prod"`,
      ),
    );
  }
  expect(await project.mistakes()).toEqual([]);
});

test("an environment that comes later has the pipelines of the others, for every system", async () => {
  await project.init({ ...everything, platforms: "aws", pipelines: "acme/infrastructure" });
  await project.init({ environment: ["qa"], account: ["333333333333"] });
  expect(project.text("environments/qa.tfvars")).toMatch(/systems = \["shop"\]/);
  expect(project.text("systems/shop/qa.tfvars")).toMatch(/workflow_repository = "acme\/infrastructure"/);
  expect(await project.mistakes()).toEqual([]);
});

test("a system that comes later must be listed by hand: the check says where", async () => {
  await project.init({ ...everything, platforms: "aws", pipelines: "acme/infrastructure" });
  await project.init({ platforms: "aws", system: "billing", domain: "billing.test" });
  const found = await project.mistakes();
  expect(found.length).toBeGreaterThan(1);
  for (const mistake of found) expect(mistake).toMatch(/expected "billing" in account\.pipelines\.systems/);
});

test("a repository of pipelines that is none is refused", async () => {
  await expect(project.init({ ...everything, platforms: "aws", pipelines: "acme" })).rejects.toThrow(
    /--pipelines: expected owner\/name/,
  );
});

test("where no system is on AWS, the account with the states has roles for them all the same", async () => {
  await project.init({ ...everything, platforms: "gcp,azure", pipelines: "acme/infrastructure" });
  expect(project.text("environments/dev.tfvars")).toMatch(
    /pipelines = \{ repository = "acme\/infrastructure", systems = \["shop"\] \}/,
  );
  expect(await project.mistakes()).toEqual([]);
});
