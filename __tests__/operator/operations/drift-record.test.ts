import { lookForDrift } from "../../../operator/drift/look";
import { recordPlace, writeDriftRecord } from "../../../operator/drift/record";
import { driftStacks } from "../../../operator/operations/drift";
import { InterruptedError } from "../../../operator/process/user-error";
import { silent } from "../../../operator/progress/progress";
import { FakeTerraform } from "./fake-terraform";

jest.mock("../../../operator/drift/look");
jest.mock("../../../operator/drift/record");

test.each([
  ["a comparison that failed is recorded", new Error("refused"), 1],
  ["one that was stopped says nothing of the stack: the record before stays", new InterruptedError("stopped"), 0],
])("%s", async (_, error, times) => {
  const fake = new FakeTerraform();
  fake.stack("aws-x");
  jest.mocked(lookForDrift).mockRejectedValue(error);
  jest.mocked(recordPlace).mockReturnValue({ bucket: "states" } as never);
  jest.mocked(writeDriftRecord).mockReset().mockResolvedValue();
  const { source, root, env } = fake;
  const record = { commit: "0123abc" };
  await driftStacks(["aws-x"], {
    source,
    root,
    env: () => env,
    progress: silent,
    accepted: [],
    now: new Date(),
    record,
  });
  expect(writeDriftRecord).toHaveBeenCalledTimes(times);
  fake.remove();
});
