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

test("the log of a release has the tag of its run, and its summary too", async () => {
  const ref = process.env["GITHUB_REF"];
  process.env["GITHUB_REF"] = "refs/tags/v1.2.0-rc.1";
  const by = thisOperator("aws-dev");
  if (ref === undefined) delete process.env["GITHUB_REF"];
  else process.env["GITHUB_REF"] = ref;
  const place = { store: new MemoryStore(), stack: "aws-dev" };
  expect(summarize(await ReleaseLog.claim(place, undefined, plan, by, 0, 60)).tag).toBe("v1.2.0-rc.1");
});

test("the release of another stack has none", () => {
  expect(thisOperator("aws-dev")).not.toHaveProperty("approved");
});
