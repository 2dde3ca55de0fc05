import { missingRequirements, missingTests, unreachedSteps } from "../../../operator/workflows/mistakes";
import { requiring } from "../../workflows/requiring";
import { environment, type Job, smallProjects, workflowsIn } from "./small-project";

const project = smallProjects();

const lambda = "aws_serverless = {}";

/** A system on Lambda in some environments, with a pipeline. */
const shop = (base: string, ...environments: string[]) => ({
  "systems/shop/base.tfvars": base,
  ...Object.fromEntries(
    environments.flatMap((name) => [
      [`environments/${name}.tfvars`, environment("111111111111")],
      [`systems/shop/${name}.tfvars`, lambda],
    ]),
  ),
});

const deployOf = (files: Readonly<Record<string, string>>) => {
  const found = workflowsIn(project(files))["deploy-shop"];
  if (!found) throw new Error("expected a workflow deploy-shop");
  return found;
};

const conditions = (jobs: Readonly<Record<string, Job>>) =>
  Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.if]));

const version = "v[0-9]+.[0-9]+.[0-9]+";

describe("branches and tags deploy what the documents say", () => {
  test("gitflow: develop → dev, main → prod", () => {
    const { on, jobs } = deployOf(shop('pipeline = "gitflow"', "dev", "prod"));
    expect(on).toEqual({ push: { branches: ["develop", "main"] }, workflow_dispatch: {} });
    expect(conditions(jobs)).toEqual({
      "shop-aws-serverless-dev": "github.ref == 'refs/heads/develop'",
      "shop-aws-serverless-dev-release": "github.ref == 'refs/heads/develop'",
      "shop-aws-serverless-prod-promote": "github.ref == 'refs/heads/main'",
      "shop-aws-serverless-prod": "github.ref == 'refs/heads/main'",
      "shop-aws-serverless-prod-release": "github.ref == 'refs/heads/main'",
    });
  });

  test("trunk: develop → staging, v1.2.0 → prod, and environments of other names", () => {
    const names = 'pipeline = "trunk"\npipeline_environments = { staging = "stage", production = "live" }';
    const { on, jobs } = deployOf(shop(names, "stage", "live"));
    expect(on).toMatchObject({ push: { branches: ["develop"], tags: [version] } });
    expect(conditions(jobs)).toMatchObject({
      "shop-aws-serverless-stage": "github.ref == 'refs/heads/develop'",
      "shop-aws-serverless-live": "startsWith(github.ref, 'refs/tags/v') && !contains(github.ref_name, '-rc.')",
    });
  });

  test("candidates: main → test, v1.2.0-rc.1 → staging, v1.2.0 → prod", () => {
    const { on, jobs } = deployOf(shop('pipeline = "candidates"', "test", "staging", "prod"));
    expect(on).toMatchObject({ push: { branches: ["main"], tags: [`${version}-rc.[0-9]+`, version] } });
    expect(conditions(jobs)).toMatchObject({
      "shop-aws-serverless-test": "github.ref == 'refs/heads/main'",
      "shop-aws-serverless-staging": "startsWith(github.ref, 'refs/tags/v') && contains(github.ref_name, '-rc.')",
      "shop-aws-serverless-prod": "startsWith(github.ref, 'refs/tags/v') && !contains(github.ref_name, '-rc.')",
    });
  });

  test("candidates are watched each hour in the stage before production, and asked about after the wait", () => {
    const names = 'pipeline = "candidates"\npipeline_environments = { staging = "stage" }';
    const all = workflowsIn(project(shop(names, "test", "stage", "prod")));
    const { on, jobs } = all["watch"] ?? { on: {}, jobs: {} };
    expect(on).toMatchObject({ schedule: [{ cron: expect.stringMatching(/^[1-5]?[13579] \* \* \* \*$/) }] });
    expect(Object.keys(jobs)).toEqual(["look-stage", "issue"]);
    expect(jobs["look-stage"]).toMatchObject({ environment: "stage-watch" });
    expect(jobs["look-stage"]).not.toHaveProperty("env");
    expect(jobs["look-stage"]?.steps).toContainEqual({
      run: "npm run pipeline -- look health shop-aws-serverless-stage --environment stage --out looks",
    });
    const watched = Object.entries(all["deploy-shop"]?.jobs ?? {}).flatMap(([name, job]) =>
      job.with?.["watched"] ? [[name, job.with["watched"]]] : [],
    );
    expect(watched).toEqual([["shop-aws-serverless-prod-release", "shop-aws-serverless-stage"]]);
  });

  test("a system's tests run after its release to staging, and nowhere else", () => {
    const { jobs } = deployOf(shop('pipeline = "candidates"\npipeline_tests = "test:shop"', "test", "staging", "prod"));
    const tests = Object.entries(jobs).flatMap(([name, job]) =>
      job.with?.["tests"] ? [[name, job.with["tests"]]] : [],
    );
    expect(tests).toEqual([["shop-aws-serverless-staging-release", "test:shop"]]);
  });

  test("tests that are no script of package.json are named", () => {
    const read = project(shop('pipeline = "trunk"\npipeline_tests = "test:shop"', "staging", "prod"));
    expect(missingTests(read, ["test", "test:shop"])).toEqual([]);
    expect(missingTests(read, ["test"])).toEqual([
      "shop: pipeline_tests: expected a script in package.json, found test:shop: add it there",
    ]);
  });

  test("without candidates nothing is watched each hour", () => {
    expect(Object.keys(workflowsIn(project(shop('pipeline = "trunk"', "staging", "prod"))))).not.toContain("watch");
  });
});

