import type { Progress, ProgressEvent } from "../../../operator/progress/progress";
import { ResourceEvents, reportRead } from "../../../operator/terraform/resource-events";
import type { TerraformEvent } from "../../../operator/terraform/terraform";
import { failure, hook } from "../operations/fake-terraform";

const seen: ProgressEvent[] = [];
const progress = { report: (event: ProgressEvent) => seen.push(event) } as unknown as Progress;
beforeEach(() => seen.splice(0));

test("a reason is passed on as soon as Terraform has it", () => {
  const { take } = new ResourceEvents("aws-x", progress);
  take({ "@message": "", ...hook("apply_errored", "a.one") });
  take({ "@message": "", ...failure("creating a: quota", "", "a.one") } as TerraformEvent);
  expect(seen).toMatchObject([
    { type: "resource_failed", address: "a.one" },
    { type: "diagnostic", diagnostic: { severity: "error", summary: "creating a: quota", address: "a.one" } },
  ]);
});

test("a plan reports what it begins to read, and what it has read", () => {
  for (const type of [
    "refresh_start",
    "refresh_complete",
    "apply_start",
    "apply_complete",
    "apply_start",
    "apply_errored",
  ])
    reportRead("aws-x", { "@message": "", ...hook(type, "a.one", "read") }, progress);
  const pair = ["read_start", "read_done"];
  expect(seen.map(({ type }) => type)).toEqual([...pair, ...pair, ...pair]);
});
