import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DeployOptions, deployStacks } from "../../../operator/operations/deploy";
import { planStacks } from "../../../operator/operations/plan-stacks";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform, failure, hook, planned } from "./fake-terraform";

let fake: FakeTerraform;
beforeEach(() => {
  fake = new FakeTerraform();
});
afterEach(() => fake.remove());

const one = { plan: { exit: 2, out: [planned("a.one", "create")] } };

function deploy(ids: string[], options: Partial<DeployOptions> = {}) {
  const { source, root, env } = fake;
  return deployStacks(ids, { source, root, env: () => env, progress: silent, approve: async () => true, ...options });
}

test("applies exactly the plan that was approved, and returns the outputs that are not sensitive", async () => {
  fake.stack("aws-x");
  const outputs = { url: { sensitive: false, value: "https://x" }, password: { sensitive: true, value: "hunter2" } };
  fake.reacts({ ...one, apply: { out: [hook("apply_start", "a.one"), { type: "outputs", outputs }] } });
  const [result] = await deploy(["aws-x"]);
  expect(result).toMatchObject({ status: "deployed", outputs: { url: "https://x" } });
  expect(JSON.stringify(result)).not.toContain("hunter2");
  expect(fake.calls().at(-1)).toMatch(/^apply -input=false -json plan\.applied-[0-9a-f-]{36}\.tfplan$/);
});

test("applies nothing that was not approved, and leaves no plan behind", async () => {
  fake.stack("aws-x");
  fake.reacts(one);
  const [result] = await deploy(["aws-x"], { approve: async () => false });
  expect(result?.status).toBe("declined");
  expect(fake.commands()).toEqual(["init", "plan"]);
  expect(existsSync(join(fake.root, "stacks/aws-x/plan.tfplan"))).toBe(false);
});

test("does not init again while backend, providers and lock file are the same", async () => {
  fake.stack("aws-x", { resource: { a: { one: {} } } });
  fake.reacts({ plan: {} });
  await deploy(["aws-x"]);
  fake.stack("aws-x", { resource: { a: { one: {}, two: {} } } });
  await deploy(["aws-x"]);
  expect(fake.commands()).toEqual(["init", "plan", "output", "plan", "output"]);
  fake.stack("aws-x", { terraform: { backend: { s3: { bucket: "other" } } } });
  await deploy(["aws-x"]);
  expect(fake.commands().slice(5)).toEqual(["init", "plan", "output"]);
});

test("deploys a stack after those that it needs, and skips it when one of them fails, but not its siblings", async () => {
  for (const id of ["account-x", "aws-x", "aws-y"]) fake.stack(id);
  const needs = { "aws-x": ["account-x"] } as Record<string, string[]>;
  const order: string[] = [];
  fake.reacts(one);
  await deploy(["aws-x", "account-x"], {
    dependencies: (id) => needs[id] ?? [],
    approve: async ({ id }) => order.push(id) > 0,
  });
  expect(order).toEqual(["account-x", "aws-x"]);

  const results = await deploy(["aws-x", "account-x", "aws-y"], {
    dependencies: (id) => needs[id] ?? [],
    approve: async ({ id }) => {
      if (id === "account-x") throw new Error("no");
      return true;
    },
  });
  expect(results.map(({ id, status }) => `${id} ${status}`)).toEqual([
    "aws-x skipped",
    "account-x failed",
    "aws-y deployed",
  ]);
});

test("each stack that is done can be looked at while the others are still deployed", async () => {
  for (const id of ["account-x", "aws-x", "aws-y"]) fake.stack(id);
  fake.reacts(one);
  const looked: Promise<string>[] = [];
  const results = await deploy(["account-x", "aws-x", "aws-y"], {
    dependencies: (id) => (id === "account-x" ? [] : ["account-x"]),
    approve: async ({ id }) => {
      if (id === "aws-y") throw new Error("no");
      if (id === "aws-x") expect(looked).toHaveLength(1);
      return true;
    },
    ended: ({ id }) => {
      const { source, root, env } = fake;
      const plans = planStacks([id], { source, root, env: () => env, progress: silent });
      looked.push(plans.then(([plan]) => `${plan?.id} ${plan?.status}`));
    },
  });
  expect(results.map(({ status }) => status)).toEqual(["deployed", "deployed", "failed"]);
  expect(await Promise.all(looked)).toEqual(["account-x planned", "aws-x planned"]);
});

