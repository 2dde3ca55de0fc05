import type { AlarmFigure, Figures, ProbeAnswer, SideFigures } from "../../../../operator/release/judge/figures";

/** Answers and figures for the tests of the judge. */

export const answer = (ms: number, more: Partial<ProbeAnswer> = {}): ProbeAnswer => ({
  at: 0,
  ms,
  failed: false,
  status: 200,
  ...more,
});

export const good = answer(80);
export const broken = answer(80, { failed: true, status: 500 });
export const late: ProbeAnswer = { at: 0, ms: 5000, failed: true, timedOut: true };
export const refused: ProbeAnswer = { at: 0, ms: 2, failed: true };

/** Ten answers: those that are given, then good ones; all sent at one time. */
export const tenOf = (...special: readonly ProbeAnswer[]): ProbeAnswer[] => [
  ...special,
  ...Array.from({ length: 10 - special.length }, () => good),
];

export const sentAt = (at: number, answers: readonly ProbeAnswer[]) => answers.map((one) => ({ ...one, at }));

export const side = (requests: number, errors: number, p95?: number, cpuPercent?: number): SideFigures => ({
  requests,
  errors,
  p95,
  cpuPercent,
});

export const figures = (newSide: SideFigures, liveSide = side(5000, 0, 200)): Figures => ({ newSide, liveSide });

export const alarm = (name: string, more: Partial<AlarmFigure> = {}): AlarmFigure => ({
  name,
  critical: true,
  wasAlarm: false,
  isAlarm: true,
  ...more,
});
