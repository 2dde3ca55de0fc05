import type { StackResult } from "../../operator/operations/run";
import { ProjectCopy } from "./support/project-copy";
import { cli, distinct, shapeName, synthesized, unavailable } from "./support/shapes";

// Not in a hook: the list of tests depends on it.
const project = new ProjectCopy();
const shapes = distinct(project, synthesized(project));
const lines = cli(project, "validate", ...shapes.map(({ id }) => id), "--json")
  .trimEnd()
  .split("\n");
const results = (JSON.parse(lines.at(-1) ?? "") as { stacks: StackResult[] }).stacks;

afterAll(() => project.remove());

for (const shape of shapes) {
  const name = `Terraform finds ${shapeName(shape)} valid`;
  const { status, error = "" } = results.find(({ id }) => id === shape.id) ?? { status: "not validated" };
  if (unavailable.test(error)) test.skip(`skipped: ${name}: ${error.split("\n")[0]}`, () => {});
  else test(name, () => expect({ status, error }).toEqual({ status: "valid", error: "" }));
}
