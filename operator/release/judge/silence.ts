/** What happens to a step that cannot be judged. */
export type OnSilence = "rollback" | "continue";

export interface Silence {
  /** Whether the step was prolonged already. */
  readonly prolonged: boolean;
  /** Whether there is a terminal, where a person can decide. */
  readonly hasTerminal: boolean;
  /** The setting `release.on_silence`. */
  readonly onSilence: OnSilence;
}

/** Silence never passes as health: a step is prolonged once by its own length, then a person decides, or the setting. */
export function onSilence(silence: Silence): { readonly next: "prolong" | "ask" | "back" | "advance"; reason: string } {
  if (!silence.prolonged) return { next: "prolong", reason: "too little to judge by: the step is prolonged once" };
  if (silence.hasTerminal) return { next: "ask", reason: "still too little to judge by: a person decides" };
  const reason = `still too little to judge by: release.on_silence is ${silence.onSilence}`;
  return { next: silence.onSilence === "continue" ? "advance" : "back", reason };
}
