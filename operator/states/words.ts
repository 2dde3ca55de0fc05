import { shellWord } from "../process/shell";
import type { StateVersion } from "./history";

/** `1 resource`, `2 resources`. */
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? "" : "s"}`;

/** What a version says of itself, in brackets of a sentence. */
export function factsText({ state, bytes }: Pick<StateVersion, "state" | "bytes">): string {
  return state ? `serial ${state.serial}, ${count(state.resources, "resource")}` : `${bytes} bytes`;
}

export const restoreCommand = (id: string, version: string): string =>
  `npm run state -- restore ${id} --version ${shellWord(version)}`;
