import { silent } from "../../../../operator/progress/progress";
import { aliasCarriers, ecsCarriers, functionCarriers } from "../../../../operator/release/state/carriers";
import { TerraformState } from "../../../../operator/release/state/terraform-state";
import { Workspace } from "../../../../operator/terraform/workspace";
import { FakeTerraform, failure, planned } from "../../operations/fake-terraform";

const fake = new FakeTerraform();
afterAll(() => fake.remove());

const holds = (live: string) =>
  fake.reacts({
    output: { out: [{ release: { value: { live: { value: live, setting: "blue", from: "release" } } } }] },
    plan: { exit: 0 },
  });
const reads = () => fake.commands().filter((command) => command === "output").length;

test("what was read is known until something is applied: each read starts a Terraform", async () => {
  fake.stack("aws-x");
  holds("blue");
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-x", source, root, env, operation: "test" });
  const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  expect([await state.known(), await state.known()]).toEqual([{ live: "blue" }, { live: "blue" }]);
  expect(reads()).toBe(1);
  holds("green");
  expect([await state.known(), await state.read(), await state.known()]).toEqual([
    { live: "blue" },
    { live: "green" },
    { live: "green" },
  ]);
  expect(reads()).toBe(2);
  await state.apply({}, { lockTimeoutSeconds: 1, reason: "test" });
  holds("blue");
  expect(await state.known()).toEqual({ live: "blue" });
  workspace.close();
});

test("an apply replaces what differs from what was read just before, and reads it itself only if nothing was", async () => {
  const lateBound = { live: { setting: "blue" } };
  fake.stack("aws-w", { variable: { live: {} }, resource: { terraform_data: { live: {} } } });
  holds("green");
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-w", source, root, env, operation: "test" });
  Object.assign(workspace.config, { lateBound, variables: ["live"] });
  const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  const options = { lockTimeoutSeconds: 1, reason: "test" };
  const before = reads();
  const plan = () =>
    fake
      .calls()
      .filter((call) => call.startsWith("plan "))
      .at(-1);
  await state.read();
  await state.apply({ live: "blue" }, options);
  expect({ reads: reads() - before, plan: plan() }).toEqual({
    reads: 1,
    plan: expect.stringContaining("-replace=terraform_data.live"),
  });
  await state.apply({ live: "green" }, options);
  expect(reads() - before).toBe(2);
  expect(plan()).not.toContain("-replace");
  workspace.close();
});

test("what an apply has written is known, and a plan of weights alone is not shown: each starts a Terraform", async () => {
  fake.stack("aws-v", { resource: { aws_lb_listener_rule: { api: {} }, aws_ecs_service: { api: {} } } });
  const plans = (...changed: object[]) =>
    fake.reacts({
      plan: { exit: 2, out: changed },
      show: { out: [{ resource_changes: [] }] },
      apply: { out: [{ type: "outputs", outputs: { release: { value: { live: { value: "green" } } } } }] },
    });
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-v", source, root, env, operation: "test" });
  const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  const apply = async (...changed: object[]) => {
    plans(...changed);
    const before = fake.calls().length;
    await state.apply({}, { lockTimeoutSeconds: 1, reason: "test" });
    expect(await state.known()).toEqual({ live: "green" });
    return fake.commands().slice(before);
  };
  expect(await apply(planned("aws_lb_listener_rule.api", "update"))).toEqual(["plan", "apply"]);
  expect(await apply(planned("aws_ecs_service.api", "update"))).toEqual(["plan", "show", "apply"]);
  workspace.close();
});

describe("an apply that looks at what exists first", () => {
  const apply = async (reaction: Parameters<FakeTerraform["reacts"]>[0]) => {
    fake.stack("aws-y", { resource: { aws_ecs_service: { api: {} } } });
    fake.reacts({ output: { out: ["{}"] }, ...reaction });
    const { source, root, env } = fake;
    const workspace = Workspace.open({ id: "aws-y", source, root, env, operation: "test" });
    const before = fake.calls().length;
    const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
    try {
      await state.apply({ live: "blue" }, { lockTimeoutSeconds: 1, reason: "back", looks: true });
    } finally {
      workspace.close();
    }
    return fake
      .calls()
      .slice(before)
      .filter((call) => call.startsWith("plan "));
  };

  test("finds what a killed apply has left, of the release alone", async () => {
    const [plan = "", ...others] = await apply({ plan: { exit: 0 } });
    expect(others).toEqual([]);
    expect(plan).not.toContain("-refresh=false");
    expect(plan).toContain("-target=aws_ecs_service.api");
  });

  test("compares with the state alone where it may not look, so that a way back comes to its end", async () => {
    const plans = await apply({ plan: { exit: 1, out: [failure("AccessDenied: reading S3 Bucket")] } }).catch(() =>
      fake
        .calls()
        .filter((call) => call.startsWith("plan "))
        .slice(-2),
    );
    expect(plans.map((plan) => plan.includes("-refresh=false"))).toEqual([false, true]);
  });
});

