import { release } from "../../../../operator/release/engine/release";
import { rollback } from "../../../../operator/release/engine/rollback";
import type { ProbeAnswer } from "../../../../operator/release/judge/figures";
import type { ReleaseRequest } from "../../../../operator/release/run/request";
import { SimulatedOperator } from "../engine/simulated/operator";
import { request } from "../engine/simulated/scenarios";
import { World } from "../engine/simulated/world";
import { MemoryStore } from "../log/memory-store";

const scan = (score: string) => ({
  file: "scan.sarif",
  text: JSON.stringify({
    runs: [
      {
        tool: { driver: { rules: [{ id: "a", properties: { "security-severity": score } }] } },
        results: [{ ruleId: "a" }],
      },
    ],
  }),
});

/** A sum of scans, and how many hours before the release it was made. */
const sum = (hours: number, critical = 0) => ({
  at: new Date(new World().now - hours * 3_600_000).toISOString(),
  counts: { critical, high: 0, medium: 0, low: 0 },
  unrated: 0,
});

interface Case {
  readonly name: string;
  readonly wanted?: Partial<ReleaseRequest>;
  readonly change?: (all: { world: World; operator: SimulatedOperator }) => void;
  readonly says: RegExp;
}

/** What ends a release before anything is touched. */
const refusals: readonly Case[] = [
  {
    name: "a step that the platform cannot do",
    change: ({ operator }) => Object.assign(operator.context.platform.can, { percents: [0, 100] }),
    says: /ECS cannot give the new side 25 %: it knows 0,100 %; ECS cannot give the new side 50 %/,
  },
  {
    name: "a smoke command where the new side cannot be reached alone",
    wanted: { smoke: "npm run smoke" },
    change: ({ operator }) => Object.assign(operator.context.platform.can, { smoke: false }),
    says: /ECS cannot test the new side alone: leave out --smoke/,
  },
  {
    name: "a migration without one-off tasks",
    wanted: { migrate: "migrate" },
    change: ({ operator }) => Object.assign(operator.context.platform, { tasks: undefined }),
    says: /ECS has no one-off tasks/,
  },
  {
    name: "a plan that is not empty",
    change: ({ operator }) =>
      Object.assign(operator.context.state, { pending: async () => ["update aws_sqs_queue.jobs"] }),
    says: /plan: deploy first, or take out: update aws_sqs_queue\.jobs/,
  },
  {
    name: "a check of the live side that fails",
    wanted: { checks: { database: ["/health/database"] } },
    change: ({ world }) => world.behaviours.set("app:1", { errors: () => 1, ms: () => 80 }),
    says: /database: \/health\/database answered 500/,
  },
  {
    name: "a critical finding",
    wanted: { scan: scan("9.8") },
    says: /scan: 1 critical, 0 high of 1 findings, expected/,
  },
  {
    name: "a sum of scans with a critical finding",
    wanted: { scan: { file: "scans.json", sum: sum(1, 1) } },
    says: /scan: 1 critical, 0 high of 1 findings, expected/,
  },
  {
    name: "a sum of scans of more than a week ago",
    wanted: { scan: { file: "scans.json", sum: sum(169) } },
    says: /scan: 0 critical, 0 high of 0 findings; scan: scans\.json was made 169\.0 h ago, expected at most 168 h: scan the build again/,
  },
  {
    name: "a scan that cannot be read",
    wanted: { scan: { file: "scan.sarif", text: "" } },
    says: /scan: scan\.sarif is empty, expected a SARIF report/,
  },
  {
    name: "a scan that is required and not given",
    wanted: { require: ["scan"] },
    says: /scan: required by release\.require and not given: give --scan, or --waive scan=<reason>/,
  },
  {
    name: "a baseline that is required and too thin",
    wanted: { require: ["baseline"] },
    change: ({ world }) => {
      world.requestsPerSecond = 0.1;
    },
    says: /baseline: 90 requests in 15 minutes, p95 80 ms, expected at least 100 requests and a p95/,
  },
  {
    name: "credentials that end too early",
    change: ({ operator }) => Object.assign(operator.context, { credentialsLast: async () => 1200 }),
    says: /credentials: last 20 minutes, the release takes up to 41: sign in again/,
  },
  {
    name: "credentials that end in a migration, which may take 30 minutes",
    wanted: { migrate: "migrate" },
    change: ({ operator }) => Object.assign(operator.context, { credentialsLast: async () => 3000 }),
    says: /credentials: last 50 minutes, the release takes up to 71: sign in again/,
  },
  {
    name: "a tag where the environment wants a digest",
    wanted: { require: ["digest"] },
    says: /digest: app:2 has none: its tag can be moved, .* Release <name>@sha256:…/,
  },
  {
    name: "no release of the build in the other environment",
    wanted: { after: { environment: "staging", stack: "aws-staging", store: new MemoryStore() } },
    says: /after: no completed release of app:2 in staging \(aws-staging\)/,
  },
];

