import type { Figures, ProbeAnswer } from "../../../../operator/release/judge/figures";
import { probing } from "../../../../operator/release/judge/probe";
import { overAt, startJudging } from "../../../../operator/release/judge/state";
import { judge } from "../../../../operator/release/judge/step";
import { strategies } from "../../../../operator/release/judge/strategies";
import type { StrategyName } from "../../../../settings/schema/release/steps";

/**
 * How often the judge is right: whole releases with seeded traffic, 10,000 of each kind that the bar names. The bar is that of the design: a good build
 * with 0.1 % errors passes at least 98 of 100, one with 7 % is back within two steps in 99 of 100, one with 20 % always.
 */

/** Releases of each kind that the bar names, and of each other kind. */
const [many, some] = [10_000, 1000];

const { cos, exp, floor, imul, log, max, min, PI, round, sqrt } = Math;

/** How late figures arrive. */
const lateMs = 120_000;

/** How a build answers, and how many users ask. */
interface Traffic {
  /** Share of the requests that fail. */
  readonly errors: number;
  /** Whether a failed request is one that gets no answer in time. @default false */
  readonly areTimeouts?: boolean;
  /** Times as long as the live build's. @default 1 */
  readonly slower?: number;
  /** Users' requests to both sides in a minute. @default 600 */
  readonly perMinute?: number;
  /** @default "blue_green" */
  readonly strategy?: StrategyName;
}

type Random = () => number;

