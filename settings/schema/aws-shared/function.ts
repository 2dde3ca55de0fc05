import * as z from "zod";

/** What is set of one function; its size is the system's own. */
export const functionSettings = (size: { memory_mib: number; timeout_seconds: number }, description: string) =>
  z
    .strictObject({
      memory_mib: z.int().min(128).max(10_240).default(size.memory_mib).describe("CPU grows with it."),
      timeout_seconds: z
        .int()
        .min(1)
        .max(900)
        .default(size.timeout_seconds)
        .describe("A call that takes longer fails."),
      log_level: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]).default("INFO").describe("The least that is logged."),
      reserved_concurrency: z
        .int()
        .min(0)
        .optional()
        .describe(
          "Calls at once, taken from the account's limit; 0 stops it. Default: as many as the account has left.",
        ),
      provisioned_concurrency: z
        .int()
        .min(1)
        .optional()
        .describe("Instances that wait, so that no call starts cold, and are paid for. Default: none."),
    })
    .prefault({})
    .describe(description);
