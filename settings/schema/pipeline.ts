import * as z from "zod";
import { environmentFileName } from "./names";

/** What a system's pipeline calls its environments, and the name that each has where the settings say nothing. */
export const stageNames = { development: "dev", test: "test", staging: "staging", production: "prod" } as const;

/** A place on the way to production; `standby` follows it, where the settings name an environment. */
export type Stage = keyof typeof stageNames | "standby";

/** What brings a commit to a stage. */
export interface Step {
  readonly stage: Stage;
  /** The branch whose pushes go there, or the kind of tags: `v1.2.0`, or a candidate `v1.2.0-rc.1`. */
  readonly on: { readonly branch: string } | { readonly tags: "versions" | "candidates" };
}

/** The ways from a commit to production, in their order (documents 000 and 001; 002 and 003; 004). */
export const pipelines = {
  gitflow: [
    { stage: "development", on: { branch: "develop" } },
    { stage: "production", on: { branch: "main" } },
  ],
  trunk: [
    { stage: "staging", on: { branch: "develop" } },
    { stage: "production", on: { tags: "versions" } },
  ],
  candidates: [
    { stage: "test", on: { branch: "main" } },
    { stage: "staging", on: { tags: "candidates" } },
    { stage: "production", on: { tags: "versions" } },
  ],
} satisfies Record<string, readonly (Step & { readonly stage: keyof typeof stageNames })[]>;

/** Platforms whose functions `npm run release -- <stack> --code` releases: a build is a commit of this repository. */
export const functionPlatforms: readonly string[] = ["aws-serverless", "aws-websocket", "aws-codebuild"];

/** How a system's pipeline is called in its settings. */
export type PipelineName = keyof typeof pipelines;

const environmentOf = (stage: keyof typeof stageNames) =>
  environmentFileName
    .optional()
    .describe(`Environment that the pipeline means by ${stage}. Default: ${stageNames[stage]}.`);

/** The keys of a system's base that say how its commits come to production. No stack differs by them: `npm run init:workflows` reads them. */
export const pipelineKeys = {
  pipeline: z
    .enum(Object.keys(pipelines) as [PipelineName, ...PipelineName[]])
    .optional()
    .describe(
      "How a commit comes to production, for `npm run init:workflows`; only in the system's base. gitflow: develop → development, main → production; trunk: develop → staging, tags such as v1.2.0 → production; candidates: main → test, tags such as v1.2.0-rc.1 → staging, such as v1.2.0 → production. Default: no workflow deploys the system.",
    ),
  pipeline_environments: z
    .strictObject({
      development: environmentOf("development"),
      test: environmentOf("test"),
      staging: environmentOf("staging"),
      production: environmentOf("production"),
      standby: environmentFileName
        .optional()
        .describe(
          "Environment that gets in the same run what production has got, once all of production has ended well: a passive region. Default: none.",
        ),
    })
    .optional()
    .describe("Names of the pipeline's environments where they are others; only in the system's base."),
  pipeline_tests: z
    .string()
    .regex(/^[a-z][a-z0-9:_-]{0,60}$/, { error: "the name of a script in package.json" })
    .optional()
    .describe(
      "Script in package.json that tests the system after each release to staging by its workflow; only in the system's base. It gets the stack's id as STACK and signs in as who releases. If it fails, the release has no evidence, and nothing goes on to production. Default: no tests.",
    ),
};

/** The keys of a stack's settings that its system's base has. */
export interface PipelineKeys {
  readonly pipeline?: PipelineName;
  readonly pipeline_environments?: Readonly<Partial<Record<Stage, string>>>;
  readonly pipeline_tests?: string;
}

/** Whether a candidate is watched before this step (document 004). */
export const isWatched = (pipeline: PipelineName, { stage }: Pick<Step, "stage">): boolean =>
  pipeline === "candidates" && stage === "production";

/** A step of a system's pipeline, with the environment that it leads to. */
export interface PlacedStep extends Step {
  readonly environment: string;
}

/** The steps of a pipeline, each with its environment. */
export function stepsOf(
  pipeline: PipelineName,
  environments: Readonly<Partial<Record<Stage, string>>> = {},
): PlacedStep[] {
  const steps = pipelines[pipeline].map(
    (step): PlacedStep => ({
      ...step,
      environment: environments[step.stage] ?? stageNames[step.stage],
    }),
  );
  const { standby } = environments;
  const production = steps.find(({ stage }) => stage === "production");
  return standby && production ? [...steps, { stage: "standby", on: production.on, environment: standby }] : steps;
}
