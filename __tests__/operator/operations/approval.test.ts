import { type ApprovalProps, approval } from "../../../operator/operations/approval";
import type { StackPlan } from "../../../operator/plan/stack-plan";
import { silent } from "../../../operator/progress/progress";

const plan: StackPlan = {
  id: "aws-prod",
  changes: [{ address: "a.one", action: "create" }],
  drift: [],
  outputs: {},
  hasChanges: true,
  destroy: false,
  configHash: "",
  planHash: "",
  created: "",
};

const free = new Set<string>();
const locked = new Set(["aws-prod"]);

function decide(props: Partial<ApprovalProps>): Promise<boolean> {
  return approval({ progress: silent, protectedIds: free, yes: false, confirmed: [], show: () => {}, ...props })(plan);
}

test.each<[string, boolean, Partial<ApprovalProps>]>([
  ["--yes is enough for a stack that is not protected", true, { yes: true }],
  ["--confirm with its id is enough for a protected stack", true, { protectedIds: locked, confirmed: ["aws-prod"] }],
  ["y approves a stack that is not protected", true, { ask: async () => "y" }],
  ["no answer declines", false, { ask: async () => "" }],
  ["y does not approve a protected stack", false, { protectedIds: locked, ask: async () => "y" }],
  ["its id approves a protected stack", true, { protectedIds: locked, ask: async () => "aws-prod" }],
  [
    "--yes does not spare a protected stack the question",
    false,
    { protectedIds: locked, yes: true, ask: async () => "" },
  ],
])("%s", async (_, expected, props) => {
  expect(await decide(props)).toBe(expected);
});

test.each<[string, Partial<ApprovalProps>]>([
  ["aws-prod is protected and has to be confirmed: pass --confirm aws-prod", { protectedIds: locked, yes: true }],
  ["aws-prod has to be confirmed: pass --yes", {}],
  [
    "aws-prod is protected and has to be confirmed: pass --confirm aws-prod",
    { protectedIds: locked, confirmed: ["aws-dev"] },
  ],
])("without a terminal it says: %s", async (message, props) => {
  await expect(decide(props)).rejects.toThrow(message);
});

test("the plan is shown before the question", async () => {
  const order: string[] = [];
  await decide({
    show: (text) => order.push(text.includes("a.one") ? "plan" : "other"),
    ask: async (question) => {
      order.push(question);
      return "";
    },
  });
  expect(order).toEqual(["plan", "deploy aws-prod? [y/N] "]);
});
