import { checkPlan, installCheckov, type Report } from "./support/security-checkov";
import { covers, type Exception, readExceptions } from "./support/security-exceptions";
import { missingPlugin, plannedStacks, withPlans } from "./support/security-plans";

/** checkov on Terraform's plan of production for an empty account. */

/** The share of passed checks. It is lower for the event-driven stacks: each function fails the same two checks (docs/security.md). */
const leastShare = (platform: string) => (/^aws-(serverless|websocket|codebuild)$/.test(platform) ? 0.94 : 0.98);

const unavailable = installCheckov();
const withoutGoogle = unavailable ? undefined : missingPlugin("google");
const stacks = plannedStacks("prod").filter(({ platform }) => platform !== "gcp" || !withoutGoogle);
// Jest prints no name of a file whose tests are all skipped.
if (unavailable) process.stderr.write(`checkov skipped: ${unavailable}\n`);
const exceptions = readExceptions();
const suite = unavailable ? describe.skip : describe;

suite(unavailable ? `checkov skipped: ${unavailable}` : "checkov", () => {
  const reports = new Map<string, Report>();

  beforeAll(async () => {
    await withPlans(stacks, async (id, planFile) => {
      reports.set(id, await checkPlan(planFile));
    });
  }, 600_000);

  if (withoutGoogle) test.skip(`skipped: gcp-prod: ${withoutGoogle}`, () => {});

  describe.each(stacks)("$id", ({ id, platform }) => {
    const report = () => reports.get(id) as Report;
    const known = exceptions.filter(({ stacks }) => stacks.includes(id));

    test(`passes ${leastShare(platform) * 100} % of the checks or more, but for those that checkov gets wrong`, () => {
      const { passed, failed: found } = report();
      const isFalse = known.filter((exception) => exception.isFalse);
      const failed = found.filter((check) => !isFalse.some((exception) => covers(exception, id, check)));
      // Fewer would mean that checkov did not read the plan.
      expect(passed).toBeGreaterThan(100);
      expect(passed / (passed + failed.length)).toBeGreaterThanOrEqual(leastShare(platform));
    });

    test("fails no check without a reason in docs/security.md", () => {
      const unexplained = report().failed.filter((found) => !known.some((exception) => covers(exception, id, found)));
      expect(unexplained).toEqual([]);
    });

    test("docs/security.md lists no check that passes by now", () => {
      const stale = known.filter((exception) => !report().failed.some((check) => covers(exception, id, check)));
      expect(stale).toEqual([]);
    });
  });

  test("docs/security.md lists no resource that passes by now", () => {
    const reported = exceptions.filter((exception) => exception.stacks.every((stack) => reports.has(stack)));
    const fails = ([stack, { failed }]: [string, Report], exception: Exception) =>
      failed.some((check) => covers(exception, stack, check));
    const stale = reported
      .flatMap((exception) => exception.addresses.map((address) => ({ ...exception, addresses: [address] })))
      .filter((exception) => ![...reports].some((report) => fails(report, exception)));
    expect(stale).toEqual([]);
  });
});
