import * as z from "zod";
import { percent } from "../common";

/** The DynamoDB tables of an event-driven system (documents 000 and 001). */
export const tables = z
  .strictObject({
    capacity: z
      .strictObject({
        min: z
          .int()
          .min(1)
          .max(40_000)
          .default(5)
          .describe("Least provisioned capacity, in units of reading and of writing each."),
        max: z
          .int()
          .min(1)
          .max(40_000)
          .default(100)
          .describe("Most provisioned capacity, in units of reading and of writing each."),
        target_percent: percent
          .min(20)
          .max(90)
          .default(70)
          .describe("Percentage of the provisioned capacity in use that autoscaling aims at."),
      })
      .optional()
      .describe("Provisioned capacity that autoscaling adapts to its use. Default: capacity on demand."),
  })
  .prefault({})
  .describe("DynamoDB tables of the system, all alike.");
