import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../../stacks/synthesized";
import { runWorkflow } from "../../workflows/executor/run";
import { recorded } from "../../workflows/executor/tools";
import { parseWorkflow } from "../../workflows/executor/workflow";
import { answers, ran, recordedWorld } from "../../workflows/shipped";
import { actionlint, describeWith } from "../support/go-tool";
import { ProjectCopy } from "../support/project-copy";
import { actionlintFindings, describeWithZizmor, zizmorFindings } from "./lint";

/** A project with one system on Lambda. */
const project = (pipeline: string, environments: readonly string[]) => ({
  "systems/shop/base.tfvars": `pipeline = "${pipeline}"\n`,
  ...Object.fromEntries(
    environments.flatMap((name) => [
      [
        `environments/${name}.tfvars`,
        'account_id = "111111111111"\ndata_class = "synthetic"\nprotected = false\naccount = {}\n',
      ],
      [`systems/shop/${name}.tfvars`, "aws_serverless = {}\n"],
    ]),
  ),
});

/** Each way to production, with an event and the one environment that it may touch. */
const projects = [
  ["gitflow", ["dev", "prod"], "refs/heads/develop", "dev"],
  ["trunk", ["staging", "prod"], "refs/tags/v1.2.0", "prod"],
  ["candidates", ["test", "staging", "prod"], "refs/tags/v1.2.0-rc.1", "staging"],
] as const;

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
const reason = !scripts["init:workflows"] && "there is no npm run init:workflows";
if (reason) process.stderr.write(`skipped: workflows of three projects: ${reason}\n`);

(reason ? describe.skip : describe).each(projects)(
  `${reason ? `skipped: ${reason}: ` : ""}init:workflows for a project with %s`,
  (pipeline, environments, ref, environment) => {
    let copy: ProjectCopy;
    const folder = () => join(copy.dir, ".github", "workflows");
    beforeAll(async () => {
      copy = new ProjectCopy();
      for (const [name, text] of Object.entries(project(pipeline, environments))) {
        const file = copy.path("project", name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const { code, err, out } = await copy.cli("init:workflows");
      if (code !== 0) throw new Error(`init:workflows ended with ${code}:\n${out}\n${err}`);
    });
    afterAll(() => copy.remove());

    test("every file is a workflow that GitHub would start", () => {
      const names = readdirSync(folder());
      expect(names).toContain("deploy-shop.yml");
      for (const name of names) parseWorkflow(readFileSync(join(folder(), name), "utf8"), name);
    });

    describeWith([actionlint], "actionlint", (program) => {
      test("finds nothing", () => {
        expect(
          actionlintFindings(
            program,
            readdirSync(folder()).map((name) => join(folder(), name)),
          ),
        ).toEqual([]);
      });
    });

    describeWithZizmor((program) => {
      test("finds nothing", () => {
        expect(zizmorFindings(program, folder())).toEqual([]);
      });
    });

    test(recorded(`a push of ${ref} reaches ${environment}, and nothing else`), async () => {
      const { world, tools } = await recordedWorld({ name: "push", ref }, undefined, { root: copy.dir });
      tools.answer(answers);
      const result = await runWorkflow(world, "deploy-shop.yml");
      expect(result.result).toBe("success");
      const touched = ran(result).map((job) => job.split("/")[0]);
      expect(touched.filter((job) => !job?.includes(`-${environment}`))).toEqual([]);
      expect(tools.lines.filter((line) => /^npm run (plan|deploy|release) /.test(line))).toHaveLength(3);
    });
  },
);