test("nothing reaches an environment that the one before has not released: promotion, then infrastructure, then the release", () => {
  const { jobs } = deployOf(shop('pipeline = "candidates"', "test", "staging", "prod"));
  const prod = "shop-aws-serverless-prod";
  expect(jobs[`${prod}-promote`]?.with).toEqual({
    ...{ stack: prod, from: "shop-aws-serverless-staging", environment: "staging", region: "us-east-1" },
    plan_role: "arn:aws:iam::111111111111:role/multicloud-staging-plan",
    from_ref: "refs/tags/v[0-9]+\\.[0-9]+\\.[0-9]+-rc\\.[0-9]+",
  });
  expect(jobs[prod]?.needs).toEqual([`${prod}-promote`]);
  expect(jobs[`${prod}-release`]?.needs).toEqual([`${prod}-promote`, prod]);
  expect(Object.keys(jobs)).not.toContain("shop-aws-serverless-test-promote");
});

test("a standby gets what production has, promoted and released after all of production in the same run", () => {
  const names = 'pipeline = "candidates"\npipeline_environments = { standby = "west" }';
  const environments = ["test", "staging", "prod", "west"];
  const { on, jobs } = deployOf(shop(names, ...environments));
  expect(on).toMatchObject({ push: { branches: ["main"], tags: [`${version}-rc.[0-9]+`, version] } });
  const [prod, west] = ["shop-aws-serverless-prod", "shop-aws-serverless-west"];
  expect(jobs[`${west}-promote`]).toMatchObject({
    needs: [`${prod}-release`],
    with: { stack: west, from: prod, from_ref: "refs/tags/v[0-9]+\\.[0-9]+\\.[0-9]+" },
  });
  expect(jobs[west]?.needs).toEqual([`${west}-promote`]);
  expect(jobs[`${west}-release`]?.with).toMatchObject({
    github_environment: "west",
    release_role: expect.stringContaining("shop-west-deploy"),
  });
  // Only production waits for the watch of its candidate.
  expect(jobs[`${west}-release`]?.with).not.toHaveProperty("watched");
  for (const job of ["promote", "release"]) expect(jobs[`${west}-${job}`]?.if).toBe(jobs[`${prod}-${job}`]?.if);
  const watch = workflowsIn(project(shop(names, ...environments)))["watch"];
  expect(Object.keys(watch?.jobs ?? {})).toEqual(["look-staging", "issue"]);
});

