import type { ZodError } from "zod";

/** The first mistake that a schema found, after its path. @param top the word for the whole, which has no path */
export function firstMistake({ issues: [first] }: ZodError, top = "it"): string {
  return `${first?.path.join(".") || top}: ${first?.message ?? "invalid"}`;
}
