import type { ProbeAnswer } from "../../../../operator/release/judge/figures";
import {
  type Judged,
  type JudgeRules,
  type JudgeState,
  type Sample,
  startJudging,
} from "../../../../operator/release/judge/state";
import { judge } from "../../../../operator/release/judge/step";
import { alarm, answer, broken, figures, late, sentAt, side, tenOf } from "./answers";

const rules: JudgeRules = {
  strategy: "blue_green",
  minRequests: 100,
  onSilence: "rollback",
  hasTerminal: false,
  despite: [],
  probes: true,
  users: true,
};

const busy = figures(side(1000, 0, 210));
const slow = answer(2000);

/** A release of which each sample is taken when it is due; times are in seconds from its begin. */
class Release {
  state: JudgeState;
  now = 0;
  last?: Judged;

  constructor(more: Partial<JudgeRules> = {}) {
    this.state = startJudging({ ...rules, ...more });
  }

  private take(event: Parameters<typeof judge>[1]): Judged {
    this.last = judge(this.state, event);
    this.state = this.last.state;
    return this.last;
  }

  step(percent: number, seconds: number): this {
    this.take({ kind: "step", at: this.now * 1000, percent, seconds });
    return this;
  }

  watch(): this {
    this.take({ kind: "watch", at: this.now * 1000 });
    return this;
  }

  /** The next sample, 30 seconds later. */
  sample(probes: readonly ProbeAnswer[] = tenOf(), more: Partial<Sample> = {}): Judged {
    this.now += 30;
    const at = this.now * 1000;
    return this.take({ kind: "sample", at, probes: sentAt(at - 1, probes), figures: busy, alarms: [], ...more });
  }

  confirm(probes: readonly ProbeAnswer[]): Judged {
    const at = this.now * 1000 + 1;
    return this.take({ kind: "confirm", at, probes: sentAt(at, probes) });
  }

  /** Good samples until something other than the next one is due. */
  untilDue(more: Partial<Sample> = {}): Judged {
    for (let count = 0; count < 1000; count++) {
      const judged = this.sample(tenOf(), more);
      if (judged.next !== "sample") return judged;
    }
    throw new Error("The step never ends.");
  }
}

describe("a step", () => {
  test("waits until it is over, then is healthy, with the figures in its reasons", () => {
    const release = new Release().step(10, 300);
    for (let count = 1; count < 10; count++)
      expect(release.sample()).toMatchObject({ verdict: { is: "waiting" }, next: "sample" });
    expect(release.sample()).toMatchObject({
      next: "advance",
      verdict: {
        is: "healthy",
        reasons: [
          "probes: 0 of 10 failed, p95 80 ms",
          "users: 0 of 900 requests failed",
          "users: p95 210 ms, on the live side 200 ms",
        ],
      },
    });
  });

  test.each([
    [0, "healthy", "advance"],
    [1, "degraded", "advance"],
    [2, "degraded", "advance"],
    [3, "failed", "back"],
  ])("with %d slow samples is %s", (issues, is, next) => {
    const release = new Release().step(10, 300);
    let judged: Judged | undefined;
    for (let count = 1; count <= 10 && judged?.next !== "back"; count++)
      judged = release.sample(tenOf(...(count <= issues ? [slow] : [])));
    expect(judged).toMatchObject({ verdict: { is }, next });
    expect(release.now).toBe(issues === 3 ? 90 : 300);
  });

  test("counts its own issues, and remembers alarms that went quiet before", () => {
    const release = new Release().step(10, 60);
    release.sample(tenOf(slow), { alarms: [alarm("a", { wasAlarm: true, isAlarm: false })] });
    expect(release.sample(tenOf(slow)).verdict.is).toBe("degraded");
    release.step(25, 60).sample(tenOf(slow));
    expect(release.sample(tenOf(slow)).verdict.is).toBe("degraded");
    release.step(50, 60);
    expect(release.sample(tenOf(), { alarms: [alarm("a", { wasAlarm: true })] }).verdict.is).toBe("failed");
  });

  test("without length is decided by its first sample", () => {
    const quiet = { figures: figures(side(0, 0)) };
    expect(new Release().step(100, 0).sample(tenOf(), quiet)).toMatchObject({
      verdict: { is: "healthy" },
      next: "advance",
    });
    expect(new Release().step(100, 0).sample(tenOf(), { alarms: [alarm("a")] }).next).toBe("back");
  });

  test("that failed stays failed, and its name is in the reasons", () => {
    const release = new Release().step(50, 600);
    const failed = release.sample(tenOf(), { alarms: [alarm("database")] });
    expect(failed.verdict).toEqual({
      is: "failed",
      reasons: ["in the step of 50 %", "alarm database was raised: critical, of the system"],
    });
    expect(release.sample()).toMatchObject({ verdict: failed.verdict, next: "back" });
    expect(release.step(75, 600).last).toMatchObject({ verdict: failed.verdict, next: "back" });
  });

  test("is degraded by a warning alarm", () => {
    const release = new Release().step(10, 60);
    release.sample(tenOf(), { alarms: [alarm("cpu", { side: "new", critical: false })] });
    expect(release.sample().verdict.is).toBe("degraded");
  });

  test("must begin before its first sample", () => {
    expect(() => judge(startJudging(rules), { kind: "sample", at: 0 })).toThrow("before the first step");
  });
});

