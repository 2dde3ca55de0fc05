import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import type { Step } from "../support/story";
import type { WatchStage } from "./stage";

/** The stacks that differ from the commit that {@link affected} made. */
export async function affectedStacks(stage: WatchStage, code: number) {
  const { out } = await stage.ended(code, "affected", "--since", "HEAD", "--json");
  return JSON.parse(out) as { stack: string; change: string; why: Record<string, unknown>[] }[];
}

/** The stacks that an edit of the product affects. The copy is a repository of its own from here on. No stack has to be deployed. */
export function affected(stage: WatchStage, step: Step): void {
  const { project, stack } = stage;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: project.dir,
      encoding: "utf8",
    });

  step("a commit without an edit after it affects no stack", async () => {
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message=x");
    expect(await affectedStacks(stage, 0)).toEqual([]);
  });

  step(
    "an edit of the product affects the stacks that are made of it; the product of then builds those of then",
    async () => {
      const file = "modules/aws/builds/build-project.ts";
      const text = readFileSync(project.path(file), "utf8");
      const edited = text.replace("props.description", '"Tried"');
      expect(edited).not.toBe(text);
      writeFileSync(project.path(file), edited);
      const before = git("status", "--porcelain");
      const stacks = await affectedStacks(stage, 2);
      expect(git("status", "--porcelain")).toBe(before);
      expect(stacks.map(({ stack: id }) => id)).toContain(stack);
      expect(stacks.every((one) => one.stack.startsWith("aws-codebuild-") && one.change === "changed")).toBe(true);
      expect(stacks.find((one) => one.stack === stack)?.why).toEqual([{ file }]);
      writeFileSync(project.path(file), text);
    },
  );
}
