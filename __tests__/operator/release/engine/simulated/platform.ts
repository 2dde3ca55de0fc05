import type { ProbeAnswer, SideFigures } from "../../../../../operator/release/judge/figures";
import type { Platform, Rollout, TaskRun } from "../../../../../operator/release/port/platform";
import type { SimulatedOperator } from "./operator";
import { type Colour, other } from "./world";

/** Two colours behind one rule, as on ECS. */
export function platformOf(operator: SimulatedOperator): Platform {
  const { world } = operator;
  const next = (): Colour => other(world.live);
  const colourOf = (side: "live" | "new") => (side === "live" ? world.live : next());
  const answers = (side: "live" | "new", requests: number): ProbeAnswer[] => {
    const running = world.running[colourOf(side)];
    const behaviour = world.behaviour(running?.build ?? "");
    const percent = world.rule[colourOf(side)];
    return Array.from({ length: requests }, (_, index) => {
      const failed = !running || world.random() < behaviour.errors(percent);
      return { at: world.now + index, ms: behaviour.ms(percent), failed, status: failed ? 500 : 200 };
    });
  };
  const figures = (side: "live" | "new", seconds: number): SideFigures => {
    const behaviour = world.behaviour(world.running[colourOf(side)]?.build ?? "");
    const percent = world.rule[colourOf(side)];
    const requests = Math.round((world.requestsPerSecond * seconds * percent) / 100);
    return { requests, errors: Math.round(requests * behaviour.errors(percent)), p95: behaviour.ms(percent) };
  };
  return {
    can: {
      name: "ECS",
      percents: "any",
      startsAtZero: true,
      smoke: true,
      probes: true,
      judgedBy: "probes and metrics",
      wayBackSeconds: 30,
    },
    readWeight: async () => {
      const live = await operator.live();
      return operator.call("DescribeRules", () => world.rule[other(live)]);
    },
    setWeight: async (percent) => {
      const live = await operator.live();
      const set = () => void Object.assign(world.rule, { [other(live)]: percent, [live]: 100 - percent });
      await operator.call("setWeight", set, true);
    },
    assume: (values) => operator.assume(values["live"] as Colour),
    weightCall: (percent) => `aws elbv2 modify-rule … ${percent}`,
    weightOf: (values) => Number(values["next_percent"]),
    buildOf: (values) => String(values["image"]),
    capacity: () => operator.call("capacity", () => 2),
    start: (now, build, capacity) => ({
      next_image: build,
      next_percent: 0,
      [`${other(now["live"] as Colour)}_minimum`]: capacity,
    }),
    // Only what changes, as a platform may.
    shift: (_, percent) => ({ next_percent: percent }),
    finish: (now) => ({
      image: now["next_image"] as string,
      next_image: now["image"] as string,
      live: other(now["live"] as Colour),
      next_percent: 0,
      components_image: now["next_image"] as string,
    }),
    back: (_, from) => ({ ...from, next_percent: 0 }),
    idle: (now) => ({ [`${other(now["live"] as Colour)}_minimum`]: 0 }),
    standby: (now) =>
      Number(now[`${other(now["live"] as Colour)}_minimum`]) > 0 ? String(now["next_image"]) : undefined,
    componentsBack: (_, from) => ({ components_image: from["components_image"] as string }),
    rollout: (of) => operator.call("rollout", () => rollout(operator, of)),
    probe: (requests) => operator.call("probe", () => answers("new", requests)),
    ask: (side, _path, requests) => operator.call("ask", () => answers(side, requests)),
    figures: (from, until) =>
      operator.call("metrics", () => {
        const seconds = (until - from) / 1000;
        return { newSide: figures("new", seconds), liveSide: figures("live", seconds) };
      }),
    alarms: () =>
      operator.call("alarms", () => {
        const isAlarm = world.alarmsRaised.includes("app-5xx") || world.rule[next()] >= (world.alarmAt ?? 101);
        return [{ name: "app-5xx", critical: true, wasAlarm: false, isAlarm }];
      }),
    componentFigures: () =>
      operator.call("components", () => {
        const value = world.values["components_image"] === world.componentsFailWith ? 7 : 0;
        return [{ component: "worker", what: "dead letters", value, limit: 0 }];
      }),
    smokeEnvironment: async () => ({ RELEASE_URL: "https://new.example.com" }),
    tasks: {
      prepare: (_, build) => ({ next_image: build }),
      run: (_name, startedBy) =>
        operator.call(
          "RunTask",
          () => {
            const id = `task-${world.tasks.size + 1}-${startedBy}`;
            world.tasks.set(id, { id: startedBy, endsAt: world.now + 60_000, exitCode: world.migrationExit });
            return { id, is: "running" as const };
          },
          true,
        ),
      find: (_name, startedBy) => operator.call("find task", () => task(operator, startedBy)),
    },
  };
}

function rollout({ world }: SimulatedOperator, of: "live" | "new" | "components"): Rollout {
  if (of === "components") return { is: "ready", seen: [] };
  const running = world.running[of === "live" ? world.live : other(world.live)];
  if (!running) return { is: "rolling", seen: ["0 of 2 tasks run"] };
  const { starts } = world.behaviour(running.build);
  const isReady = starts !== undefined && world.now >= running.since + starts * 1000;
  return isReady ? { is: "ready", seen: ["2 of 2 tasks run"] } : { is: "rolling", seen: ["0 of 2 tasks run"] };
}

function task({ world }: SimulatedOperator, startedBy: string): TaskRun | undefined {
  const found = [...world.tasks].find(([, one]) => one.id === startedBy);
  if (!found) return undefined;
  const [id, { endsAt, exitCode }] = found;
  if (world.now < endsAt) return { id, is: "running" };
  return { id, is: exitCode === 0 ? "succeeded" : "failed", exitCode };
}