test("where the application's own workflow releases, the log is the evidence; later the signed one is", () => {
  const named = ["test", "staging", "prod"];
  const routed = `
application = { image = "ghcr.io/acme/shop:1.0.0", cpu = 1, memory_mib = 2048 }
aws = {
  load_balancer = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/c" }
  network       = { cidr = "10.0.0.0/16" }
  service       = { blue_green = true }
}
`;
  const { jobs } = deployOf({
    ...shop('pipeline = "candidates"', ...named),
    ...Object.fromEntries(named.map((name) => [`systems/shop/${name}.tfvars`, routed])),
  });
  const evidence = (name: string) => jobs[`shop-aws-${name}-promote`]?.with?.["evidence"];
  expect([evidence("staging"), evidence("prod")]).toEqual(["log", undefined]);
  expect(jobs["shop-aws-staging-promote"]?.with).not.toHaveProperty("from_ref");
  expect(Object.keys(jobs)).not.toContain("shop-aws-test-release");
  // With one side there is nothing to release: a deploy gives users the build.
  const oneSided = routed.replace("blue_green = true", "blue_green = false");
  const deployed = deployOf({
    ...shop('pipeline = "candidates"', ...named),
    ...Object.fromEntries(named.map((name) => [`systems/shop/${name}.tfvars`, oneSided])),
  });
  expect(Object.keys(deployed.jobs).filter((name) => /^shop-aws-(?!serverless)/.test(name))).toEqual(
    named.map((name) => `shop-aws-${name}`),
  );
});

test("another cloud gets the same build with its deploy, where it runs the same image", () => {
  const named = ["staging", "prod"];
  const on = (image: string) => `
application = { image = "ghcr.io/acme/shop:1.0.0", cpu = 1, memory_mib = 2048 }
aws = {
  load_balancer = { certificate_arn = "arn:aws:acm:us-east-1:111111111111:certificate/c" }
  network       = { cidr = "10.0.0.0/16" }
  service       = { blue_green = true }
}
gcp = {
  application   = { image = "${image}" }
  load_balancer = { domains = ["shop.example"] }
  network       = { cidr = "10.1.0.0/16" }
}
`;
  const place = `gcp = { project = "acme-shop", project_number = "123456789012", location = "us-east1" }`;
  const imageOf = (image: string, name: string) => {
    const { jobs } = deployOf({
      ...shop('pipeline = "trunk"', ...named),
      ...Object.fromEntries(
        named.flatMap((one) => [
          [`environments/${one}.tfvars`, `${environment("111111111111")}\n${place}\n`],
          [`systems/shop/${one}.tfvars`, on(image)],
        ]),
      ),
    });
    return jobs[`shop-gcp-${name}`]?.with?.["image"];
  };
  const same = "ghcr.io/acme/shop:0.9.0";
  expect(imageOf(same, "prod")).toBe("${{ needs.shop-aws-prod-promote.outputs.image }}");
  expect(imageOf(same, "staging")).toBeUndefined();
  expect(imageOf("us-docker.pkg.dev/acme-shop/images/shop:1.0.0", "prod")).toBeUndefined();
});

describe("what a release requires", () => {
  const all = ["scan", "after", "baseline"];

  test("is handed over where it is required, and nowhere else", () => {
    const { jobs } = deployOf(requiring({ staging: ["baseline"], prod: all }));
    const given = (name: string) =>
      ["after", "scan"].flatMap((input) => {
        const value = jobs[name]?.with?.[input];
        return value === undefined ? [] : [`${input}: ${value}`];
      });
    const jobsOf = (environment: string) =>
      ["aws", "aws-serverless"].flatMap((platform) =>
        ["promote", "release"].map((job) => given(`shop-${platform}-${environment}-${job}`)),
      );
    expect(jobsOf("staging")).toEqual([[], [], [], []]);
    expect(jobsOf("prod")).toEqual([
      ...[[], ["after: staging", "scan: image"]],
      ...[["scan: code"], ["after: staging", "scan: code"]],
    ]);
    expect(missingRequirements(project(requiring({ prod: all })))).toEqual([]);
  });

  test.each([
    [["baseline"], []],
    [["scan"], ["shop-aws-serverless-test: expected no scan and after, found scan"]],
    [
      all,
      [
        "shop-aws-test: expected no after, found after",
        "shop-aws-serverless-test: expected no scan and after, found scan and after",
      ],
    ],
  ])("where no promotion hands %j over, the settings are refused by name", (required, refused) => {
    const found = missingRequirements(project(requiring({ test: required })));
    const none = "release.require: a promotion hands it over, and none leads to test in the pipeline candidates: ";
    expect(found.map((line) => line.replace(none, "")).sort()).toEqual(
      refused.map((line) => `${line}: require it in the environments after it`).sort(),
    );
  });
});

