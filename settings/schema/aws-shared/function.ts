import { resolve } from "node:path";
import * as z from "zod";

/** Where the source of a system's functions is. */
export const code = z
  .string()
  .regex(/^(?!\/)(?!(.*\/)?\.\.(\/|$))[\w./-]+$/, { error: "a folder inside the project, such as handlers" })
  .optional()
  .describe("Folder with the system's own handlers, relative to the project's folder. Default: functions/<system>.");

/** The folder of a system's handlers. */
export function codeFolder(
  settings: { readonly code?: string; readonly system: string },
  projectFolder: string,
): string {
  return resolve(projectFolder, settings.code ?? `functions/${settings.system}`);
}

/** The settings of one Lambda function (Lambda API reference, "CreateFunction": MemorySize, Timeout), with the default size that its system gives it. */
export const functionSettings = (size: { memory_mib: number; timeout_seconds: number }, description: string) =>
  z
    .strictObject({
      memory_mib: z
        .int()
        .min(128)
        .max(10_240)
        .default(size.memory_mib)
        .describe("Memory of the function, in MiB. Lambda gives it CPU in proportion."),
      timeout_seconds: z
        .int()
        .min(1)
        .max(900)
        .default(size.timeout_seconds)
        .describe("Seconds after which a call is stopped and counts as failed."),
      log_level: z
        .enum(["DEBUG", "INFO", "WARN", "ERROR"])
        .default("INFO")
        .describe("Least severe level that the function logs."),
      reserved_concurrency: z
        .int()
        .min(0)
        .optional()
        .describe(
          "Calls that may run at once, reserved from the account's limit, of which AWS keeps a part: 1,000, in a new account 10, and then none can be reserved. 0 stops the function. Default: what the account has left.",
        ),
      provisioned_concurrency: z
        .int()
        .min(1)
        .optional()
        .describe(
          "Instances that always wait for calls, at a price per hour, so that these do not start cold. Default: none.",
        ),
    })
    .prefault({})
    .describe(description);
