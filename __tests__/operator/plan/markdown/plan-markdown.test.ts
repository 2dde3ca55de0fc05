import fc from "fast-check";
import { mostBytes } from "../../../../operator/plan/markdown/fitted";
import { failureMarkdown, plansMarkdown } from "../../../../operator/plan/markdown/plan-markdown";
import type { AttributeChange } from "../../../../operator/plan/plan-attributes";
import { attributeChanges } from "../../../../operator/plan/plan-attributes";
import { manualChanges } from "../../../../operator/plan/plan-drift";
import type { Change, StackPlan } from "../../../../operator/plan/stack-plan";
import { stackPlan as plan } from "../stack-plan";
import { readMarkdown } from "./reader";

const value = (path: string, before: string, after: string, forcesReplacement = false): AttributeChange => ({
  path,
  before,
  after,
  forcesReplacement,
});
const markdown = (changes: readonly Change[], more: Partial<StackPlan> = {}) =>
  plansMarkdown([{ id: "aws-x", plan: plan(changes, more) }]);

const isFound = (text: string, addresses: readonly string[]) => {
  const there = new Set(readMarkdown(text).rows.map(([, address]) => address));
  return addresses.filter((address) => !there.has(address));
};

test("a plan has a marker, its sum, a table with what goes away first, folded values and where values come from", () => {
  const text = markdown(
    [
      { address: "aws_s3_bucket.logs", action: "delete" },
      {
        address: "aws_db_instance.x",
        action: "replace",
        reason: "cannot_update",
        attributes: [value("engine", '"a"', '"b"', true)],
      },
      {
        address: "aws_ecs_service.x",
        action: "update",
        attributes: [value("tags.Owner", "(none)", '"team"')],
        computed: ["arn"],
      },
      { address: "aws_sqs_queue.x", action: "create" },
    ],
    {
      drift: [{ address: "aws_ecs_service.x", action: "update", attributes: [value("desired_count", "2", "5")] }],
      variables: [{ name: "image", value: '"app:2"', source: "release", setting: '"app:1"' }],
      outputs: { url: "update" },
    },
  );
  expect(text).toBe(`<!-- multicloud-stacks:plan -->

## Plan: 1 replaced, 1 destroyed, 1 made, 1 changed in 1 of 1 stack

### aws-x: 1 to delete, 1 to replace, 1 to update, 1 to create

> **May interrupt service:** store \`aws_s3_bucket.logs\` (destroyed), database \`aws_db_instance.x\` (replaced)

| | resource | what |
|---|---|---|
| **destroyed** | \`aws_s3_bucket.logs\` |  |
| **replaced** | \`aws_db_instance.x\` | \`cannot update\`; forced by \`engine\` |
| **by hand** | \`aws_ecs_service.x\` | was changed outside of Terraform; this plan puts it right |
| changed | \`aws_ecs_service.x\` | \`tags.Owner\`; 1 computed attribute |
| made | \`aws_sqs_queue.x\` |  |

<details><summary>3 resources: values before and after</summary>

\`\`\`diff
! aws_ecs_service.x was changed outside of Terraform
    desired_count: 2 → 5
-/+ aws_db_instance.x
    engine: "a" → "b" (forces replacement)
~ aws_ecs_service.x
    tags.Owner: + "team"
    1 computed attribute
\`\`\`

</details>

Values: \`image = "app:2"\` (\`release; setting "app:1"\`)

Outputs: \`url\` (\`update\`)
`);
});

test("several stacks: a table of all, the most dangerous first; what failed with its error; what is unchanged in one line", () => {
  const text = plansMarkdown(
    [
      { id: "aws-a", plan: plan([{ address: "a.b", action: "create" }], { id: "aws-a" }) },
      { id: "aws-b", error: "error: no such\n  ``` thing" },
      { id: "aws-c", plan: plan([{ address: "a.b", action: "delete" }], { id: "aws-c" }) },
      { id: "aws-d", plan: plan([], { id: "aws-d", hasChanges: false }) },
      { id: "aws-e", plan: plan([], { id: "aws-e", hasChanges: false, environment: ["TF_VAR_x"] }) },
    ],
    { marker: "prod", commit: "0123abc" },
  );
  expect(text.split("\n")[0]).toBe("<!-- multicloud-stacks:plan:prod -->");
  expect(text).toContain(
    "## Plan: 1 destroyed, 1 made in 2 of 5 stacks; 1 of 5 could not be planned\n\nPlanned at `0123abc`.",
  );
  expect(text.match(/^### .*$/gm)).toEqual([
    "### aws-c: 1 to delete",
    "### aws-a: 1 to create",
    "### aws-b: could not be planned",
  ]);
  expect(text).toContain("| aws-b | **could not be planned** |");
  expect(readMarkdown(text).blocks).toContain("error: no such\n  ``` thing");
  expect(text).toMatch(
    /No changes: aws-d, aws-e\.\n\naws-e: Set in the environment, and part of this plan: `TF_VAR_x`\n$/,
  );
});