describe("errors of the probes", () => {
  test("are confirmed by a second sample at once, and fail in the middle of a step", () => {
    const release = new Release().step(10, 300);
    release.sample();
    expect(release.sample(tenOf(broken))).toMatchObject({ verdict: { is: "waiting" }, next: "confirm" });
    expect(release.confirm(tenOf(broken, late))).toMatchObject({ verdict: { is: "failed" }, next: "back" });
  });

  test("that are not confirmed let the step go on, healthy", () => {
    const release = new Release().step(10, 60);
    release.sample(tenOf(broken));
    expect(release.confirm(tenOf())).toMatchObject({ verdict: { is: "waiting" }, next: "sample" });
    expect(release.sample().verdict.is).toBe("healthy");
  });

  test("in the last sample are confirmed before the step is over", () => {
    const release = new Release().step(10, 60);
    release.sample();
    expect(release.sample(tenOf(broken)).next).toBe("confirm");
    expect(release.confirm(tenOf())).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
  });

  test("that are timeouts are issues too, confirmed or not", () => {
    const release = new Release().step(10, 300);
    release.sample(tenOf(late));
    expect(release.confirm(tenOf()).next).toBe("sample");
    release.sample(tenOf(late));
    release.confirm(tenOf());
    release.sample(tenOf(late));
    expect(release.confirm(tenOf()).verdict).toMatchObject({
      is: "failed",
      reasons: expect.arrayContaining(["3 issues in 300 s, at most 2"]),
    });
  });

  test.each([
    [tenOf(broken), "back"],
    [tenOf(), "sample"],
  ])("are confirmed by the next sample where no second one was sent at once", (probes, next) => {
    const release = new Release().step(10, 300);
    release.sample(tenOf(broken));
    expect(release.sample(probes).next).toBe(next);
  });

  test("stay in doubt while the second sample could not be sent", () => {
    const release = new Release().step(10, 300);
    release.sample(tenOf(broken));
    expect(release.confirm([]).next).toBe("confirm");
    expect(release.confirm(tenOf(broken)).next).toBe("back");
  });

  test("do not hide an alarm: it fails without waiting for the second sample", () => {
    expect(new Release().step(10, 300).sample(tenOf(broken), { alarms: [alarm("a")] }).next).toBe("back");
  });
});