test.each(refusals)("$name ends it before anything is touched", async ({ wanted, change, says }) => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  change?.({ world, operator });
  const result = await world.pass(release(operator.context, { ...request, ...wanted }));
  expect(result?.summary.status).toBe("aborted");
  expect(result?.summary.reason).toMatch(says);
  // The claim and its end are all that was written.
  expect(operator.names).toEqual(["before put", "after put", "before put", "after put"]);
});

test.each([
  [
    1800,
    false,
    "credentials: last 30 minutes, the release takes up to 29, and 48 if all of its steps are prolonged: new ones are waited for 120 s then",
  ],
  [
    2460,
    true,
    "credentials: last 41 minutes, the release takes up to 41, and 72 if all of its steps are prolonged: new ones are waited for 120 s then",
  ],
  [7200, true, "credentials: last 120 minutes, the release takes up to 41"],
])(
  "credentials of %d s that last for a release (metrics: %s) are said, with what a longer one would need",
  async (seconds, metrics, says) => {
    const world = new World();
    const operator = new SimulatedOperator(world);
    Object.assign(operator.context, { credentialsLast: async () => seconds });
    await world.pass(release(operator.context, { ...request, metrics }));
    expect(operator.lines).toContain(`  ${says}`);
  },
);

test("the baseline is of the whole time, although no request has reached the side that is idle", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const { platform } = operator.context;
  const { figures } = platform;
  let looks = 0;
  platform.figures = async (from, until, whole) => {
    looks += 1;
    const found = await figures(from, until);
    return looks > 1 || whole ? found : { ...found, liveSide: { requests: 0, errors: 0 }, to: from };
  };
  const result = await world.pass(release(operator.context, { ...request, require: ["baseline"] }));
  expect(result?.summary.status).toBe("completed");
});

test("everything that fails is reported at once", async () => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const wanted = { ...request, require: ["scan", "after"] as const, checks: {} };
  const result = await world.pass(release(operator.context, wanted));
  expect(result?.lines.filter((line) => line.includes("required by release.require"))).toHaveLength(2);
});

test.each([
  [
    "app:2",
    "digest: app:2 has none: its tag can be moved, and a later start or rollback then takes another image. Release <name>@sha256:…",
    [],
  ],
  [`app@sha256:${"a".repeat(64)}`, `digest: sha256:${"a".repeat(64)}`, ["digest"] as const],
])("a release of %s says what its name is worth", async (build, says, require) => {
  const world = new World();
  const operator = new SimulatedOperator(world);
  const result = await world.pass(release(operator.context, { ...request, build, require }));
  expect(result?.summary.status).toBe("completed");
  expect(operator.lines).toContain(`  ${says}`);
});

test("a requirement that is waived is recorded with its reason, and does not hold the release up", async () => {
  const world = new World();
  const { context } = new SimulatedOperator(world);
  const waived = { scan: "the registry is down" };
  const result = await world.pass(release(context, { ...request, require: ["scan"], waived }));
  expect(result?.summary).toMatchObject({ status: "completed", waived });
});

test("a release that is not confirmed leaves no trace", async () => {
  const world = new World();
  const { context } = new SimulatedOperator(world);
  const lines: string[] = [];
  const confirm = async (shown: readonly string[]) => {
    lines.push(...shown);
    return false;
  };
  const wanted = { ...request, migrate: "migrate", with: "prod-dr" };
  await expect(world.pass(release({ ...context, confirm }, wanted))).rejects.toThrow("Not confirmed");
  expect(lines).toContain("aws-prod: app:1 → app:2");
  expect(lines.join("\n")).toContain("about 29 minutes in all, and up to 12 more until figures have arrived");
  expect(lines.join("\n")).toContain("is never taken back: it must suit app:1 too");
  expect(lines).toContain(
    "Once it is completed, the same release begins in prod-dr, and runs migrate there first: its database is its own.",
  );
  expect(world.objects.size).toBe(0);
});