test("without any change it is one line below its heading", () => {
  const text = plansMarkdown([{ id: "aws-d", plan: plan([], { id: "aws-d", hasChanges: false }) }]);
  expect(text).toBe("<!-- multicloud-stacks:plan -->\n\n## Plan: no changes\n\nNo changes: aws-d.\n");
});

test("an error before any plan takes the same place", () => {
  expect(failureMarkdown("aws-x: a.tfvars:1: wrong", { marker: "dev" })).toBe(
    "<!-- multicloud-stacks:plan:dev -->\n\n## Plan: failed\n\n```\naws-x: a.tfvars:1: wrong\n```\n",
  );
});

test("what may be unwanted is above the table", () => {
  const text = markdown([{ address: "aws_s3_bucket.x", action: "delete" }], {
    destroy: true,
    takenBack: [{ variable: "image", running: "app:2", planned: "app:1", addresses: ["a.b"] }],
    stateStores: [{ kind: "state bucket", name: "states", address: "aws_s3_bucket.x", stacks: ["aws-x"] }],
  });
  const [above] = text.split("| | resource");
  expect(above).toContain("> **Destroys the whole stack.**");
  expect(above).toContain("> **Takes a running image back:** `app:2` runs, this plan runs `app:1`");
  expect(above).toContain("> **Deletes the state bucket** `states` of aws-x");
});

test("many that are made are folded", () => {
  const made = Array.from({ length: 30 }, (_, index): Change => ({ address: `a.b${index}`, action: "create" }));
  const { rows, blocks } = readMarkdown(markdown(made));
  expect(rows).toEqual([]);
  expect(blocks).toEqual([made.map(({ address }) => `+ ${address}`).join("\n")]);
});

describe("a document that would be too long", () => {
  const many = (count: number, action: Change["action"], attributes: readonly AttributeChange[] = []) =>
    Array.from(
      { length: count },
      (_, index): Change => ({ address: `aws_thing.${action}_${String(index).padStart(4, "0")}`, action, attributes }),
    );
  const long = [value("body", JSON.stringify("x".repeat(400)), JSON.stringify("y".repeat(400)))];

  test("keeps what is destroyed and replaced, leaves out whole resources, and says how many and how to see them", () => {
    const gone = [...many(150, "delete"), ...many(150, "replace", long)];
    const text = markdown([...gone, ...many(400, "update", long), ...many(400, "create")]);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    expect(Buffer.byteLength(text)).toBeGreaterThan(mostBytes * 0.95);
    expect(
      isFound(
        text,
        gone.map(({ address }) => address),
      ),
    ).toEqual([]);
    const { rows, blocks } = readMarkdown(text);
    const values = blocks.join("\n").match(/^(-|~|[+-]\/[+-]) aws_thing/gm)?.length ?? 0;
    const made = blocks.join("\n").match(/^\+ aws_thing/gm)?.length ?? 0;
    const left = 1100 - rows.length - made;
    const said =
      left > 0
        ? `${left} resources, the values of ${550 - values} resources`
        : `the values of ${550 - values} resources`;
    expect(text).toContain(`**Left out for length: ${said}.** \`npm run plan -- aws-x\` shows all of it.`);
  });

  test("holds its length for any number of stacks, resources and lengths", () => {
    const size = fc.record({
      stacks: fc.nat({ max: 8 }),
      failed: fc.nat({ max: 30 }),
      changes: fc.nat({ max: 60 }),
      length: fc.nat({ max: 600 }),
    });
    const actions: Change["action"][] = ["delete", "replace", "update", "create"];
    fc.assert(
      fc.property(size, ({ stacks, failed, changes, length }) => {
        const attributes = [value("b`|".repeat(length / 20), "1", JSON.stringify("`".repeat(length)))];
        const of = actions.flatMap((action) => many(changes, action, attributes));
        const planned = Array.from({ length: stacks }, (_, index) => {
          const id = `stack-${index}`;
          return { id, plan: plan(of, { id, overrides: Array.from({ length: 40 }, () => "|".repeat(length)) }) };
        });
        const broken = Array.from({ length: failed }, (_, index) => ({
          id: `broken-${index}`,
          error: "`x`\n".repeat(length),
        }));
        const text = plansMarkdown([...planned, ...broken]);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
        readMarkdown(text);
      }),
      { numRuns: 25 },
    );
  });

  test("of thousands of stacks those that fit are shown, and the others named or counted", () => {
    const all = Array.from({ length: 1000 }, (_, index) => {
      const id = `some-system-of-a-team-aws-environment-${index}`;
      return { id, plan: plan([{ address: "a.b", action: "delete" }], { id }) };
    });
    const text = plansMarkdown(all);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    expect(text).toMatch(/\*\*\d+ more stacks change or failed, and are left out for length:\*\*/);
  });
});

