import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Step } from "../support/story";
import type { WatchStage } from "./stage";

/** The stacks that an edit affects, in a repository of its own. */
export function affected(stage: WatchStage, step: Step): void {
  const { project, stack } = stage;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: project.dir,
      encoding: "utf8",
    });
  const found = async (code: number) => {
    const { out } = await stage.ended(code, "affected", "--since", "HEAD", "--json");
    return JSON.parse(out) as { stack: string; change: string; why: Record<string, unknown>[] }[];
  };
  const edit = async (file: string, change: (text: string) => string, use: () => Promise<void>) => {
    const text = readFileSync(project.path(file), "utf8");
    writeFileSync(project.path(file), change(text));
    try {
      expect(readFileSync(project.path(file), "utf8")).not.toBe(text);
      await use();
    } finally {
      writeFileSync(project.path(file), text);
    }
  };

  step("an edit of one value affects exactly the stack that has it, and its plan has changes", async () => {
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message=x");
    expect(await found(0)).toEqual([]);
    const file = "systems/kiro-worker/local.tfvars";
    await edit(
      file,
      (text) => `tags = { Tried = "once" }\n${text}`,
      async () => {
        const before = git("status", "--porcelain");
        expect(await found(2)).toEqual([
          {
            ...{ stack, environment: "local", platform: "aws-codebuild", change: "changed" },
            why: [{ file, line: 1, setting: "tags.Tried", now: '"once"' }],
          },
        ]);
        expect(git("status", "--porcelain")).toBe(before);
        await stage.ended(2, "plan", stack, "--no-refresh");
      },
    );
  });

  step(
    "an edit of the product affects the stacks that are made of it; the product of then builds those of then",
    async () => {
      const file = "modules/aws/builds/build-project.ts";
      await edit(
        file,
        (text) => text.replace("props.description", '"Tried"'),
        async () => {
          const stacks = await found(2);
          expect(stacks.map(({ stack: id }) => id)).toContain(stack);
          expect(stacks.every((one) => one.stack.startsWith("aws-codebuild-") && one.change === "changed")).toBe(true);
          expect(stacks.find((one) => one.stack === stack)?.why).toEqual([{ file }]);
        },
      );
      rmSync(project.path(".git"), { recursive: true });
    },
  );
}
