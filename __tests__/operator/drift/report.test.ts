import { type Found, type StackDrift, summaryOf } from "../../../operator/drift/report";
import { driftMarkdown } from "../../../operator/drift/report-markdown";
import { driftText } from "../../../operator/drift/report-text";
import { mostBytes } from "../../../operator/plan/markdown/fitted";

const found = (more: Partial<Found> = {}): Found => ({
  address: "aws_lb.one",
  attribute: "idle_timeout",
  before: "60",
  after: "7",
  kind: "drift",
  isReverted: true,
  ...more,
});
const drift = (more: Partial<StackDrift> = {}): StackDrift => ({
  stack: "aws-prod",
  at: "2026-11-30T03:00:00.000Z",
  status: "drift",
  found: [found()],
  undeployed: [],
  follows: [],
  strays: [],
  notes: [],
  ...more,
});
const list = { expired: [], warnings: [] };

test("the text has what alarms first, then each kind with its reason", () => {
  const text = driftText(
    drift({
      found: [
        found({ kind: "owned", attribute: "count", why: "autoscaling: it scales" }),
        found(),
        found({ address: "aws_sqs_queue.a", attribute: "gone", before: "(there)", after: "(none)" }),
        found({ kind: "accepted", attribute: "tags.A", why: "a trial (until 2026-12-31, drift.tfvars:2)" }),
      ],
      undeployed: [{ address: "aws_x.b", action: "update" }],
      strays: [
        { arn: "arn:aws:sqs:::by-hand" },
        { arn: "arn:1", madeBy: "backups" },
        { arn: "arn:2", madeBy: "backups" },
      ],
      notes: ["release 000012 has not ended"],
    }),
  );
  expect(text.split("\n")).toEqual([
    "aws-prod: drift of 2 resources",
    "  release 000012 has not ended",
    "    ! aws_lb.one was changed outside of Terraform",
    "        idle_timeout: 60 → 7",
    "    ! aws_sqs_queue.a was removed outside of Terraform",
    "  accepted:",
    "    aws_lb.one tags.A: 60 → 7 – a trial (until 2026-12-31, drift.tfvars:2)",
    "  changed by what owns it:",
    "    aws_lb.one count: 60 → 7 – autoscaling: it scales",
    "  in this checkout and not deployed:",
    "    update aws_x.b",
    "  tagged Stack=aws-prod and in no state:",
    "    arn:aws:sqs:::by-hand",
    "    2 more, as expected – backups",
  ]);
});

test("a stack without drift, and one that was never deployed, are a line", () => {
  expect(driftText(drift({ status: "none", found: [] }))).toBe("aws-prod: no drift");
  const never = drift({ status: "not deployed", found: [], notes: ["its state bucket does not exist"] });
  expect(driftText(never)).toBe("aws-prod: not deployed: its state bucket does not exist");
});

test("what raises no alarm is cut, unless all is wanted", () => {
  const many = drift({
    status: "none",
    found: [],
    undeployed: Array.from({ length: 12 }, (_, n) => ({ address: `a.b${n}`, action: "create" })),
  });
  expect(driftText(many)).toContain("and 4 more: --verbose");
  expect(driftText(many, { verbose: true })).toContain("a.b11");
});

test("the summary has a line for each resource, and no value", () => {
  const lines = summaryOf(
    drift({
      found: [found(), found({ attribute: "tags.A", after: '"secret"' }), found({ kind: "owned", address: "a.b" })],
    }),
  );
  expect(lines).toEqual(["aws_lb.one: idle_timeout, tags.A"]);
});

describe("Markdown", () => {
  test("has errors and drift first, a table per stack, and the rest folded", () => {
    const text = driftMarkdown(
      [
        drift({ found: [found(), found({ kind: "owned", attribute: "count", why: "it scales" })] }),
        drift({ stack: "aws-dev", status: "none", found: [] }),
        drift({ stack: "aws-test", status: "not deployed", found: [] }),
      ],
      [{ stack: "gcp-prod", error: "no credentials" }],
      list,
    );
    expect(text).toBe(
      [
        "# Drift: 1 of 4 stacks, 1 not compared",
        "## gcp-prod: not compared\n\n```\nno credentials\n```",
        "## aws-prod: 1 drifted\n\n| resource | attribute | written | found |\n|---|---|---|---|\n| `aws_lb.one` | `idle_timeout` | `60` | `7` |",
        "<details><summary>changed by what owns it (1)</summary>\n\n| resource | attribute | written | found | why |\n|---|---|---|---|---|\n| `aws_lb.one` | `count` | `60` | `7` | it scales |\n\n</details>",
        "No drift: aws-dev",
        "Not deployed: aws-test",
      ].join("\n\n"),
    );
  });

  test("says which stacks were left out for the emulator, and why one is taken for not deployed", () => {
    const never = ["aws-a", "aws-b", "aws-c"].map((stack) =>
      drift({
        stack,
        status: "not deployed",
        found: [],
        notes: stack === "aws-b" ? ["its state bucket does not exist"] : [],
      }),
    );
    const text = driftMarkdown(never, [], list, undefined, ["aws-local"]);
    expect(text.split("\n\n").slice(1)).toEqual([
      "Not deployed: aws-a, aws-c",
      "Not deployed, because its state bucket does not exist: aws-b",
      "Left out, because the emulator has them: aws-local",
    ]);
  });

  test("a value can neither end its cell nor write Markdown, HTML or names of people", () => {
    const text = driftMarkdown(
      [
        drift({
          found: [
            found({ after: '"a|b`c\n<img src=x> @you"' }),
            found({ kind: "kept", attribute: "x", why: "<b>@you</b> | [a](b)" }),
          ],
        }),
      ],
      [],
      list,
    );
    const [row = ""] = text.split("\n").filter((line) => line.includes("img"));
    expect(row).toContain("<code>&#34;a&#124;b&#96;c&#92;n&#60;img src=x&#62; &#64;you&#34;</code> |");
    expect(row.split("|")).toHaveLength(6);
    expect(text).toContain("\\<b\\>@\u200byou\\</b\\> \\| \\[a\\](b)");
  });

  test("fits into an issue, and says what does not", () => {
    const many = Array.from({ length: 400 }, (_, n) =>
      drift({ stack: `aws-${n}`, found: Array.from({ length: 5 }, () => found({ after: "x".repeat(500) })) }),
    );
    const text = driftMarkdown(many, [], list);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    expect(text).toMatch(
      /\*\*Left out for length: \d+ (more stacks|of 5 parts)\.\*\* `npm run drift -- --json` has all\./,
    );
  });

  test("of a stack with more drift than fits, what fits is shown, and the other stacks are named", () => {
    const much = drift({ found: Array.from({ length: 2000 }, (_, n) => found({ address: `aws_lb.n${n}` })) });
    const text = driftMarkdown([much, drift({ stack: "gcp-prod" })], [], list);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(mostBytes);
    expect(Buffer.byteLength(text)).toBeGreaterThan(mostBytes * 0.9);
    expect(text).toContain("| `aws_lb.n0` |");
    expect(text).toMatch(/\*\*Left out for length: \d+ of 2000 parts\.\*\*/);
    expect(text).toContain("## gcp-prod: 1 drifted");
  });

  test("says where tags could not be looked up", () => {
    const text = driftMarkdown([drift({ straysUnknown: "not allowed" })], [], list);
    expect(text).toContain("What carries its tag and is in no state: not looked up, not allowed");
  });
});