test("what the checkout would publish is changed, and not pending: it is the build of a release", async () => {
  fake.stack("aws-u");
  fake.reacts({
    plan: {
      exit: 2,
      out: [planned("aws_lambda_function.chat", "update"), planned("aws_sqs_queue.jobs", "create")],
    },
    show: { out: [{ resource_changes: [] }] },
  });
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-u", source, root, env, operation: "test" });
  const state = new TerraformState(workspace, { progress: silent, carriers: functionCarriers, carriesBuild: true });
  expect(await state.changed()).toEqual(["update aws_lambda_function.chat", "create aws_sqs_queue.jobs"]);
  expect(await state.pending()).toEqual(["create aws_sqs_queue.jobs"]);
  workspace.close();
});

describe("what else is to be changed", () => {
  const looked = async (message: string) => {
    fake.stack("aws-v");
    fake.reacts({ plan: { exit: 1, out: [failure("reading IAM Role (shop-prod-api)", message)] } });
    const { source, root, env } = fake;
    const workspace = Workspace.open({ id: "aws-v", source, root, env, operation: "test" });
    const before = fake.calls().length;
    const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
    await expect(state.pending()).rejects.toThrow("shop-prod-api");
    workspace.close();
    const plans = fake
      .calls()
      .slice(before)
      .filter((call) => call.startsWith("plan "));
    return plans.map((plan) => plan.includes("-refresh=false"));
  };

  test("is compared with the state alone where the role may not read what exists", async () => {
    expect(await looked("api error AccessDenied: User: x is not authorized to perform: iam:GetRole")).toEqual([
      false,
      true,
    ]);
  });

  test("is not looked for again after another mistake", async () => {
    expect(await looked("api error Throttling: Rate exceeded")).toEqual([false]);
  });
});

describe("a rollback of functions", () => {
  const apply = async (id: string, ...changed: object[]) => {
    fake.stack(id, {
      variable: { chat_live_version: {} },
      resource: {
        terraform_data: { chat_live_version: {} },
        aws_lambda_function: { chat: {} },
        aws_lambda_alias: { chat: { function_name: "${aws_lambda_function.chat.function_name}" } },
      },
    });
    fake.reacts({
      output: { out: [{ release: { value: { chat_live_version: { value: "3" } } } }] },
      plan: { exit: 2, out: changed },
      show: { out: [{ resource_changes: [] }] },
    });
    const { source, root, env } = fake;
    const workspace = Workspace.open({ id, source, root, env, operation: "test" });
    const lateBound = { chat_live_version: { setting: "" }, summary_live_version: { setting: "" } };
    Object.assign(workspace.config, { lateBound, variables: ["chat_live_version"] });
    const before = fake.calls().length;
    const notes: string[] = [];
    const state = new TerraformState(workspace, {
      progress: { ...silent, report: (event) => event.type === "note" && notes.push(event.text) },
      carriers: aliasCarriers,
      leaveOut: true,
      carriesBuild: true,
    });
    const applied = state.apply({ chat_live_version: "2" }, { lockTimeoutSeconds: 1, reason: "back" });
    const message = await applied.then(
      () => "",
      (error: Error) => error.message,
    );
    workspace.close();
    const plans = fake.calls().slice(before);
    const targets = plans
      .filter((call) => call.startsWith("plan "))
      .map((call) => [...call.matchAll(/-target=(\S+)/g)].map(([, target]) => target));
    return { targets, notes, message };
  };
  const alias = planned("aws_lambda_alias.chat", "update");
  const whole = ["terraform_data.chat_live_version", "aws_lambda_alias.chat"];

  test("plans the values and the aliases alone", async () => {
    expect(await apply("aws-f", alias)).toEqual({ targets: [whole], notes: ["back"], message: "" });
  });

  test("leaves the code out that is edited here, and names it", async () => {
    const code = planned("aws_lambda_function.chat", "update");
    const { targets, notes } = await apply("aws-g", alias, code);
    const values = ["terraform_data.chat_live_version", "terraform_data.summary_live_version"];
    expect(targets[0]).toEqual(whole);
    expect([...new Set(targets[1])]).toEqual(values);
    expect(notes).toEqual(["back", expect.stringMatching(/^left out: .*aws_lambda_function.chat$/)]);
  });
});

test("a lock that is held says whose it is, and how to free it", async () => {
  fake.stack("aws-z");
  const held = "Lock Info:\n  ID:        1-2\n  Operation: OperationTypeApply\n  Who:       ann@elsewhere\n";
  fake.reacts({ plan: { exit: 1, out: [failure("Error acquiring the state lock", held)] } });
  const { source, root, env } = fake;
  const workspace = Workspace.open({ id: "aws-z", source, root, env, operation: "test" });
  const state = new TerraformState(workspace, { progress: silent, carriers: ecsCarriers });
  const applied = state.apply({}, { lockTimeoutSeconds: 1, reason: "back", looks: true });
  await expect(applied).rejects.toMatchObject({
    kind: "locked",
    message: expect.stringMatching(
      /^state of aws-z is locked by ann@elsewhere .*unlock with: npm run unlock -- aws-z --id 1-2/,
    ),
  });
  workspace.close();
});