test("passes a variable to the stacks that declare it, and to no other", async () => {
  fake.stack("aws-x", { variable: { image: {} } });
  fake.stack("aws-y");
  await deploy(["aws-x", "aws-y"], { vars: { image: "app:2" }, parallel: 1 });
  const plans = fake.calls().filter((call) => call.startsWith("plan"));
  expect(plans.map((call) => call.includes("-var=image=app:2"))).toEqual([true, false]);
});

test("says that a plan is stale, and that nothing was applied", async () => {
  fake.stack("aws-x");
  fake.reacts({ ...one, apply: { exit: 1, out: [failure("Saved plan is stale", "…")] } });
  const [result] = await deploy(["aws-x"]);
  expect(result).toMatchObject({ status: "failed" });
  expect(result?.error).toMatch(/^the state of aws-x has changed since its plan was made.*nothing was applied/);
});

test("names who holds a locked state, since when, and how to free it", async () => {
  fake.stack("aws-x");
  const created = new Date(Date.now() - 125_000).toISOString().replace("T", " ").replace("Z", " +0000 UTC");
  const detail = `Error message: refused\nLock Info:\n  ID:        abc-1\n  Operation: OperationTypeApply\n  Who:       ann@host\n  Created:   ${created}\n`;
  fake.reacts({ plan: { exit: 1, out: [failure("Error acquiring the state lock", detail)] } });
  const [result] = await deploy(["aws-x"]);
  expect(result?.error).toMatch(
    /^state of aws-x is locked by ann@host since \S+ \(2m0[5-7]s\), operation apply, id abc-1; whether it is alive cannot be seen from here \(it is on the host host\): look there, and only if it has ended unlock with: npm run unlock -- aws-x --id abc-1$/,
  );
});

/** An apply that fails because a role exists already, and the role in the plan. */
const orphaned = {
  ...one,
  apply: { exit: 1, out: [failure("creating IAM Role: EntityAlreadyExists: Role exists", "", "aws_iam_role.r")] },
  show: {
    out: [
      {
        resource_changes: [{ address: "aws_iam_role.r", type: "aws_iam_role", change: { after: { name: "role-x" } } }],
      },
    ],
  },
};

test("says how to adopt resources that exist but are not in the state", async () => {
  fake.stack("aws-x");
  const others = [
    failure("creating ELB: DuplicateLoadBalancerName", "", "aws_lb.b"),
    failure("AccessDenied", "", "aws_iam_role.other"),
  ];
  fake.reacts({ ...orphaned, apply: { exit: 1, out: [...orphaned.apply.out, ...others] } });
  const [result] = await deploy(["aws-x"]);
  expect(result?.error).toContain("2 resources exist but are not in the state of aws-x");
  expect(result?.error).toContain("has the tag Stack=aws-x");
  expect(result?.error).toMatch(/terraform -chdir=\S+ import 'aws_iam_role.r' 'role-x'/);
  expect(result?.error).toContain("aws_lb.b: look up its id");
  expect(fake.commands()).not.toContain("import");
});

/** A state in which the role has tags. */
const stateWith = (tags: object) => ({
  out: [{ values: { root_module: { resources: [{ address: "aws_iam_role.r", values: { tags_all: tags } }] } } }],
});

