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
  readonly builds = new Builds({ send: (command: Command) => this.answer(command) } as unknown as CodeBuildClient);

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
        return { builds: this.known.filter(({ id = "" }) => input.ids.includes(id)) };
      case "ListBuildsForProjectCommand":
        return { ids: this.known.filter((build) => build.projectName === input.projectName).map(({ id }) => id) };
      case "BatchGetReportsCommand":
        return { reports: this.reports };
      default:
        throw new Error(`unexpected ${name}`);
    }
  }

  private start({ projectName, environmentVariablesOverride, sourceVersion }: Command["input"]): Build {
    const refusal = this.refusals.shift();
    if (refusal) throw refusal;
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
    return build;
  }
}