describe("evidence of another environment", () => {
  const after = { environment: "staging", stack: "aws-staging" };

  async function staging() {
    const world = new World();
    const { context } = new SimulatedOperator(world);
    await world.pass(release({ ...context, stack: "aws-staging" }, request));
    const production = new World();
    for (const [name, text] of world.objects) production.objects.set(name, text);
    return { world, production, at: world.now };
  }

  const ended = async (production: World, now: number, more: object = {}) => {
    production.now = now;
    const { context } = new SimulatedOperator(production);
    const { store } = context;
    return (await production.pass(release(context, { ...request, after: { ...after, store, ...more } })))?.summary;
  };

  test("the same build that completed there lets a release begin", async () => {
    const { production, at } = await staging();
    expect((await ended(production, at + 3_600_000))?.status).toBe("completed");
  });

  test("one that is too old does not", async () => {
    const { production, at } = await staging();
    const summary = await ended(production, at + 30 * 3_600_000, { withinHours: 24 });
    expect(summary?.reason).toBe("after: release 000001 of staging completed 30.0 h ago, expected at most 24 h");
  });

  test("what verified evidence says of a release counts as its log does, for the same build and as long", async () => {
    const { production, at } = await staging();
    const ended_ = new Date(at).toISOString();
    const given = (build: string) => ({ store: { release: "000001", build, ended: ended_ } });
    expect((await ended(production, at + 3_600_000, given("app:2")))?.status).toBe("completed");
    const other = await staging();
    expect((await ended(other.production, other.at + 3_600_000, given("app:3")))?.reason).toBe(
      "after: the evidence of staging (aws-staging) is of app:3, this release is of app:2",
    );
    const old = await staging();
    expect((await ended(old.production, old.at + 200 * 3_600_000, given("app:2")))?.reason).toMatch(
      /^after: release 000001 of staging completed 200.0 h ago, expected at most 168 h/,
    );
  });

  test("one that a later job there saw live counts from then, and for the functions of that commit", async () => {
    const { production, at } = await staging();
    const week = at + 200 * 3_600_000;
    const confirmed = { at: new Date(week).toISOString(), commit: "app:2" };
    const store = { release: "000001", build: "c".repeat(40), ended: new Date(at).toISOString(), confirmed };
    expect((await ended(production, week + 3_600_000, { store }))?.status).toBe("completed");
  });

  test("one that was taken back there does not", async () => {
    const { world, production, at } = await staging();
    const { context } = new SimulatedOperator(world);
    const why = { keepMinutes: 15, checks: {}, metrics: true, reason: "wrong totals" };
    await world.pass(rollback({ ...context, stack: "aws-staging" }, why));
    for (const [name, text] of world.objects) production.objects.set(name, text);
    expect((await ended(production, at + 3_600_000))?.reason).toBe(
      "after: app:2 was taken back in staging by release 000002 (wrong totals)",
    );
  });
});

describe("the smoke test", () => {
  const run = (exitCode: number, seen: object[]) => async (command: string, environment: object) => {
    seen.push({ command, environment });
    return { exitCode, output: "1 test failed" };
  };

  test.each([
    [0, "completed"],
    [3, "failed"],
  ])("a command with exit code %d ends as %s", async (exitCode, status) => {
    const world = new World();
    const { context } = new SimulatedOperator(world);
    const seen: object[] = [];
    const result = await world.pass(
      release({ ...context, run: run(exitCode, seen) }, { ...request, smoke: "npm run smoke" }),
    );
    expect(result?.summary.status).toBe(status);
    expect(seen).toEqual([{ command: "npm run smoke", environment: { RELEASE_URL: "https://new.example.com" } }]);
    expect(world.shares()).toEqual({ [status === "completed" ? "app:2" : "app:1"]: 100 });
    if (exitCode > 0) expect(result?.summary.reason).toBe("npm run smoke: exit code 3; 1 test failed");
  });
});

describe("what fails once by chance does not end a release", () => {
  /** A release in which the n-th answers of a kind fail. */
  async function failing(kind: "probe" | "ask", calls: readonly number[], wanted: Partial<ReleaseRequest>) {
    const world = new World();
    const operator = new SimulatedOperator(world);
    const { platform } = operator.context;
    const fail = (answers: ProbeAnswer[]) =>
      answers.map((answer, n) => (n === 0 ? { ...answer, failed: true, status: 500 } : answer));
    const { probe, ask } = platform;
    let call = 0;
    const answered = async (real: Promise<ProbeAnswer[]>) => {
      call += 1;
      return calls.includes(call) ? fail(await real) : real;
    };
    if (kind === "probe") platform.probe = (requests) => answered(probe(requests));
    else platform.ask = (side, path, requests) => answered(ask(side, path, requests));
    const result = await world.pass(release(operator.context, { ...request, ...wanted }));
    return { status: result?.summary.status, reason: result?.summary.reason, lines: operator.lines.join("\n") };
  }
  const checks = { database: ["/health/database"] };

  test("a probe of the smoke test is sent once more", async () => {
    const { status, lines } = await failing("probe", [1], {});
    expect(status).toBe("completed");
    expect(lines).toContain("probes: 1 of 10 failed, and 0 of 1 that were sent again");
  });

  test("one that fails then too ends it before a user's request", async () => {
    const { status, reason } = await failing("probe", [1, 2], {});
    expect(status).toBe("failed");
    expect(reason).toContain("probes: 1 of 10 failed, and 1 of 1 that were sent again (500)");
  });

  test.each([1, 2, 3])("check %d of a release is made once more", async (nth) => {
    const { status, lines } = await failing("ask", [nth], { checks });
    expect(status).toBe("completed");
    expect(lines).toContain("database: /health/database answered 200, the second time");
  });

  test("a check that fails then too ends it", async () => {
    const { status, reason } = await failing("ask", [1, 2], { checks });
    expect(status).toBe("aborted");
    expect(reason).toBe("database: /health/database answered 500, the second time");
  });
});