test("with adopt imports them, then plans and waits for approval again", async () => {
  fake.stack("aws-x", { variable: { image: {} } });
  fake.reacts(orphaned);
  const approved: string[] = [];
  const notes: string[] = [];
  const [result] = await deploy(["aws-x"], {
    adopt: true,
    vars: { image: "app:2", other: "1" },
    approve: async ({ id }) => approved.push(id) > 0,
    progress: {
      ...silent,
      report: (event) => {
        if (event.type !== "note") return;
        notes.push(event.text);
        fake.reacts({ ...one, show: stateWith({ Stack: "aws-x" }) });
      },
    },
  });
  expect(result?.status).toBe("deployed");
  expect(notes).toEqual(["importing aws_iam_role.r (role-x), which exists already"]);
  expect(fake.commands()).toEqual(["init", "plan", "apply", "show", "import", "show", "plan", "apply"]);
  expect(fake.calls()).toContain("import -input=false -no-color -var=image=app:2 aws_iam_role.r role-x");
  expect(approved).toEqual(["aws-x", "aws-x"]);
});

test("with adopt goes on when the failed apply has recorded the resource after all", async () => {
  fake.stack("aws-x");
  const refused = { exit: 1, err: "Error: Resource already managed by Terraform\n" };
  fake.reacts({ ...orphaned, import: refused });
  const [result] = await deploy(["aws-x"], {
    adopt: true,
    progress: { ...silent, report: ({ type }) => type === "note" && fake.reacts({ ...one, import: refused }) },
  });
  expect(result?.status).toBe("deployed");
  expect(fake.commands()).toEqual(["init", "plan", "apply", "show", "import", "untaint", "plan", "apply"]);
});

test("with adopt leaves a resource alone that has the tag of another stack", async () => {
  fake.stack("aws-x");
  fake.reacts(orphaned);
  const report = ({ type }: { type: string }) =>
    type === "note" && fake.reacts({ ...one, show: stateWith({ Stack: "aws-y" }) });
  const [result] = await deploy(["aws-x"], { adopt: true, progress: { ...silent, report } });
  expect(result?.status).toBe("failed");
  expect(result?.error).toContain("aws_iam_role.r: tag Stack=aws-y");
  expect(fake.commands()).toEqual(["init", "plan", "apply", "show", "import", "show", "state"]);
  expect(fake.calls()).toContain("state rm -no-color aws_iam_role.r");
});

test.each([
  ["google_cloud_run_v2_service", { effective_labels: { stack: "other" } }, "label stack=other"],
  ["azurerm_container_group", { tags: { Stack: "other" } }, "tag Stack=other"],
])("with adopt leaves a %s alone that another stack has marked as its own", async (type, values, owner) => {
  fake.stack("x");
  const address = `${type}.one`;
  const text = 'a resource with the ID "/groups/one" already exists - to be managed via Terraform';
  const after = { project: "p", location: "l", name: "n" };
  fake.reacts({
    ...one,
    apply: { exit: 1, out: [failure(text, "", address)] },
    show: { out: [{ resource_changes: [{ address, type, change: { after } }] }] },
  });
  const state = { out: [{ values: { root_module: { resources: [{ address, values }] } } }] };
  const report = (event: { type: string }) => event.type === "note" && fake.reacts({ ...one, show: state });
  const [result] = await deploy(["x"], { adopt: true, progress: { ...silent, report } });
  expect(result?.error).toContain(`${address}: ${owner}`);
  const id = type.startsWith("google_") ? "projects/p/locations/l/services/n" : "/groups/one";
  expect(fake.calls()).toContain(`import -input=false -no-color ${address} ${id}`);
  expect(fake.calls()).toContain(`state rm -no-color ${address}`);
});

test("with adopt says that no tag shows whose a resource is", async () => {
  fake.stack("aws-x");
  fake.reacts(orphaned);
  const notes: string[] = [];
  const [result] = await deploy(["aws-x"], {
    adopt: true,
    progress: {
      ...silent,
      report: (event) => {
        if (event.type !== "note") return;
        notes.push(event.text);
        fake.reacts({ ...one, show: stateWith({}) });
      },
    },
  });
  expect(result?.status).toBe("deployed");
  expect(notes).toContain("no tag or label Stack says whose these are: aws_iam_role.r");
});

