import type { Plan } from "../../../../operator/release/log/entries";

/** The plan of a release, as its claim has it. */
export const plan: Plan = {
  kind: "release",
  build: "app:2",
  fromBuild: "app:1",
  from: { image: "app:1", next_percent: 0 },
  configHash: "hash",
  strategy: "blue_green",
  steps: [{ percent: 100, seconds: 0 }],
  minRequests: 100,
  onSilence: "rollback",
  keepMinutes: 15,
  despite: [],
  checks: {},
  require: [],
  waived: {},
  metrics: true,
};
