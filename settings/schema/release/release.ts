import * as z from "zod";
import { uniqueList } from "../common";
import { strategyNames } from "./steps";

const path = z
  .string()
  .max(1024)
  .regex(/^\/[^\s]*$/, { error: "a path such as /health/database" });

/** The five checks of document 003 before and after a release. */
const checks = z
  .strictObject({
    application: path
      .optional()
      .describe("Path that answers when the application works. Default: the paths of `application.health`."),
    database: path.optional().describe("Path that answers when the database does, such as /health/database."),
    external_dependencies: path
      .optional()
      .describe("Path that answers when the services that the application depends on do."),
    ai_model: path.optional().describe("Path that answers when the AI model does, such as /health/model."),
    performance: path
      .optional()
      .describe("Path that must answer ten requests with a p95 of at most 1000 ms and 5 % of errors."),
  })
  .prefault({})
  .describe(
    "Paths that the new build must answer with a status below 400, before its first request and at the end. What is not given is reported as not checked.",
  );

/** How a release brings a new build to users. */
export const release = z
  .strictObject({
    strategy: z
      .enum(strategyNames)
      .optional()
      .describe(
        "How requests come to the new build: in steps (`blue_green`; `canary` with checks of its own) or all at once after its start (`rolling`). Default: `blue_green` where the stack can divide requests, else `rolling`. On `aws` without `service.blue_green` there is no release: `npm run deploy` with `--var image=…` rolls the image out.",
      ),
    steps: z
      .string()
      .optional()
      .describe(
        "Percentages of the requests for the new build, each with the time that it is watched, such as 10:5m,50:10m,100. Default: those of the strategy.",
      ),
    keep_minutes: z
      .int()
      .min(0)
      .max(1440)
      .default(15)
      .describe(
        "Minutes after a release in which the old build keeps its replicas, so that the way back is one change.",
      ),
    min_requests: z
      .int()
      .min(10)
      .max(1_000_000)
      .default(100)
      .describe("Users' requests to the new build that a step needs to be judged by. With fewer it is prolonged once."),
    on_silence: z
      .enum(["rollback", "continue"])
      .default("rollback")
      .describe(
        "What happens where a prolonged step still has too few requests and no person is at a terminal to decide.",
      ),
    require: uniqueList(z.enum(["scan", "after", "baseline", "digest"]))
      .default([])
      .describe(
        "Evidence without which no release begins: a `scan` of the build, its release in the environment before (`after`), a `baseline` of its performance, an image that is named by its `digest`. Who waives one gives a reason, which is recorded.",
      ),
    log_bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, { error: "the name of an S3 bucket" })
      .optional()
      .describe(
        "S3 bucket of the stack's account and region that holds the log of its releases, where the state is in HCP Terraform. It must exist. Default: no releases there.",
      ),
    smoke: z
      .string()
      .regex(/^\S(.{0,998}\S)?$/, { error: "one line of at most 1000 characters, such as scripts/smoke.sh" })
      .optional()
      .describe(
        "Command that must succeed against the new build alone before its first request, where `npm run release` has no `--smoke`. It runs in the checkout, as who releases.",
      ),
    checks,
  })
  .prefault({})
  .describe(
    "How a release puts a new build in front of users, judges it and takes it back (docs/release.md). `aws`, `aws-serverless`, `aws-websocket` and `aws-codebuild` read it.",
  );

export type ReleaseSettings = z.infer<typeof release>;
