import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readPipelines } from "../../../operator/workflows/project";
import { pipelineStack } from "../../../operator/workflows/stacks";
import { mark, workflowsOf } from "../../../operator/workflows/workflows";
import { hasWorkflows } from "../../../operator/workflows/write";
import { examples, root } from "../../stacks/synthesized";
import { folder, names, textOf } from "../../workflows/shipped-files";
import type { Job, Workflow } from "./small-project";

const project = readPipelines(examples);
const texts = workflowsOf(project, ".");
const workflows = [...texts].map(([name, text]) => [name, parse(text) as Workflow] as const);
const jobs = workflows.flatMap(([name, workflow]) =>
  Object.entries(workflow.jobs).map(([job, body]) => [`${name}: ${job}`, body] as const),
);
const jobOf = (file: string, name: string): Job => {
  const job = workflows.find(([one]) => one === file)?.[1].jobs[name];
  if (!job) throw new Error(`expected a job ${name} in ${file}`);
  return job;
};

interface Ruleset {
  readonly rules: readonly {
    readonly parameters?: { readonly required_status_checks?: readonly { readonly context: string }[] };
  }[];
}

// A team's own workflows take the place of the examples' in its checkout.
const committed = hasWorkflows(folder, texts) ? test : test.skip;

committed("the committed workflows are those of the shipped examples: npm run init:workflows", () => {
  const there = names.filter((name) => textOf(name).startsWith(`# ${mark}`));
  expect(there).toEqual([...texts.keys()].sort());
  for (const [name, text] of texts) expect([name, textOf(name)]).toEqual([name, text]);
});

test("the checks that GitHub's rules require are jobs that exist", () => {
  const { rules } = JSON.parse(readFileSync(join(root, ".github/rulesets/branches.json"), "utf8")) as Ruleset;
  const required = rules.flatMap(({ parameters }) => parameters?.required_status_checks ?? []);
  const scans = parse(textOf("scans.yml")) as Workflow;
  const checks = Object.keys(workflows.find(([name]) => name === "checks.yml")?.[1].jobs ?? {});
  const named = checks.flatMap((job) =>
    job === "scans" ? Object.keys(scans.jobs).map((of) => `${job} / ${of}`) : job,
  );
  expect(required.map(({ context }) => context).sort()).toEqual(named.sort());
});

test("a line of a step is one npm run, or cosign or gh", () => {
  const lines = jobs.flatMap(([, job]) => (job.steps ?? []).flatMap(({ run }) => run ?? []));
  expect(lines.length).toBeGreaterThan(20);
  for (const run of lines) {
    expect(run).toMatch(/^((exec )?npm run [\w:]+( |$)|npm run "\$TESTS"$|npm test|cosign |gh )/);
  }
});

describe("what no role for plans may read", () => {
  const id = "ai-prism-kubernetes-prod";
  const looked = (file: string) => (jobOf(file, "look-prod").steps ?? []).flatMap(({ run = "" }) => run.split(" "));

  test("is planned in its deploy, as who applies and after an approval", () => {
    expect(jobOf("deploy-ai-prism.yml", id).with).toMatchObject({
      plan_environment: "prod",
      plan_role: "arn:aws:iam::444444444444:role/multicloud-prod-infrastructure",
    });
    const others = jobOf("deploy-ai-prism.yml", "aws-eks-prod").with ?? {};
    expect(others["plan_role"]).toMatch(/-plan$/);
    expect(others).not.toHaveProperty("plan_environment");
  });

  test("is in no pull request and no night; what is due is looked at all the same", () => {
    for (const file of ["plan.yml", "drift.yml"]) {
      expect([file, looked(file)]).toEqual([file, expect.arrayContaining(["aws-eks-prod"])]);
      expect([file, looked(file)]).not.toEqual([file, expect.arrayContaining([id])]);
    }
    expect(looked("due.yml")).toContain(id);
  });

  test("is a cluster's objects, and the password of a database with replicas, where no run in HCP Terraform reads it", () => {
    const why = (platform: "aws" | "aws-eks" | "kubernetes", more: object) =>
      pipelineStack(
        { id: "x", platform, system: "shop", environment: "prod", needs: [] } as never,
        {
          region: "us-east-1",
          account_id: "111111111111",
          environment: "prod",
          protected: true,
          state: {},
          ...more,
        } as never,
      ).readsMore;
    expect(why("aws", { database: { replicas: 1 } })).toMatch(/database\.replicas/);
    expect(why("kubernetes", {})).toMatch(/objects of its cluster/);
    expect(why("aws", { database: { replicas: 0 } })).toBeUndefined();
    expect(why("aws-eks", { database: { replicas: 2 } })).toBeUndefined();
    const hcp = { state: { cloud: { hostname: "app.terraform.io" } } };
    expect(why("aws", { database: { replicas: 1 }, ...hcp })).toBeUndefined();
  });
});

