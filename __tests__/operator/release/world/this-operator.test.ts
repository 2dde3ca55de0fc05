import { keepApproval } from "../../../../operator/process/approved";
import { summarize } from "../../../../operator/release/log/record";
import { ReleaseLog } from "../../../../operator/release/log/release-log";
import { thisOperator } from "../../../../operator/release/world/this-operator";
import { MemoryStore } from "../log/memory-store";
import { plan } from "../log/plan";

const approved = { run: "https://github.com/acme/shop/actions/runs/7", approver: "bob", environment: "prod" };

test("the log of a release has who approved it in a job, and its summary too", async () => {
  keepApproval("aws-prod", approved);
  const place = { store: new MemoryStore(), stack: "aws-prod" };
  const log = await ReleaseLog.claim(place, undefined, plan, thisOperator("aws-prod"), 0, 60);
  expect(summarize(log)).toMatchObject({ status: "in_progress", approved });
  const read = await ReleaseLog.open(place, log.id);
  expect(read.entries[0]?.by.approved).toEqual(approved);
});

test("the release of another stack has none", () => {
  expect(thisOperator("aws-dev")).not.toHaveProperty("approved");
});
