import { exampleSettings, examples, resources, type StackJson, synthesizeAll } from "../synthesized";

// biome-ignore lint/suspicious/noExplicitAny: Terraform's JSON of any resource.
type Body = any;

/** What a budget counts, as `key=value`; undefined for one that counts everything of its account or project. */
const countedBy: Readonly<Record<string, (budget: Body) => string | undefined>> = {
  aws_budgets_budget: ({ cost_filter: [only, ...others] = [] }) =>
    others.length === 0 && only?.name === "TagKeyValue" && only.values.length === 1
      ? only.values[0].replace(/^user:/, "").replace("$", "=")
      : undefined,
  google_billing_budget: ({ budget_filter: { labels = {} } }) =>
    Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(),
  azurerm_consumption_budget_resource_group: ({ resource_group_id }) => resource_group_id,
};

/** What everything that a stack makes, and nothing else, carries. */
function ownMark(stack: StackJson): string {
  const { aws, google } = stack.provider as Record<string, Body[]>;
  if (aws) return `Stack=${aws[0].default_tags[0].tags.Stack}`;
  if (google) return `stack=${google[0].default_labels.stack}`;
  // That of the pipelines' identities is not paid for.
  const group = resources(stack, "azurerm_resource_group").find(({ address }) => !address.includes(".federation_"));
  return `\${${group?.address}.id}`;
}

const budgetsOf = (stack: StackJson) => Object.keys(countedBy).flatMap((type) => resources(stack, type));

const withBudget = examples.stacks.filter(({ id }) => (exampleSettings(id) as { budget?: object }).budget);

describe("a budget counts exactly its own stack", () => {
  test.each(withBudget)("$id", async ({ id }) => {
    const stack = (await synthesizeAll()).get(id) as StackJson;
    const [budget, ...others] = budgetsOf(stack);
    expect(others).toEqual([]);
    expect(countedBy[budget?.type as string]?.(budget?.body)).toBe(ownMark(stack));
  });

  test("no two stacks carry one mark, and every platform with a budget is here", async () => {
    const stacks = await synthesizeAll();
    const marks = withBudget
      .map(({ id }) => ownMark(stacks.get(id) as StackJson))
      .filter((mark) => !mark.startsWith("$"));
    expect(new Set(marks).size).toBe(marks.length);
    expect(new Set(withBudget.map(({ platform }) => platform))).toEqual(
      new Set(["aws", "aws-codebuild", "aws-eks", "aws-serverless", "aws-websocket", "azure", "gcp"]),
    );
  });

  test("there is none where the settings have none", async () => {
    const stacks = await synthesizeAll();
    const without = examples.stacks.filter((stack) => !withBudget.includes(stack));
    expect(without.length).toBeGreaterThan(0);
    expect(without.filter(({ id }) => budgetsOf(stacks.get(id) as StackJson).length > 0)).toEqual([]);
  });
});