describe("no text of a plan acts", () => {
  const hostile = [
    "</details>",
    "<!--",
    "-->",
    "```",
    "````\n# x\n",
    "| a | b |",
    "\\|",
    "`",
    "@everyone",
    "@acme/team",
    "#1",
    "[x](https://evil.test)",
    "![](https://evil.test/x.png)",
    "<img src=x onerror=alert(1)>",
    "\r\n## x",
    "\u202e",
    "&#64;team",
    "\n\n---\n\n",
    "<details>",
    "$\\{x}",
    "\u0085\u2028",
  ];
  const part = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary", maxLength: 8 }));
  const text = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const attribute = fc.record({ path: text, before: text, after: text, forcesReplacement: fc.boolean() });
  const change = fc.record({
    address: text,
    action: fc.constantFrom<Change["action"][]>("delete", "replace", "forget", "update", "move", "import", "create"),
    reason: text,
    attributes: fc.array(attribute, { maxLength: 3 }),
    computed: fc.array(text, { maxLength: 2 }),
  });
  const drift = fc.record({
    address: text,
    action: fc.constantFrom("update" as const, "delete" as const),
    attributes: fc.array(attribute, { maxLength: 2 }),
  });
  const variable = fc.record({ name: text, value: text, source: text, setting: text });
  const takenBack = fc.record({
    variable: text,
    running: text,
    planned: text,
    addresses: fc.array(text, { maxLength: 3 }),
  });
  const anyPlan = fc.record({
    changes: fc.array(change, { maxLength: 5 }),
    drift: fc.array(drift, { maxLength: 2 }),
    variables: fc.array(variable, { maxLength: 2 }),
    takenBack: fc.array(takenBack, { maxLength: 1 }),
    outputs: fc.dictionary(text, fc.constant("update"), { maxKeys: 2 }),
    overrides: fc.array(text, { maxLength: 2 }),
    environment: fc.array(text, { maxLength: 2 }),
  });

  test("it is in code, which neither ends nor mentions, and the rows, folds and blocks are what we made", () => {
    fc.assert(
      fc.property(anyPlan, text, text, (it, error, commit) => {
        const stacks = [
          { id: "aws-x", plan: plan(it.changes, it) },
          { id: "aws-y", error },
          { id: "aws-z", plan: plan([], { ...it, id: "aws-z", hasChanges: false, changes: [] }) },
        ];
        const { rows, blocks, outside } = readMarkdown(plansMarkdown(stacks, { commit }));
        const own =
          /^(<!-- multicloud-stacks:plan -->|<details><summary>\d+ resources?: [a-z ]+<\/summary>|<\/details>|(> )?[^<>@`[\]\\$#]*|##+ [^<>@`[\]\\$#]*)$/;
        expect(outside.filter((line) => !own.test(line))).toEqual([]);
        expect(rows.filter((row) => row.length === 3)).toHaveLength(it.changes.length + it.drift.length);
        const folds =
          it.changes.some((of) => of.attributes.length > 0) || it.drift.some((of) => of.attributes.length > 0);
        expect(blocks).toHaveLength(1 + (folds ? 1 : 0));
      }),
      { numRuns: 300 },
    );
  });

  test("an address is what a reader sees, also with marks in it", () => {
    const address = 'aws_thing.x["a|b`c\\|d"]';
    expect(isFound(markdown([{ address, action: "delete" }]), [address])).toEqual([]);
  });
});

test("no sensitive and no hidden value is in it", () => {
  const secrets = ["hunter2-a", "hunter2-b", "ghp_0123456789abcdefghij0123"];
  const change = {
    address: "a.b",
    change: {
      actions: ["update"],
      before: { password: "hunter2-a", token: "plain" },
      after: { password: "hunter2-b", token: "ghp_0123456789abcdefghij0123" },
      before_sensitive: { password: true },
      after_sensitive: { password: true },
    },
  };
  const expressions = { password: {}, token: {} };
  const json = {
    resource_changes: [change],
    resource_drift: [
      { ...change, change: { ...change.change, before: change.change.after, after: change.change.before } },
    ],
    configuration: { root_module: { resources: [{ address: "a.b", expressions }] } },
  };
  const attributes = attributeChanges(json).get("a.b")?.attributes ?? [];
  expect(attributes).toHaveLength(2);
  const drift = manualChanges(json);
  expect(drift).toHaveLength(1);
  const text = markdown([{ address: "a.b", action: "update", attributes }], { drift });
  expect(text).toContain("password: (sensitive) → (sensitive)");
  expect(text).toContain('token: "plain" → (hidden)');
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
