import { FakeGitHub } from "../support/fake-github";
import { repositoryWith } from "./executor/fixture";
import type { JobResult } from "./executor/results";
import { runWorkflow } from "./executor/run";
import type { Answer } from "./executor/tools";
import { triggers } from "./executor/triggers";
import { parseWorkflow, type Workflow } from "./executor/workflow";
import { answers, ran, recordedWorld } from "./shipped";
import { called } from "./shipped-called";
import { type EventName, events } from "./shipped-events";
import { names, textOf } from "./shipped-files";

type Workflows = ReadonlyMap<string, Workflow>;

const parsed = (texts: Readonly<Record<string, string>>): Workflows =>
  new Map(Object.entries(texts).map(([name, text]) => [name, parseWorkflow(text, name)]));

const workflows = parsed(Object.fromEntries(names.map((name) => [name, textOf(name)])));

/** A pull request of something that every environment has. */
const everywhere: Answer = {
  ...{ tool: "npm", when: "pipeline -- affected" },
  outputs: { stacks: '["aws-dev","aws-prod","aws-prod-dr","aws-staging","aws-test"]' },
};

/** The image that staging has released; functions have none. */
export const image = `ghcr.io/acme/test-execution@sha256:${"1".repeat(64)}`;
const promotedImage: Answer = {
  ...{ tool: "npm", when: "pipeline -- promote aws-prod .*--out (\\S+)" },
  ...{ files: { $1: "{}" }, outputs: { image } },
};

/** What came of an event. */
export interface Happened {
  /** As `prod/apply success`. */
  readonly jobs: readonly string[];
  readonly lines: readonly string[];
  /** Requests that the fake GitHub does not know. */
  readonly unknown: readonly string[];
}

const ranSteps = new Set<string>();

function remember(file: string, jobs: readonly JobResult[], all: Workflows = workflows): void {
  for (const { id, jobs: below, steps } of jobs) {
    const call = all.get(file)?.jobs[id]?.uses;
    if (below && call) remember(call.split("/").at(-1) ?? "", below, all);
    for (const [index, { outcome }] of steps.entries()) {
      if (outcome !== "skipped") ranSteps.add(`${file}: ${id}: ${index}`);
    }
  }
}

/** The steps of the shipped workflows that ran in nothing that happened so far. */
export function neverRan(): string[] {
  return [...workflows].flatMap(([file, { jobs }]) =>
    Object.entries(jobs).flatMap(([id, { steps = [] }]) =>
      steps.flatMap(({ run, uses }, index) =>
        ranSteps.has(`${file}: ${id}: ${index}`) ? [] : [`${file}: ${id}: ${run ?? uses}`],
      ),
    ),
  );
}

/** Whether GitHub starts a shipped workflow for an event. */
export const starts = (file: string, event: EventName): boolean =>
  triggers(workflows.get(file) as Workflow, events[event]);

/** A GitHub on which a person approves what is protected. */
async function withGitHub<T>(run: (github: FakeGitHub, reviews: Record<string, string>) => Promise<T>): Promise<T> {
  const github = await FakeGitHub.start();
  const guarded = ["staging", "prod", "prod-dr"].flatMap((name) => [name, `${name}-plan`]);
  for (const name of guarded) github.environments.set(name, { reviewers: ["bob"], preventSelfReview: true });
  return run(github, Object.fromEntries(guarded.map((name) => [name, "bob"]))).finally(() => github.stop());
}

/**
 * What an event makes of a shipped workflow.
 * @param more answers of recorded tools, before the usual ones
 * @param texts of the workflows of another project, by the names of their files: those that it calls are the shipped ones
 */
export function happened(
  file: string,
  event: EventName,
  more: readonly Answer[] = [],
  texts?: Readonly<Record<string, string>>,
): Promise<Happened> {
  return withGitHub(async (github, reviews) => {
    const root = texts && { root: repositoryWith(texts) };
    const { world, tools } = await recordedWorld(events[event], github, { reviews, ...root });
    tools.answer([...more, everywhere, promotedImage, ...answers]);
    const { jobs } = await runWorkflow(world, file);
    remember(file, jobs, texts && parsed(texts));
    return { jobs: ran({ jobs }), lines: tools.lines, unknown: github.unknown };
  });
}

/** What comes of an event in the repository of an application that calls `application.yml`. @param more what its job says */
export function applied(event: EventName, more: string, given: readonly Answer[] = []): Promise<Happened> {
  return withGitHub(async (github, reviews) => {
    const world = { event: events[event], reviews, secrets: { KEY: "k" } };
    const { result, tools } = await called("application.yml", more, [...given, ...answers], world, github);
    remember("application.yml", result.jobs[0]?.jobs ?? []);
    return { jobs: ran(result), lines: tools.lines, unknown: github.unknown };
  });
}
