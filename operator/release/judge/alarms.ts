import type { AlarmFigure } from "./figures";

export interface AlarmRules {
  /** Alarms that may be raised: this release is to end them (`--despite`). */
  readonly despite: readonly string[];
  /** Alarms that were raised while their side was being started or stopped, and say nothing yet. */
  readonly changing: readonly string[];
  /** Alarms that were seen quiet since the release began: raised again, they count as new. */
  readonly quietSince: readonly string[];
}

export interface AlarmJudgement {
  readonly is: "fine" | "warned" | "failed";
  readonly reasons: readonly string[];
  /** `quietSince` for the next sample. */
  readonly quietSince: readonly string[];
}

/**
 * Judges the alarms: a critical one of the new side or of the system that was quiet and is raised since the release began fails it.
 * A warning of the new side is only said. An alarm of the live side says nothing about the new build.
 */
export function judgeAlarms(alarms: readonly AlarmFigure[], rules: AlarmRules): AlarmJudgement {
  const quiet = new Set([...rules.quietSince, ...alarms.filter(({ isAlarm }) => !isAlarm).map(({ name }) => name)]);
  const raised = alarms.filter(
    ({ name, isAlarm, wasAlarm }) => isAlarm && (!wasAlarm || rules.quietSince.includes(name)),
  );
  const judged = raised.map((alarm) => ({ alarm, ...weigh(alarm, rules) }));
  const failed = judged.some(({ is }) => is === "failed");
  const warned = judged.some(({ is }) => is === "warned");
  return {
    is: failed ? "failed" : warned ? "warned" : "fine",
    reasons: judged.map(({ alarm, why }) => `alarm ${alarm.name} was raised: ${why}`),
    quietSince: [...quiet].sort(),
  };
}

function weigh({ name, side, critical }: AlarmFigure, { despite, changing }: AlarmRules) {
  if (despite.includes(name)) return { is: "fine", why: "left out by --despite" } as const;
  if (side === "live") return { is: "fine", why: "it watches the live side, not the new build" } as const;
  if (side && changing.includes(name))
    return { is: "fine", why: "left out, its side was being started or stopped" } as const;
  if (critical) return { is: "failed", why: `critical, of the ${side ? "new side" : "system"}` } as const;
  return { is: "warned", why: `a warning, of the ${side ? "new side" : "system"}` } as const;
}