test("what is not tainted is not a success of adopt, and the error that the apply had stays", async () => {
  fake.stack("aws-x");
  fake.reacts({
    ...orphaned,
    import: { exit: 1, err: "Error: Resource already managed by Terraform\n" },
    untaint: { exit: 1, err: "Error: Resource instance is not tainted\n" },
  });
  const [result] = await deploy(["aws-x"], { adopt: true });
  expect(result?.error).toContain("EntityAlreadyExists");
  expect(fake.commands().filter((command) => command === "apply")).toHaveLength(1);
});

test("with adopt makes a parameter again whose value the provider cannot import", async () => {
  fake.stack("aws-x");
  const address = "aws_ssm_parameter.flags";
  const after = { name: "/x/flags", insecure_value: "{}" };
  const apply = { exit: 1, out: [failure("ParameterAlreadyExists: The parameter already exists", "", address)] };
  fake.reacts({
    ...one,
    apply,
    show: { out: [{ resource_changes: [{ address, type: "aws_ssm_parameter", change: { after } }] }] },
  });
  const report = ({ type }: { type: string }) => type === "note" && fake.reacts({ ...one, show: { out: [{}] } });
  const [result] = await deploy(["aws-x"], { adopt: true, progress: { ...silent, report } });
  expect(result?.status).toBe("deployed");
  expect(fake.commands()).toEqual(["init", "plan", "apply", "show", "import", "show", "taint", "plan", "apply"]);
});

test("with adopt tries each resource once", async () => {
  fake.stack("aws-x");
  fake.reacts({ ...orphaned, import: { exit: 1, err: "Error: Resource already managed by Terraform\n" } });
  const [result] = await deploy(["aws-x"], { adopt: true });
  expect(result?.status).toBe("failed");
  expect(fake.commands().filter((command) => command === "import")).toHaveLength(1);
});

test("the account and region of an import id are those of the stack's provider", async () => {
  fake.stack("aws-x");
  const expressions = {
    allowed_account_ids: { constant_value: ["123456789012"] },
    region: { constant_value: "eu-west-1" },
  };
  const address = "aws_codebuild_report_group.r";
  const change = { after: { name: "reports" } };
  const plan = {
    resource_changes: [{ address, type: "aws_codebuild_report_group", change }],
    configuration: { provider_config: { aws: { expressions } } },
  };
  const apply = { exit: 1, out: [failure("ResourceAlreadyExistsException", "", address)] };
  fake.reacts({ ...one, apply, show: { out: [plan] } });
  const [result] = await deploy(["aws-x"]);
  expect(result?.error).toContain(`'${address}' 'arn:aws:codebuild:eu-west-1:123456789012:report-group/reports'`);
});

test("fails if no orphan can be imported by its name", async () => {
  fake.stack("aws-x");
  fake.reacts({
    ...one,
    apply: { exit: 1, out: [failure("DuplicateLoadBalancerName", "", "aws_lb.b")] },
    show: { out: [{ resource_changes: [] }] },
  });
  const [result] = await deploy(["aws-x"], { adopt: true });
  expect(result?.error).toContain("aws_lb.b: look up its id");
  expect(result?.error).not.toContain("--adopt");
  expect(fake.commands()).toEqual(["init", "plan", "apply", "show"]);
});

test("saves the state that an earlier run could not save, before it plans", async () => {
  fake.stack("aws-x");
  await deploy(["aws-x"]);
  const file = join(fake.root, "stacks/aws-x/errored.tfstate");
  writeFileSync(file, "{}");
  await deploy(["aws-x"]);
  expect(fake.calls().slice(3)).toEqual([
    "state push -no-color errored.tfstate",
    expect.stringMatching(/^plan/),
    expect.stringMatching(/^output/),
  ]);
  expect(existsSync(file)).toBe(false);
});

