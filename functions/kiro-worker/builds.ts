import {
  AccountLimitExceededException,
  BatchGetBuildsCommand,
  BatchGetReportsCommand,
  type Build,
  CodeBuildClient,
  CodeBuildServiceException,
  InvalidInputException,
  ListBuildsForProjectCommand,
  type ListBuildsForProjectCommandOutput,
  type Report,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import type { Project } from "./settings";
import type { WorkItem } from "./work-item";

/** Milliseconds after which a call without an answer has failed: several fit into one run. */
const requestHandler = { connectionTimeout: 3_000, requestTimeout: 10_000 };

/** The start of a build has no answer, or one that says nothing: the build may run. */
export class Unanswered extends Error {}

/** The calls of CodeBuild that work items need. */
export class Builds {
  /** @param starter starts builds. It must not repeat a request: after a lost answer, a refusal of the repetition proves nothing */
  constructor(
    private readonly client = new CodeBuildClient({ requestHandler }),
    private readonly starter = new CodeBuildClient({ requestHandler, maxAttempts: 1 }),
  ) {}

  /**
   * Starts the build of an item. After a lost answer it asks once more with the same claim, which is the idempotency token:
   * CodeBuild then returns the build that began (API reference, StartBuild: the token is valid for 5 minutes).
   * @throws Unanswered if the build may have begun; any other error if it certainly has not
   */
  async start(project: Project, item: WorkItem, claim: string): Promise<string> {
    try {
      return await this.startOnce(project, item, claim);
    } catch (error) {
      if (isRefusal(error)) throw error;
      // A refusal of the repetition says nothing about the first request.
      return await this.startOnce(project, item, claim).catch((again: Error) => {
        throw new Unanswered(`${(error as Error).message}; again: ${again.message}`);
      });
    }
  }

  private async startOnce(project: Project, item: WorkItem, claim: string): Promise<string> {
    const { build } = await this.starter.send(
      new StartBuildCommand({
        projectName: project.name,
        idempotencyToken: claim,
        environmentVariablesOverride: Object.entries(variables(item, claim)).map(([name, value]) => ({
          name,
          value,
          type: "PLAINTEXT" as const,
        })),
        ...(item.revision && project.revisions && { sourceVersion: item.revision }),
      }),
    );
    if (!build?.id) throw new Error("CodeBuild started a build without an id");
    return build.id;
  }

  /** A build by id or ARN. Undefined if CodeBuild has deleted it, or if it is no id. */
  async find(id: string): Promise<Build | undefined> {
    try {
      const { builds = [] } = await this.client.send(new BatchGetBuildsCommand({ ids: [id] }));
      return builds[0];
    } catch (error) {
      if (error instanceof InvalidInputException) return undefined;
      throw error;
    }
  }

  /**
   * The build that a claim started, among the builds of its project from the newest back to those that began before the claim.
   * @param since seconds since 1970 at which the claim was made
   */
  async startedBy(claim: string, projectName: string, since: number): Promise<Build | undefined> {
    const oldest = (since - clockDifference) * 1000;
    let nextToken: string | undefined;
    do {
      const page: ListBuildsForProjectCommandOutput = await this.client.send(
        new ListBuildsForProjectCommand({ projectName, sortOrder: "DESCENDING", nextToken }),
      );
      const { ids = [] } = page;
      for (let first = 0; first < ids.length; first += mostIds) {
        const command = new BatchGetBuildsCommand({ ids: ids.slice(first, first + mostIds) });
        const { builds = [] } = await this.client.send(command);
        const found = builds.find((build) => variable(build, "WORK_ITEM_CLAIM") === claim);
        if (found) return found;
        if (builds.some(({ startTime }) => startTime && startTime.getTime() < oldest)) return undefined;
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return undefined;
  }

  async reports({ reportArns = [] }: Build): Promise<Report[]> {
    if (reportArns.length === 0) return [];
    const { reports = [] } = await this.client.send(
      new BatchGetReportsCommand({ reportArns: reportArns.slice(0, 100) }),
    );
    return reports;
  }
}

/** A variable of a started build. */
export function variable({ environment }: Build, name: string): string | undefined {
  return environment?.environmentVariables?.find((found) => found.name === name)?.value;
}

/** Ids that BatchGetBuilds takes (API reference). */
const mostIds = 100;
/** Seconds by which the clocks of Lambda and CodeBuild may differ. */
const clockDifference = 300;

/** Whether CodeBuild refused a request and did nothing: it answered with 4xx. */
const isRefusal = (error: unknown) =>
  error instanceof CodeBuildServiceException &&
  error.$fault === "client" &&
  (error.$metadata.httpStatusCode ?? 400) < 500;

/** Whether CodeBuild refused an item because of its content, not because of a limit or an error of CodeBuild. */
export const isItemsFault = (error: unknown) => error instanceof InvalidInputException;

/** Whether CodeBuild takes no more builds for now: its limit of builds or of requests is reached. */
export const isFull = (error: unknown) =>
  error instanceof AccountLimitExceededException ||
  (error instanceof Error && /Throttl|TooManyRequests/.test(error.name));

function variables({ id, repository, revision, title, inputs = {} }: WorkItem, claim: string): Record<string, string> {
  return {
    WORK_ITEM_ID: id,
    WORK_ITEM_CLAIM: claim,
    ...(repository && { WORK_ITEM_REPOSITORY: repository }),
    ...(revision && { WORK_ITEM_REVISION: revision }),
    ...(title && { WORK_ITEM_TITLE: title }),
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`WORK_ITEM_INPUT_${name}`, value])),
  };
}
