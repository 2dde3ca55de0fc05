import {
  AccountLimitExceededException,
  BatchGetBuildsCommand,
  BatchGetReportsCommand,
  type Build,
  CodeBuildClient,
  InvalidInputException,
  ListBuildsForProjectCommand,
  type Report,
  StartBuildCommand,
} from "@aws-sdk/client-codebuild";
import type { Project } from "./settings";
import type { WorkItem } from "./work-item";

/** The calls of CodeBuild that work items need. */
export class Builds {
  constructor(private readonly client = new CodeBuildClient({})) {}

  /** Starts the build of an item. A retry with the same claim, such as the SDK makes for a lost answer, starts no second build. */
  async start(project: Project, item: WorkItem, claim: string): Promise<string> {
    const { build } = await this.client.send(
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

  /** A build by id or ARN. Undefined if CodeBuild has deleted it. */
  async find(id: string): Promise<Build | undefined> {
    const { builds = [] } = await this.client.send(new BatchGetBuildsCommand({ ids: [id] }));
    return builds[0];
  }

  /** The build that a claim started, among the newest 100 builds of its project. */
  async startedBy(claim: string, projectName: string): Promise<Build | undefined> {
    const { ids = [] } = await this.client.send(new ListBuildsForProjectCommand({ projectName }));
    if (ids.length === 0) return undefined;
    const { builds = [] } = await this.client.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 100) }));
    return builds.find((build) => variable(build, "WORK_ITEM_CLAIM") === claim);
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

/** Whether CodeBuild refused an item because of its content, not because of a limit or an error of CodeBuild. */
export const isItemsFault = (error: unknown) => error instanceof InvalidInputException;

/** Whether CodeBuild has reached its limit of builds. */
export const isFull = (error: unknown) => error instanceof AccountLimitExceededException;

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
