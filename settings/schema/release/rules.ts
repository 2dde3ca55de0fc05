import type { Finding, Rule } from "../../rule";
import { rule } from "../rules";
import type { SharedSettings } from "../shared";
import type { ReleaseSettings } from "./release";
import { readSteps } from "./steps";

interface Released {
  readonly release: ReleaseSettings;
  readonly state: SharedSettings["state"];
}

/** What a stack can do in a release. */
export interface ReleaseAbilities {
  /** Why it cannot divide requests between two builds. @default - it can */
  readonly undivided?: string;
  /** Why no path of it can be checked. @default - one can */
  readonly unchecked?: string;
  /** Why a command cannot test the new build alone. @default - it can */
  readonly untested?: string;
}

/**
 * Rules of the block `release`: its steps can be read, and neither they nor the strategy or the checks need what the stack cannot do.
 * Such a step is refused, never rounded.
 */
export const releaseRules = <S>(reads: string[], abilities: (settings: S) => ReleaseAbilities): Rule =>
  rule<S & Released>(["release", "state.cloud", ...reads], function* (settings) {
    const { strategy, steps: text, checks, log_bucket, smoke } = settings.release;
    if (log_bucket && !settings.state.cloud) {
      const problem = "the log of releases is in the bucket of the state";
      yield { path: "release.log_bucket", problem, expected: "state.cloud, or no such key", found: log_bucket };
    }
    const { undivided, unchecked, untested } = abilities(settings);
    const { steps = [], mistakes } = text === undefined ? { mistakes: [] } : readSteps(text);
    for (const mistake of mistakes) yield { path: "release.steps", ...mistake };
    const between = steps.find(({ percent }) => percent < 100)?.percent;
    if (undivided && strategy && strategy !== "rolling") {
      yield { path: "release.strategy", problem: undivided, expected: "rolling", found: strategy };
    }
    if (between !== undefined && (undivided || strategy === "rolling")) yield undividable(between, undivided);
    if (untested && smoke) {
      yield { path: "release.smoke", problem: untested, expected: "no such key", found: smoke };
    }
    for (const [name, path] of Object.entries(checks)) {
      if (unchecked && path) {
        yield { path: `release.checks.${name}`, problem: unchecked, expected: "no such key", found: path };
      }
    }
  });

const undividable = (percent: number, undivided = "the strategy rolling has no percentages"): Finding => ({
  path: "release.steps",
  problem: undivided,
  expected: "100 alone",
  found: `${percent}`,
});

/** Functions with provisioned concurrency switch whole: an alias of theirs takes no weights (AWS: "Alias with weights can not be used with Provisioned Concurrency"). */
export function functionAbilities(
  functions: Readonly<Record<string, { readonly provisioned_concurrency?: number }>>,
): ReleaseAbilities {
  const canDivide = Object.values(functions).some((one) => one.provisioned_concurrency === undefined);
  return canDivide ? {} : { undivided: "functions with provisioned_concurrency take no percentages" };
}
