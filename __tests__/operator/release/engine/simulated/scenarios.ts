import type { ReleaseRequest } from "../../../../../operator/release/run/request";
import { type Behaviour, good, World } from "./world";

export const request: ReleaseRequest = {
  build: "app:2",
  strategy: "blue_green",
  steps: [
    { percent: 25, seconds: 120 },
    { percent: 50, seconds: 120 },
    { percent: 100, seconds: 0 },
  ],
  minRequests: 100,
  onSilence: "rollback",
  keepMinutes: 15,
  despite: [],
  checks: { application: ["/health"] },
  metrics: true,
  require: [],
  waived: {},
};

export interface Scenario {
  readonly name: string;
  readonly world: (seed: number) => World;
  readonly request: ReleaseRequest;
  /** How it ends when nothing happens to the operator. */
  readonly ends: "completed" | "rolled_back" | "failed";
  /** Whether the new build is bad: then no user may be left on it. */
  readonly bad: boolean;
}

const withBuild =
  (behaviour: Behaviour, more: (world: World) => void = () => {}) =>
  (seed: number) => {
    const world = new World(seed);
    world.behaviours.set("app:2", behaviour);
    more(world);
    return world;
  };

const from = (percent: number, bad: number, fine: number) => (now: number) => (now >= percent ? bad : fine);

export const scenarios: readonly Scenario[] = [
  { name: "success", world: withBuild(good), request, ends: "completed", bad: false },
  {
    name: "success with a migration",
    world: withBuild(good),
    request: { ...request, migrate: "migrate" },
    ends: "completed",
    bad: false,
  },
  {
    name: "a build that never starts",
    world: withBuild({ ...good, starts: undefined }),
    request,
    ends: "failed",
    bad: true,
  },
  {
    name: "7 % errors at 25 %",
    world: withBuild({ ...good, errors: from(25, 0.07, 0) }),
    request,
    ends: "rolled_back",
    bad: true,
  },
  {
    name: "slow at 50 %",
    world: withBuild({ ...good, ms: from(50, 400, 80) }),
    request,
    ends: "rolled_back",
    bad: true,
  },
  {
    name: "an alarm at 50 %",
    world: withBuild(good, (world) => {
      world.alarmAt = 50;
    }),
    request,
    ends: "rolled_back",
    bad: true,
  },
  {
    name: "silence",
    world: withBuild(good, (world) => {
      world.requestsPerSecond = 0;
    }),
    request,
    ends: "rolled_back",
    bad: false,
  },
  {
    name: "a migration that fails",
    world: withBuild(good, (world) => {
      world.migrationExit = 3;
    }),
    request: { ...request, migrate: "migrate" },
    ends: "failed",
    bad: false,
  },
  {
    name: "components that fail",
    world: withBuild(good, (world) => {
      world.componentsFailWith = "app:2";
    }),
    request,
    ends: "rolled_back",
    bad: true,
  },
];
