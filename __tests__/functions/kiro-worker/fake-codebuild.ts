import type { Build, CodeBuildClient, Report } from "@aws-sdk/client-codebuild";
import { Builds } from "../../../functions/kiro-worker/builds";

interface Command {
  readonly constructor: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of five commands
  readonly input: any;
}

/** CodeBuild with the few actions that the code uses; its builds run until `end` ends them. */
export class FakeCodeBuild {
  readonly known: Build[] = [];
  reports: Report[] = [];
  /** What StartBuild answers instead, once for each. */
  readonly refusals: Error[] = [];
  /** Ids that a page of a list has at most. */
  pageLength = 100;
  readonly client = { send: (command: Command) => this.answer(command) } as unknown as CodeBuildClient;
  readonly builds = new Builds(this.client, this.client);
  private readonly tokens = new Map<string, Build>();

  /** The builds of an item. */
  of(id: string): Build[] {
    const isOf = ({ environment }: Build) =>
      environment?.environmentVariables?.some(({ name, value }) => name === "WORK_ITEM_ID" && value === id);
    return this.known.filter(isOf);
  }

  end(build: Build | undefined, buildStatus: Build["buildStatus"], more: Partial<Build> = {}): Build {
    return Object.assign(build as Build, { buildStatus, ...more });
  }

  private async answer({ constructor: { name }, input }: Command): Promise<unknown> {
    // Answers come later, so that pollers overlap.
    await new Promise((resolve) => setTimeout(resolve, 1));
    switch (name) {
      case "StartBuildCommand":
        return { build: this.start(input) };
      case "BatchGetBuildsCommand":
        if (input.ids.length > 100) throw new Error("at most 100 ids");
        return { builds: this.known.filter(({ id = "" }) => input.ids.includes(id)) };
      case "ListBuildsForProjectCommand":
        return this.list(input);
      case "BatchGetReportsCommand":
        return { reports: this.reports };
      default:
        throw new Error(`unexpected ${name}`);
    }
  }

  private list({ projectName, nextToken = "0" }: Command["input"]) {
    const ids = this.known.filter((build) => build.projectName === projectName).map(({ id }) => id);
    const begin = Number(nextToken);
    const end = begin + this.pageLength;
    return { ids: ids.reverse().slice(begin, end), nextToken: end < ids.length ? String(end) : undefined };
  }

  private start(input: Command["input"]): Build {
    const { projectName, environmentVariablesOverride, sourceVersion, idempotencyToken } = input;
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
    const same = this.tokens.get(idempotencyToken);
    if (same) return same;
    const build: Build = {
      id: `${projectName}:${this.known.length + 1}`,
      arn: `arn:aws:codebuild:us-east-1:111111111111:build/${projectName}:${this.known.length + 1}`,
      projectName,
      sourceVersion,
      buildStatus: "IN_PROGRESS",
      environment: {
        type: "LINUX_CONTAINER",
        image: "image",
        computeType: "BUILD_GENERAL1_SMALL",
        environmentVariables: environmentVariablesOverride,
      },
    };
    this.known.push(build);
    this.tokens.set(idempotencyToken, build);
    return build;
  }
}
