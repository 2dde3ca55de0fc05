import type { Phase } from "../../../operator/release/log/entries";
import { entryOf, type Point } from "./kill";
import type { Call } from "./proxy";

/** Calls of a release at which a process may end. */
export const calls = {
  /** An entry of the log. */
  entry: (type: string, phase?: Phase, percent?: number) => (call: Call) => {
    const entry = entryOf(call);
    if (entry?.type !== type) return false;
    if (phase !== undefined && (!("phase" in entry) || entry.phase !== phase)) return false;
    return percent === undefined || ("percent" in entry && entry.percent === percent);
  },
  /** Terraform's call of this operation. */
  terraform:
    (operation: string, has = "") =>
    (call: Call) =>
      call.by === "terraform" && call.operation === operation && call.body.includes(has),
};

const setsWeight = calls.terraform("ModifyRule");
const startsSide = calls.terraform("UpdateService");

/** The three that are tried each time. */
export const fewPoints: readonly Point[] = [
  {
    name: "the operator ends after the apply of a shift, before its entry",
    at: calls.entry("done", "shift"),
    when: "before",
    kills: ["operator"],
  },
  {
    name: "Terraform ends in mid-apply: the weight is set and not saved",
    at: setsWeight,
    when: "after",
    kills: ["terraform"],
  },
  {
    name: "both end in mid-apply",
    at: setsWeight,
    when: "after",
    kills: ["operator", "terraform"],
  },
];

/** All of them: wherever a release changes something, or says that it has. */
export const allPoints: readonly Point[] = [
  ...operatorEnds("the claim", calls.entry("claim")).slice(1),
  ...operatorEnds("the end of the checks", calls.entry("done", "check")),
  ...operatorEnds("the intent of the start", calls.entry("intent", "start")),
  ...operatorEnds("the entry that the new side runs", calls.entry("done", "start")),
  ...operatorEnds("the intent of a shift", calls.entry("intent", "shift")),
  ...operatorEnds("the entry of a shift", calls.entry("done", "shift")),
  ...operatorEnds("a sample at 25 %", calls.entry("sample", "judge", 25)),
  ...operatorEnds("a sample of the watch", calls.entry("sample", "watch")),
  { name: "Terraform ends when it starts the new side", at: startsSide, when: "after", kills: ["terraform"] },
  {
    name: "both end when Terraform starts the new side",
    at: startsSide,
    when: "after",
    kills: ["operator", "terraform"],
  },
  { name: "Terraform ends before it sets the weight", at: setsWeight, when: "before", kills: ["terraform"] },
  { name: "Terraform ends when it has set the weight", at: setsWeight, when: "after", kills: ["terraform"] },
  {
    name: "both end when Terraform has set the weight",
    at: setsWeight,
    when: "after",
    kills: ["operator", "terraform"],
  },
  {
    name: "the operator alone ends when Terraform has set the weight",
    at: setsWeight,
    when: "after",
    kills: ["operator"],
  },
];

/** At the finish nothing leads back any more: the release is completed. */
export const finishPoints: readonly Point[] = [
  ...operatorEnds("the intent of the finish", calls.entry("intent", "finish")).slice(1),
  ...operatorEnds("the last entry", calls.entry("final")).slice(0, 1),
];

function operatorEnds(name: string, at: Point["at"]): Point[] {
  return (["before", "after"] as const).map((when) => ({
    name: `the operator ends ${when} ${name}`,
    at,
    when,
    kills: ["operator"],
  }));
}
