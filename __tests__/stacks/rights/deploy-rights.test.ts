import { examples, resources, type StackJson, synthesizeAll } from "../synthesized";
import { rightsOf } from "./role-rights";

/** What the pipeline of an application may do: deploy images and release them, and nothing more. */

const stacks = examples.stacks.filter(({ platform }) => platform === "aws");

/** Without a resource: AWS has none for these. */
const everywhere = [
  "application-autoscaling:DescribeScalableTargets",
  "application-autoscaling:DescribeScheduledActions",
  "cloudwatch:GetMetricData",
  "ecs:DeregisterTaskDefinition",
  "ecs:DescribeTaskDefinition",
  "ecs:ListTasks",
  "ecs:RegisterTaskDefinition",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetHealth",
];

describe.each(stacks)("$id", ({ id, environment }) => {
  let stack: StackJson;
  let rights: ReturnType<typeof rightsOf>;
  beforeAll(async () => {
    stack = (await synthesizeAll()).get(id) as StackJson;
    const [role] = resources(stack, "aws_iam_role").filter(({ address }) => /deploy-role/.test(address));
    rights = rightsOf(stack, role?.address as string);
  });

  test("reaches everything of a kind only where AWS knows no resource", () => {
    const all = Object.entries(rights).flatMap(([action, on]) => (on.includes("*") ? [action] : []));
    expect(all.sort()).toEqual(everywhere);
  });

  test("puts entries of its own log of releases, and deletes nothing but its lock", () => {
    expect(rights["s3:PutObject"]?.filter((object) => object.includes("/releases/"))).toEqual([
      expect.stringMatching(new RegExp(`^s3:.*/releases/${id}/\\*$`)),
    ]);
    const deletes = Object.entries(rights).filter(([action]) => /:(Delete|Terminate|Stop)/.test(action));
    expect(deletes.map(([action]) => action).sort()).toEqual(
      [
        "dynamodb:DeleteItem",
        "s3:DeleteObject",
        ...(isBlueGreen() ? ["application-autoscaling:DeleteScheduledAction", "elasticloadbalancing:DeleteRule"] : []),
      ].sort(),
    );
    expect(rights["s3:DeleteObject"]).toEqual([expect.stringMatching(/\.tflock$|tflock/)]);
  });

  test("runs the tasks of the application, and no other", () => {
    for (const definition of rights["ecs:RunTask"] ?? []) {
      expect(definition).toMatch(new RegExp(`^ecs:task-definition/test-execution-${environment}-api-[a-z-]+:\\*$`));
    }
  });

  test("with blue/green moves weights of its own rules, makes and removes probes alone, and holds its own replicas", () => {
    const { local, ruleRights } = rulesOf();
    if (!isBlueGreen()) {
      expect(ruleRights).toEqual([]);
      return;
    }
    expect(local).toHaveLength(1);
    const made = statements().find(({ sid }) => sid === "MakeProbeRules");
    expect(made?.condition).toEqual([{ test: "StringEquals", variable: "aws:RequestTag/Release", values: ["probe"] }]);
    const changed = statements().find(({ sid }) => sid === "ProbeRules");
    expect(changed?.condition).toEqual([
      { test: "StringEquals", variable: "aws:ResourceTag/Release", values: ["probe"] },
    ]);
    expect(changed?.resources).toEqual([
      expect.stringMatching(/^\$\{replace\(aws_lb_listener\..*, ":listener\/", ":listener-rule\/"\)\}\/\*$/),
    ]);
    expect(statements().find(({ sid }) => sid === "Replicas")?.resources).toHaveLength(2);
  });

  const isBlueGreen = () => "next_percent" in (stack.variable ?? {});

  interface Made {
    readonly sid?: string;
    readonly resources: string[];
    readonly condition?: unknown;
  }

  const statements = (): Made[] =>
    Object.entries(stack.data?.["aws_iam_policy_document"] ?? {}).flatMap(([name, { statement }]) =>
      name.startsWith("deploy-role_permissions") ? (statement as Made[]) : [],
    );

  function rulesOf() {
    const ruleRights = Object.keys(rights).filter(
      (action) => /^elasticloadbalancing:.*(Rule|Tags)$/.test(action) && !/Describe/.test(action),
    );
    return { ruleRights, local: statements().find(({ sid }) => sid === "Weights")?.resources };
  }
});
