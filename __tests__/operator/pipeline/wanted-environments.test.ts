import { join } from "node:path";
import { pipelineEnvironments } from "../../../operator/pipeline/wanted-environments";
import { readProject } from "../../../settings/project/stacks";

const root = join(__dirname, "../../..");
const { stacks } = readProject({ root });
const environments = (...ids: string[]) =>
  pipelineEnvironments(
    stacks.filter(({ id }) => ids.includes(id)),
    { root },
    "main",
  ).map(({ name }) => name);

test("a stack has environments of GitHub for what changes it, plans it and watches it", () => {
  expect(environments("aws-dev")).toEqual(["dev", "dev-plan", "dev-watch"]);
});

test("what no workflow reaches needs none, and no one who approves it", () => {
  expect(environments("aws-local", "kubernetes-dev", "kubernetes-prod")).toEqual([]);
});

test("each branch and tag may use an environment once, also where two steps and the default branch are the same", () => {
  const all = stacks.flatMap((stack) => pipelineEnvironments([stack], { root }, "main"));
  for (const { name, refs = [] } of all) {
    const named = refs.map((ref) => `${ref.type} ${ref.name}`);
    expect([name, named]).toEqual([name, [...new Set(named)]]);
  }
});