test("jobs sign in with the roles of their environment's account and of their stack", () => {
  const { jobs } = deployOf(shop('pipeline = "gitflow"', "dev", "prod"));
  expect(jobs["shop-aws-serverless-dev"]?.with).toEqual({
    stack: "shop-aws-serverless-dev",
    environment: "dev",
    region: "us-east-1",
    plan_role: "arn:aws:iam::111111111111:role/multicloud-dev-plan",
    infrastructure_role: "arn:aws:iam::111111111111:role/multicloud-dev-infrastructure",
  });
  expect(jobs["shop-aws-serverless-dev-release"]?.with).toEqual({
    stack: "shop-aws-serverless-dev",
    github_environment: "dev",
    region: "us-east-1",
    release_role: "arn:aws:iam::111111111111:role/shop-dev-deploy",
  });
});

test("only the nightly comparison records what it found, as a role of its own", () => {
  const workflows = workflowsIn(project(shop('pipeline = "gitflow"', "dev", "prod")));
  const looks = ["plan", "drift", "due"].map((name) => {
    const { steps = [] } = workflows[name]?.jobs["look-prod"] ?? {};
    const role = steps.find(({ uses }) => uses?.startsWith("aws-actions/"))?.with?.["role-to-assume"];
    return [name, String(role).split("/")[1], steps.some(({ run }) => run?.includes(" --record "))];
  });
  expect(looks).toEqual([
    ["plan", "multicloud-prod-plan", false],
    ["drift", "multicloud-prod-drift", true],
    ["due", "multicloud-prod-plan", false],
  ]);
});

test("a state in HCP Terraform takes a token, the one secret that cannot be avoided, and runs have roles of their own", () => {
  const hcp = 'state = { cloud = { organization = "acme" } }\nrelease = { log_bucket = "acme-releases" }\n';
  const files = {
    ...shop('pipeline = "gitflow"', "dev", "prod"),
    "environments/dev.tfvars": environment("111111111111", hcp),
  };
  const workflows = workflowsIn(project(files));
  const { jobs } = workflows["deploy-shop"] ?? { jobs: {} };
  expect(jobs["shop-aws-serverless-dev"]).toMatchObject({ secrets: "inherit" });
  expect(Object.keys(jobs["shop-aws-serverless-dev"]?.with ?? {})).not.toContain("plan_role");
  expect(workflows["stack"]?.jobs["plan"]?.env).toMatchObject({
    TF_TOKEN_app_terraform_io: "${{ secrets.TF_TOKEN_app_terraform_io }}",
    PLAN_KEY: "${{ secrets.PLAN_KEY || 'state' }}",
  });
  const apply = workflows["stack"]?.jobs["apply"];
  expect(apply?.env).toHaveProperty("UNSEEN", "${{ inputs.infrastructure_role == '' && 'true' || '' }}");
  expect(apply?.steps?.at(-1)?.run).toMatch(/ --confirm-by github \$\{UNSEEN:\+--release-unseen\}$/);
  expect(workflows["drift"]?.jobs["look-dev"]?.env).toHaveProperty("TF_TOKEN_app_terraform_io");
  expect(workflows["drift"]?.jobs["look-prod"]?.env ?? {}).not.toHaveProperty("TF_TOKEN_app_terraform_io");
});

test("a standby whose stack is called like a job of production is refused", () => {
  const standby = shop(
    'pipeline = "trunk"\npipeline_environments = { standby = "prod-release" }',
    "staging",
    "prod",
    "prod-release",
  );
  expect(() => workflowsIn(project(standby))).toThrow(
    /^shop: two jobs of its pipeline have the name shop-aws-serverless-prod-release: rename the environment/,
  );
});

test("a pipeline that would deploy nothing to an environment is named with what to do", () => {
  const files = shop('pipeline = "trunk"', "staging", "prod");
  const emulated = { ...files, "environments/staging.tfvars": environment("123456789012", "emulator = true\n") };
  expect(unreachedSteps(project(files))).toEqual([]);
  expect(unreachedSteps(project(emulated))).toEqual([
    "shop: pipeline: expected a stack in staging that a workflow reaches, where trunk has its staging, found none: name another environment in pipeline_environments.staging, or remove `pipeline`",
  ]);
});

test("no workflow is made of a pipeline that leads to an environment that there is not", () => {
  const files = shop('pipeline = "trunk"\npipeline_environments = { production = "live" }', "staging", "prod");
  expect(() => project(files)).toThrow(
    /base\.tfvars:2: pipeline_environments\.production: no such environment, expected/,
  );
});