describe("users' requests", () => {
  test("are judged over the whole step, not before", () => {
    const release = new Release().step(10, 300);
    const bad = { figures: figures(side(1000, 200, 210)) };
    for (let count = 1; count < 10; count++) expect(release.sample(tenOf(), bad).next).toBe("sample");
    expect(release.sample(tenOf(), bad)).toMatchObject({ verdict: { is: "failed" }, next: "back" });
  });

  test("are those without the probes of this step that the metrics know", () => {
    // 10 samples of 10 probes: of 199 requests 99 are users'.
    const read = { figures: figures(side(199, 0, 210)) };
    const whole = new Release().step(10, 300);
    for (let count = 1; count <= 9; count++) whole.sample(tenOf(), read);
    expect(whole.sample(tenOf(), read)).toMatchObject({ verdict: { is: "waiting" }, next: "sample" });
    expect(whole.state.step?.isProlonged).toBe(true);
  });

  describe("whose figures are late", () => {
    const untilMinute = (minutes: number) => ({ figures: { ...busy, to: minutes * 60_000 } });

    test("are waited for at the end of a step, whose last minute is named", () => {
      const release = new Release().step(10, 300);
      for (let count = 1; count < 10; count++) release.sample(tenOf(), untilMinute(0));
      expect(release.sample(tenOf(), untilMinute(4))).toMatchObject({ verdict: { is: "waiting" }, next: "sample" });
      expect(release.last?.verdict.reasons).toContain("users: the figures of 00:04 to 00:05 UTC have not arrived yet");
      expect(release.state.step?.isProlonged).toBe(false);
      expect(release.sample(tenOf(), untilMinute(5))).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
    });

    test("for longer than three minutes are judged without, with the probes of the minutes that are there", () => {
      // 10 samples of 10 probes, 8 of them in the first 4 minutes: of 179 requests 99 are users', of 180 100.
      const read = (requests: number) => ({ figures: { ...figures(side(requests, 0, 210)), to: 240_000 } });
      const release = new Release().step(10, 300);
      expect(release.untilDue(read(180))).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
      expect(release.now).toBe(300 + 180);
      expect(release.last?.verdict.reasons).toContain(
        "users: the figures of 00:04 to 00:05 UTC have not arrived in 180 s: judged without them",
      );
      expect(new Release().step(10, 300).untilDue(read(179)).verdict.is).toBe("silent");
    });

    test("leave the limit of issues as it is: slow samples while it waits are none, errors end it", () => {
      const release = new Release().step(10, 60);
      for (let count = 1; count <= 2; count++) release.sample(tenOf(slow), untilMinute(0));
      for (let count = 1; count <= 3; count++) expect(release.sample(tenOf(slow), untilMinute(0)).next).toBe("sample");
      release.sample(tenOf(broken), untilMinute(0));
      expect(release.confirm(tenOf(broken)).next).toBe("back");
    });

    test("are those of whole minutes: the one in which a step begins has the requests of before", () => {
      const release = new Release();
      release.now = 30;
      release.step(10, 60);
      expect(release.state.step?.window).toEqual({ from: 60_000, to: 120_000 });
      // 20 probes in that minute, and 10 before it.
      const judged = release.untilDue({ figures: figures(side(120, 0, 210)) });
      expect(judged).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
      expect(release.now).toBe(120);
    });
  });

  test("are not missed where no metrics can be read, which is said", () => {
    const judged = new Release({ users: false }).step(10, 60).untilDue({ figures: undefined });
    expect(judged).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
    expect(judged.verdict.reasons).toContain("users: no metrics can be read, the probes alone judge");
  });
});

describe("silence", () => {
  const quiet = { figures: figures(side(120, 0, 200)) };

  test("prolongs a step once by its own length, then the setting decides", () => {
    const release = new Release().step(10, 300);
    expect(release.untilDue(quiet)).toMatchObject({ verdict: { is: "silent" }, next: "back" });
    expect(release.now).toBe(600);
    const other = new Release({ onSilence: "continue" }).step(10, 300);
    expect(other.untilDue(quiet)).toMatchObject({ verdict: { is: "silent" }, next: "advance" });
  });

  test("asks where there is a terminal", () => {
    expect(new Release({ hasTerminal: true }).step(10, 300).untilDue(quiet)).toMatchObject({ next: "ask" });
  });

  test("ends when enough requests came in the longer time", () => {
    const release = new Release().step(10, 300);
    for (let count = 1; count <= 10; count++) release.sample(tenOf(), quiet);
    for (let count = 1; count < 10; count++) expect(release.sample().next).toBe("sample");
    expect(release.sample().verdict.is).toBe("healthy");
  });

  test("is also metrics that cannot be read any more, and samples that were not taken", () => {
    expect(new Release().step(10, 300).untilDue({ figures: undefined }).verdict.is).toBe("silent");
    const slept = new Release().step(10, 300);
    slept.now = 270;
    expect(slept.sample()).toMatchObject({ verdict: { is: "waiting" }, next: "sample" });
    expect(slept.last?.verdict.reasons).toContain("probes: 1 samples, at least 5 are needed");
    const blind = new Release({ probes: false, users: false }).step(10, 60).untilDue({ probes: undefined });
    expect(blind.verdict.is).toBe("silent");
  });

  test("of a machine that slept is made up for by one more step's length", () => {
    const release = new Release().step(10, 300);
    release.now = 3600;
    expect(release.sample().next).toBe("sample");
    expect(release.untilDue()).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
    // From 3630 on, to the end of the minute.
    expect(release.now).toBe(3600 + 60 + 300);
  });

  test("does not hide what is wrong in the longer time", () => {
    const release = new Release().step(10, 300);
    for (let count = 1; count <= 12; count++) release.sample(tenOf(), quiet);
    release.sample(tenOf(broken), quiet);
    expect(release.confirm(tenOf(broken)).next).toBe("back");
  });

  test("does not make the limit of issues stricter: they count within the step's own length", () => {
    const release = new Release().step(10, 300);
    const isSlow = (count: number) => count === 1 || count === 2 || count === 19;
    for (let count = 1; count < 20; count++)
      expect(release.sample(tenOf(...(isSlow(count) ? [slow] : [])), count > 10 ? {} : quiet).next).toBe("sample");
    expect(release.sample().verdict.is).toBe("degraded");
  });
});

