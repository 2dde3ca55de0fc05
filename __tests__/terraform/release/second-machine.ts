import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ProjectCopy, type Running } from "../support/project-copy";
import { projectFiles } from "./stack-files";
import type { Stage } from "./stage";

/** Another checkout of the same project: what two people have. */
export class SecondMachine {
  private readonly copy = new ProjectCopy();

  constructor(private readonly stage: Stage) {
    for (const [file, text] of Object.entries(projectFiles(stage.place))) {
      mkdirSync(dirname(this.copy.path(file)), { recursive: true });
      writeFileSync(this.copy.path(file), text);
    }
    Object.assign(this.copy.env, stage.copy.env, { TF_REATTACH_PROVIDERS: undefined });
  }

  start(command: "release", options: object): Running {
    return this.copy.start(process.execPath, this.stage.programArguments([[command, options]]));
  }

  remove(): void {
    rmSync(this.copy.dir, { recursive: true, force: true });
  }
}