test("applies the plan that an earlier run saved, unless the settings have changed", async () => {
  fake.stack("aws-x");
  fake.reacts(one);
  const { source, root, env } = fake;
  await planStacks(["aws-x"], { source, root, env: () => env, progress: silent });
  const planFile = join(root, "stacks/aws-x/plan.tfplan");
  expect(readFileSync(planFile, "utf8")).toBe("a plan");

  fake.stack("aws-x", { resource: { a: { two: {} } } });
  const [changed] = await deploy(["aws-x"], { planned: true });
  expect(changed?.error).toMatch(/settings have changed since the plan/);

  fake.stack("aws-x");
  const [result] = await deploy(["aws-x"], { planned: true });
  expect(result?.status).toBe("deployed");
  expect(fake.commands()).toEqual(["init", "plan", "apply"]);
  expect((await deploy(["aws-x"], { planned: true }))[0]?.error).toMatch(/^aws-x: expected a saved plan, found none/);
});

test("refuses a stack that is worked on already, and names the holder", async () => {
  fake.stack("aws-x");
  fake.reacts({ plan: { delay: 0.3 } });
  const results = await Promise.all([deploy(["aws-x"]), deploy(["aws-x"])]);
  expect(results.map(([result]) => result?.status)).toEqual(["unchanged", "failed"]);
  expect(results[1]?.[0]?.error).toMatch(/^aws-x is locked by \S+@\S+ \(process \d+\) since .*operation deploy/);
});

test("says that Terraform was killed, and looks up what it left", async () => {
  fake.stack("aws-x");
  const lock = "Error: Failed to unlock state\nLock Info:\n  ID:        abc-1\n  Who:       ann@elsewhere\n";
  fake.reacts({ ...one, apply: { delay: 5 }, "force-unlock": { exit: 1, err: lock } });
  const running = deploy(["aws-x"], {
    progress: {
      ...silent,
      report: (event) => {
        if (event.type !== "step" || event.step !== "apply") return;
        setTimeout(() => {
          const holder = JSON.parse(readFileSync(join(fake.root, "stacks/aws-x/in-use.json"), "utf8"));
          process.kill(holder.terraform.pid, "SIGKILL");
        }, 200);
      },
    },
  });
  const [result] = await running;
  expect(result?.error).toMatch(
    /Terraform was ended by SIGKILL[\s\S]*the state is locked by ann@elsewhere[\s\S]*not begun: 1 resources/,
  );
});

test("says how to install Terraform if it is missing", async () => {
  fake.stack("aws-x");
  const [result] = await deploy(["aws-x"], { env: () => ({ TERRAFORM_BINARY_NAME: "no-such-terraform" }) });
  expect(result).toMatchObject({
    status: "failed",
    error: expect.stringContaining("no-such-terraform is not on the PATH: install Terraform"),
  });
});

test("a TMPDIR that does not exist is one line, before Terraform is started", async () => {
  fake.stack("a");
  const env = () => ({ ...fake.env, TMPDIR: "/nowhere" });
  const [result] = await deploy(["a"], { env });
  expect(result).toMatchObject({
    status: "failed",
    error: "TMPDIR: expected a folder for temporary files, found nothing at /nowhere: make it, or unset TMPDIR",
  });
  expect(fake.calls()).toEqual([]);
});

test("names the bootstrap command when the state bucket does not exist", async () => {
  fake.stack("aws-x", { terraform: { backend: { s3: { bucket: "state-1" } } } });
  fake.reacts({
    init: {
      exit: 1,
      err: '╷\n│ Error: Failed to get existing workspaces: S3 bucket "state-1" does not exist.\n│ \n╵\n',
    },
  });
  const [result] = await deploy(["aws-x"]);
  expect(result?.error).toBe("aws-x: the state bucket state-1 does not exist: run npm run bootstrap -- <environment>");
});
