import { drift } from "../../../operator/commands/drift";
import { withStacks } from "../../../operator/commands/with-stacks";
import { acceptedState } from "../../../operator/drift/accept";
import type { Found } from "../../../operator/drift/report";
import { driftStacks, revertStacks } from "../../../operator/operations/drift";

/** The exit code of the way back: what is left, what could not be compared and what is wrong with the list count in every case. */

jest.mock("../../../operator/operations/drift");
jest.mock("../../../operator/commands/with-stacks");
jest.mock("../../../operator/drift/accept");

const found: Found = {
  address: "aws_lb.one",
  attribute: "idle_timeout",
  before: "60",
  after: "7",
  kind: "drift",
  isReverted: true,
};
const edited = [{ address: "aws_lb.one", action: "update" as const }];
const compared = (id: string, status: "drift" | "none", undeployed: typeof edited = []) => ({
  id,
  status: "compared",
  looked: {
    addresses: new Set<string>(),
    drift: {
      ...{ stack: id, at: "2026-11-30", status, found: status === "drift" ? [found] : [] },
      ...{ undeployed, follows: [], strays: [], notes: [] },
    },
  },
});
const notCompared = { id: "aws-y", status: "failed", error: "no credentials" };

const printed: string[] = [];
const exitCode = process.exitCode;
beforeEach(() => {
  printed.length = 0;
  jest.mocked(acceptedState).mockReturnValue({ expired: [], warnings: [] });
  jest.mocked(withStacks).mockImplementation(async ({ patterns }, use) => {
    const selection = { ids: patterns, source: "source", protectedIds: new Set(), emulatedIds: [] };
    return use(selection as never, (outputs) => outputs);
  });
  for (const stream of [process.stdout, process.stderr])
    jest.spyOn(stream, "write").mockImplementation((text) => printed.push(String(text)) > 0);
});
afterEach(() => {
  process.exitCode = exitCode;
  jest.restoreAllMocks(); // The streams are the process's own, of all test files.
});

const run = async (first: object[], reverted: object[], again: object[] = []) => {
  jest
    .mocked(driftStacks)
    .mockReset()
    .mockResolvedValueOnce(first as never)
    .mockResolvedValueOnce(again as never);
  jest.mocked(revertStacks).mockResolvedValue(reverted as never);
  const options = { settings: [], var: {}, parallel: 1, confirm: [], yes: true };
  await drift(["aws-x", "aws-y"], { ...options, revert: true });
  return process.exitCode;
};
const result = (status: string) => ({ id: "aws-x", status, seconds: 1, outputs: {} });

test.each<[what: string, first: object[], reverted: object, again: object[], code: number]>([
  ["nothing is left", [compared("aws-x", "drift")], result("deployed"), [compared("aws-x", "none")], 0],
  ["drift is left", [compared("aws-x", "drift")], result("deployed"), [compared("aws-x", "drift")], 2],
  ["another person was faster", [compared("aws-x", "drift")], result("unchanged"), [], 0],
  ["another was faster, and a stack failed", [compared("aws-x", "drift"), notCompared], result("unchanged"), [], 1],
  [
    "another was faster, and what the settings change is left",
    [compared("aws-x", "drift"), compared("aws-y", "drift", edited)],
    result("unchanged"),
    [],
    2,
  ],
  ["it was declined", [compared("aws-x", "drift")], result("declined"), [], 1],
])("where %s", async (_, first, reverted, again, code) => {
  expect(await run(first, [reverted], again)).toBe(code);
});

test("where another was faster, and the day of an acceptance has passed", async () => {
  jest.mocked(acceptedState).mockReturnValue({ expired: ["drift.tfvars:1"], warnings: [] });
  expect(await run([compared("aws-x", "drift")], [result("unchanged")])).toBe(1);
});