describe("the watch", () => {
  test("takes 15 minutes, judged as a step", () => {
    const release = new Release().watch();
    expect(release.untilDue()).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
    expect(release.now).toBe(900);
  });

  test("names itself when it fails", () => {
    const release = new Release().watch();
    release.sample(tenOf(broken));
    expect(release.confirm(tenOf(broken)).verdict.reasons[0]).toBe("in the watch");
  });
});

describe("a canary", () => {
  const poor = { figures: figures(side(1000, 20, 210)) };
  const canary = () => new Release({ strategy: "canary" });

  test("goes on after each good check", () => {
    expect(canary().step(10, 60).untilDue()).toMatchObject({ verdict: { is: "healthy" }, next: "advance" });
  });

  test("stays at its percentage after a failed check, and goes back after five", () => {
    const release = canary().step(10, 60);
    expect(release.untilDue(poor)).toMatchObject({ verdict: { is: "failed" }, next: "back" });
    expect(release.now).toBe(300);
    expect(release.state.failedChecks).toBe(5);
    expect(release.last?.verdict.reasons).toContain("canary: failed check 5 of 5");
  });

  test("counts failed checks over all of its steps, also with good ones between", () => {
    const release = canary();
    for (let count = 1; count <= 4; count++) {
      release.step(count * 10, 60).sample();
      expect(release.sample(tenOf(), poor).next).toBe("sample");
      expect(release.untilDue().next).toBe("advance");
    }
    release.step(50, 60).sample();
    expect(release.sample(tenOf(), poor).next).toBe("back");
  });

  test("reads the figures of the new minute only after a failed check", () => {
    const release = canary().step(10, 60);
    release.sample();
    release.sample(tenOf(), poor);
    expect(release.state.step).toMatchObject({ window: { from: 60_000, to: 120_000 }, until: 120_000, probes: [] });
  });

  test("has no checks of its own in the watch, and none has another strategy", () => {
    expect(canary().watch().untilDue(poor).next).toBe("advance");
    expect(new Release().step(10, 60).untilDue(poor).next).toBe("advance");
  });
});

test("the state is plain data: read back from JSON it judges the same", () => {
  const release = new Release().step(10, 300);
  release.sample(tenOf(slow), { alarms: [alarm("a", { isAlarm: false })] });
  release.sample(tenOf(broken));
  const event = { kind: "confirm", at: 60_001, probes: tenOf(late) } as const;
  expect(judge(JSON.parse(JSON.stringify(release.state)), event).verdict).toEqual(judge(release.state, event).verdict);
});

test("no event changes the state that it is given", () => {
  const release = new Release({ strategy: "canary" }).step(10, 60);
  const freeze = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  };
  const poor = { figures: figures(side(1000, 20, 210)), alarms: [alarm("a", { isAlarm: false })] };
  for (const probes of [tenOf(slow), tenOf(), tenOf(broken)]) {
    freeze(release.state);
    expect(() => release.sample(probes, poor)).not.toThrow();
  }
});
