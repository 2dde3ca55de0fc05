import { checkPlan, installCheckov, type Report } from "./support/security-checkov";
import { covers, type Exception, readExceptions, readShares } from "./support/security-exceptions";
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
const shares = readShares();
/** The share of a row in docs/security.md may differ by this, in points: not every new resource changes the page. */
const tolerance = 0.5;
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

    /** The checks that count: those without what checkov gets wrong. */
    function counted() {
      const { passed, failed: found } = report();
      const isFalse = known.filter((exception) => exception.isFalse);
      const failed = found.filter((check) => !isFalse.some((exception) => covers(exception, id, check)));
      return { passed, checks: passed + failed.length, falseOnes: found.length - failed.length };
    }

    test(`passes ${leastShare(platform) * 100} % of the checks or more, but for those that checkov gets wrong`, () => {
      const { passed, checks } = counted();
      // Fewer would mean that checkov did not read the plan.
      expect(passed).toBeGreaterThan(100);
      expect(passed / checks).toBeGreaterThanOrEqual(leastShare(platform));
    });

    test("docs/security.md has its share of passed checks, with what is not counted", () => {
      const { passed, checks, falseOnes } = counted();
      const percent = (100 * passed) / checks;
      const measured = { stack: id, checks, passed, percent: Number(percent.toFixed(1)), falseOnes };
      const row = shares.find(({ stack }) => stack === id);
      const isNear = row && row.falseOnes === falseOnes && Math.abs(row.percent - percent) <= tolerance;
      expect(isNear ? measured : row).toEqual(measured);
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
