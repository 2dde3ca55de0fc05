import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StackResult } from "../../operator/operations/run";
import { ProjectCopy } from "./support/project-copy";
import { startProviders } from "./support/providers/running-providers";
import { cli, distinct, type Shape, shapeName, synthesized, unavailable } from "./support/shapes";

// Not in a hook: the list of tests depends on it.
const project = new ProjectCopy();
const shapes = distinct(project, synthesized(project));
/** What a stack says of its providers. */
const required = ({ file }: Shape): string =>
  JSON.stringify(JSON.parse(readFileSync(project.path(file), "utf8")).terraform.required_providers);
/** The first shape of each set of providers: its Terraform installs and starts them itself. */
const firsts = shapes.filter((shape, at) => shapes.findIndex((other) => required(other) === required(shape)) === at);
const results = [...validated(firsts), ...validatedByRunning(shapes.filter((shape) => !firsts.includes(shape)))];

afterAll(() => project.remove());

for (const shape of shapes) {
  const name = `Terraform finds ${shapeName(shape)} valid`;
  const { status, error = "" } = results.find(({ id }) => id === shape.id) ?? { status: "not validated" };
  if (unavailable.test(error)) test.skip(`skipped: ${name}: ${error.split("\n")[0]}`, () => {});
  else test(name, () => expect({ status, error }).toEqual({ status: "valid", error: "" }));
}

function validated(some: readonly Shape[]): StackResult[] {
  if (some.length === 0) return [];
  const lines = cli(project, "validate", ...some.map(({ id }) => id), "--json")
    .trimEnd()
    .split("\n");
  return (JSON.parse(lines.at(-1) ?? "") as { stacks: StackResult[] }).stacks;
}

/** The same by the providers of {@link firsts}, each started once: a third of the CPU time. To validate needs no configuration of them. */
function validatedByRunning(some: readonly Shape[]): StackResult[] {
  const folders = firsts.map(({ id }) => join(project.local, "stacks", id, ".terraform-offline"));
  const { env, stop } = startProviders(folders, project.env);
  Object.assign(project.env, env);
  try {
    return validated(some);
  } finally {
    stop();
  }
}