describe("who may do what", () => {
  test("reports of scanners are handed over in a private repository too, where their run is read", () => {
    const { jobs: scans } = parse(textOf("scans.yml")) as Workflow;
    const rights = { actions: "read", contents: "read", "security-events": "write" };
    expect([jobOf("checks.yml", "scans").permissions, scans["repository"]?.permissions]).toEqual([rights, rights]);
    const { jobs: application } = parse(textOf("application.yml")) as Workflow;
    expect(application["build"]?.permissions).toMatchObject(rights);
  });

  test("only jobs in a GitHub environment get a token that says who they are", () => {
    const tokens = jobs.filter(([, { permissions, uses }]) => permissions?.["id-token"] && !uses);
    expect(tokens.length).toBeGreaterThan(10);
    for (const [name, { environment }] of tokens) expect([name, environment]).toEqual([name, expect.any(String)]);
  });

  test("a pull request's jobs only look: as <environment>-plan, never for a fork", () => {
    const plan = workflows.find(([name]) => name === "plan.yml")?.[1].jobs ?? {};
    expect(plan["affected"]?.if).toBe("github.event.pull_request.head.repo.full_name == github.repository");
    for (const [name, { environment, permissions, needs }] of Object.entries(plan)) {
      if (environment) expect([name, environment]).toEqual([name, expect.stringMatching(/-plan$/)]);
      if (name !== "affected") expect([needs].flat()).toContain("affected");
      expect(permissions?.["contents"]).toBe("read");
    }
    expect(plan["look-prod"]?.steps).toContainEqual(
      expect.objectContaining({
        with: { "role-to-assume": "arn:aws:iam::444444444444:role/multicloud-prod-plan", "aws-region": "us-east-1" },
      }),
    );
  });

  test("what no person approves only looks, and never for a pull request: drift, due, promotions and the plan of a deploy", () => {
    const watching = jobs.filter(([, { environment }]) => /-watch/.test(String(environment)));
    const files = new Set(watching.map(([name]) => name.split(":")[0]));
    expect([...files].sort()).toEqual(["drift.yml", "due.yml", "promote.yml", "stack.yml", "watch.yml"]);
    expect(jobOf("stack.yml", "plan").environment).toBe(
      "${{ inputs.plan_environment || format('{0}-watch', inputs.environment) }}",
    );
    expect(jobOf("drift.yml", "look-prod").environment).toBe("prod-watch");
    for (const [name, { permissions }] of watching) {
      // A promotion reads the evidence of other runs, and the issue of the watch.
      const more = name.startsWith("promote.yml") ? { actions: "read", issues: "read" } : {};
      expect([name, permissions]).toEqual([name, { contents: "read", "id-token": "write", ...more }]);
    }
    for (const file of files)
      expect(workflows.find(([name]) => name === file)?.[1].on).not.toHaveProperty("pull_request");
  });

  test("dev and test are commented at once; each protected environment after its approval", () => {
    expect(jobOf("plan.yml", "comment").needs).toEqual(["affected", "look-dev", "look-test"]);
    expect(jobOf("plan.yml", "comment-staging").needs).toEqual(["affected", "comment", "look-staging"]);
    expect(jobOf("plan.yml", "comment-prod").permissions).toEqual({ contents: "read", "pull-requests": "write" });
  });

  test("one job of an environment at a time: no run is cancelled for a later one", () => {
    for (const [file, name, group] of [
      ["stack.yml", "apply", "environment"],
      ["release.yml", "release", "github_environment"],
    ] as const) {
      expect(jobOf(file, name).concurrency).toEqual({
        group: `\${{ inputs.${group} }}`,
        "cancel-in-progress": false,
        queue: "max",
      });
    }
  });

  test("no secret is stored: nothing is read from any", () => {
    for (const [name, text] of texts) expect([name, text.match(/secrets[.:].*/g)]).toEqual([name, null]);
  });
});

describe("what is deployed how", () => {
  const runs = (job: Job) => (job.steps ?? []).flatMap(({ run }) => (typeof run === "string" ? [run] : []));

  test("what was planned is applied, after an approval, where there is something to apply", () => {
    const plan = jobOf("stack.yml", "plan");
    const apply = jobOf("stack.yml", "apply");
    expect(runs(plan)).toEqual([
      'npm run plan -- "$STACK" --for-approval --policy --out plans ${IMAGE:+--var "image=$IMAGE"}',
    ]);
    expect(apply).toMatchObject({ needs: "plan", if: "needs.plan.outputs.changes == 'true'" });
    expect(runs(apply)).toEqual(['npm run deploy -- "$STACK" --planned ./plans --confirm-by github']);
  });

  test("the step after a release takes the build back, however the release ended", () => {
    const list = jobOf("release.yml", "release").steps ?? [];
    const at = list.findIndex(({ run }) => String(run).includes("--abort"));
    expect(list[at]).toMatchObject({ if: "${{ !success() }}" });
    expect([list[at - 1], list[at - 2]].map((step) => step?.["run"])).toEqual([
      expect.stringMatching(/^exec npm run release -- "\$STACK" --image "\$IMAGE" .*--confirm-by github$/),
      expect.stringMatching(/^exec npm run release -- "\$STACK" --code .*--confirm-by github$/),
    ]);
  });

  test("the workload on a cluster comes after the cluster", () => {
    expect(jobOf("deploy-ai-prism.yml", "ai-prism-kubernetes-prod").needs).toContain("aws-eks-prod");
  });

  test("a stack on Google Cloud or Azure signs in there, and to AWS for its state", () => {
    expect(jobOf("deploy-test-execution.yml", "gcp-prod").with).toMatchObject({
      plan_role: "arn:aws:iam::444444444444:role/multicloud-prod-plan",
      google_provider:
        "projects/100000000004/locations/global/workloadIdentityPools/github-test-execution-prod/providers/github",
      google_plan_account: "test-execution-prod-plan@test-execution-prod.iam.gserviceaccount.com",
    });
    expect(jobOf("deploy-test-execution.yml", "azure-prod").with).toMatchObject({
      azure_subscription: "00000000-0000-4000-8000-000000000004",
    });
  });

  test("no workflow reaches the emulator, or a cluster that only a machine knows", () => {
    const all = [...texts.values()].join("\n");
    expect(all).not.toMatch(/\blocal\b|aws-local| kubernetes-prod\b/);
    expect(project.leftOut.map(({ id }) => id)).toEqual(expect.arrayContaining(["kubernetes-prod"]));
    expect([...project.stacks, ...project.leftOut].filter(({ id }) => id.endsWith("-local"))).toEqual([]);
  });
});