/** Mulberry32, a generator of 32 bits: the same numbers for the same seed. */
function random(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A value of the standard normal distribution (Box and Muller). */
const normal = (next: Random) => sqrt(-2 * log(1 - next())) * cos(2 * PI * next());

/** How many of `count` requests fail: exact where few do, else by the normal distribution. */
function failures(next: Random, count: number, share: number): number {
  const mean = count * share;
  if (mean > 30) return max(0, round(mean + normal(next) * sqrt(mean * (1 - share))));
  let failed = 0;
  // From one failure to the next: the distances are geometric.
  for (let at = 0; share > 0; failed++) {
    at += 1 + floor(log(1 - next()) / log(1 - share));
    if (at > count) break;
  }
  return failed;
}

/** Response times are log-normal with a median of 100 ms and a p95 of 228 ms; the p95 of `count` of them varies by their number. */
const spread = 0.5;
const medianMs = 100;
function p95Of(next: Random, count: number, slower: number): number {
  const rank = 1.6449 + (normal(next) * sqrt(0.95 * 0.05)) / (0.1031 * sqrt(count));
  return medianMs * slower * exp(spread * rank);
}

const timeout: ProbeAnswer = { at: 0, ms: 5000, failed: true, timedOut: true };
const error: ProbeAnswer = { at: 0, ms: 20, failed: true, status: 500 };

/** Ten answers of `/health`, which does less than a page, without an error. */
function goodSample(next: Random, at: number, { slower = 1 }: Traffic): ProbeAnswer[] {
  const ms = () => (medianMs / 2) * slower * exp(spread * normal(next));
  return Array.from({ length: probing.requests }, () => ({ at, ms: ms(), failed: false, status: 200 }));
}

/** A sample: the good one, with as many errors as `Traffic.errors` gives of ten; most have none, which takes one number. */
function sampleOf(
  next: Random,
  good: readonly ProbeAnswer[],
  { errors, areTimeouts }: Traffic,
): readonly ProbeAnswer[] {
  if (next() < (1 - errors) ** good.length) return good;
  const bad = areTimeouts ? timeout : error;
  for (;;) {
    const sample = good.map((one) => (next() < errors ? { ...bad, at: one.at } : one));
    if (sample.some(({ failed }) => failed)) return sample;
  }
}

function figuresOf(next: Random, seconds: number, percent: number, probes: number, traffic: Traffic): Figures {
  const all = ((traffic.perMinute ?? 600) / 60) * seconds;
  const [ours, live] = [round((all * percent) / 100) + probes, round((all * (100 - percent)) / 100)];
  return {
    newSide: {
      requests: ours,
      errors: traffic.areTimeouts ? 0 : failures(next, ours, traffic.errors),
      p95: ours > 0 ? p95Of(next, ours, traffic.slower ?? 1) : undefined,
      cpuPercent: 40,
    },
    liveSide: { requests: live, errors: 0, p95: live > 0 ? p95Of(next, live, 1) : undefined },
  };
}

interface End {
  readonly passed: boolean;
  /** Steps that began. */
  readonly steps: number;
}

/** One release as the engine runs it: steps, then the watch, a sample each 30 seconds. */
function release(seed: number, traffic: Traffic): End {
  const next = random(seed);
  const strategy = traffic.strategy ?? "blue_green";
  const rules = { strategy, minRequests: 100, onSilence: "continue", hasTerminal: false, despite: [] } as const;
  let state = startJudging({ ...rules, probes: true, users: true });
  let now = 0;
  const steps = strategies[strategy].steps.filter(({ seconds }) => seconds > 0);
  for (const [index, step] of [...steps, undefined].entries()) {
    ({ state } = judge(state, step ? { kind: "step", at: now, ...step } : { kind: "watch", at: now }));
    const good = goodSample(next, now, traffic);
    for (let due: string = "sample"; due === "sample"; ) {
      now += probing.everySeconds * 1000;
      const { window = { from: 0, to: 0 }, probes = [] } = state.step ?? {};
      const to = min(window.to, floor((now - lateMs) / 60_000) * 60_000);
      const isMeasured = ([first]: readonly ProbeAnswer[]) => first && first.at >= window.from && first.at < to;
      const sent = () => probes.filter(isMeasured).length * probing.requests;
      const seconds = (to - window.from) / 1000;
      const figures =
        now >= (overAt(state) ?? 0)
          ? { ...figuresOf(next, max(0, seconds), step?.percent ?? 100, sent(), traffic), to }
          : undefined;
      const sample = () => sampleOf(next, good, traffic).map((one) => ({ ...one, at: now }));
      let judged = judge(state, { kind: "sample", at: now, probes: sample(), figures });
      if (judged.next === "confirm") judged = judge(judged.state, { kind: "confirm", at: now, probes: sample() });
      state = judged.state;
      due = judged.next;
    }
    if (state.failed) return { passed: false, steps: index + 1 };
  }
  return { passed: true, steps: steps.length + 1 };
}

/** Of so many releases: how many of 100 pass, and how many are back within two steps. */
function simulate(traffic: Traffic, count: number) {
  const ends = Array.from({ length: count }, (_, index) => release(index + 1, traffic));
  const share = (is: (end: End) => boolean) => (100 * ends.filter(is).length) / count;
  return { passed: share(({ passed }) => passed), backInTwo: share(({ passed, steps }) => !passed && steps <= 2) };
}

describe("a good build", () => {
  test.each<[string, number, Traffic, number]>([
    ["0.1 % errors", many, { errors: 0.001 }, 98],
    ["0.1 % errors that are timeouts", many, { errors: 0.001, areTimeouts: true }, 98],
    ["no errors", some, { errors: 0 }, 100],
    ["0.1 % errors and little traffic", some, { errors: 0.001, perMinute: 20 }, 97],
    ["0.1 % errors as a canary", some, { errors: 0.001, strategy: "canary", perMinute: 6000 }, 98],
  ])("with %s passes", (_, count, traffic, least) => {
    expect(simulate(traffic, count).passed).toBeGreaterThanOrEqual(least);
  });
});

describe("a bad build", () => {
  test.each<[string, number, Traffic, number]>([
    ["7 % errors", many, { errors: 0.07 }, 99],
    ["7 % timeouts", many, { errors: 0.07, areTimeouts: true }, 99],
    ["7 % errors as a canary", some, { errors: 0.07, strategy: "canary", perMinute: 6000 }, 99],
    ["20 % errors", many, { errors: 0.2 }, 100],
    ["20 % timeouts", many, { errors: 0.2, areTimeouts: true }, 100],
    ["answers that take twice as long", some, { errors: 0, slower: 2 }, 99],
  ])("with %s is back within two steps", (_, count, traffic, least) => {
    const { passed, backInTwo } = simulate(traffic, count);
    expect(backInTwo).toBeGreaterThanOrEqual(least);
    expect(passed).toBeLessThanOrEqual(100 - least);
  });
});

test("the same seed gives the same release, and seeds differ", () => {
  const ends = () => Array.from({ length: 50 }, (_, seed) => release(seed, { errors: 0.01 }));
  expect(ends()).toEqual(ends());
  expect(new Set(ends().map(({ passed }) => passed))).toEqual(new Set([true, false]));
});
