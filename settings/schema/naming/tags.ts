import * as z from "zod";
import { uniqueKeys } from "../common";

/** Tags that the product sets itself. Tag keys that differ in case only would be a permanent difference in plans. */
const reserved = ["environment", "stack", "system", "managedby", "dataclass"];

/**
 * Tags of one resource on AWS and Azure ("Tag naming limits and requirements", "Use tags to organize your Azure resources"), of which the
 * product sets five, and some resources five more.
 */
const most = 40;

const key = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/, { error: "letters, digits, - and _" })
  .refine((text) => !reserved.includes(text.toLowerCase()), { error: "a key that the product does not set itself" });

/** Google Cloud's labels are the shortest (Resource Manager, "Requirements for labels"). */
const value = z.string().max(63);

export const tags = z
  .record(key, value)
  .check(uniqueKeys, ({ value: all, issues }) => {
    const beyond = Object.keys(all)[most];
    if (beyond === undefined) return;
    issues.push({ code: "custom", path: [beyond], input: all, message: `at most ${most} tags` });
  })
  .default({})
  .describe("Tags of every resource; labels in lower case on Google Cloud.");
