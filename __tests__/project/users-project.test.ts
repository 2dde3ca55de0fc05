import { resolve } from "node:path";
import { loadSettings } from "../../settings/load";
import { SettingsError } from "../../settings/mistake";
import type { ProjectPlace } from "../../settings/project/folder";
import { readProject, type StackReference } from "../../settings/project/stacks";
import { type Finding, findingsOf } from "../policy/findings";
import { holdToReleased, releaseCommand, releasedIn } from "../stacks/released-addresses";
import { accepts, adviceFor, readExceptions, unused } from "./exceptions";
import { type Built, build, usersProject } from "./users-project";

/** The user's own project: with all that it has, its stacks build, keep the policies, and keep the addresses that the user released. */

const project = usersProject();

if (project) covers(project);
else {
  process.stderr.write("skipped: there is no project/\n");
  test.skip("skipped: there is no project/", () => {});
}

function covers(place: ProjectPlace): void {
  const { stacks } = readProject(place);
  const { all: exceptions, mistakes: wrongExceptions } = readExceptions(place);
  const today = new Date().toISOString().slice(0, 10);
  const findings = new Map<string, readonly Finding[]>();
  let built: Built;

  beforeAll(async () => {
    built = await build(place, stacks);
    for (const stack of stacks) {
      const json = built.stacks.get(stack.id);
      if (json) findings.set(stack.id, findingsOf(json, { isProtected: isProtected(stack, place) }));
    }
  });

  test("every stack builds", () => {
    expect(built.mistakes).toEqual([]);
    expect([...built.stacks.keys()]).toEqual(stacks.map(({ id }) => id));
  });

  test.each(stacks)("$id keeps the policies, or exceptions.tfvars says why not", ({ id }) => {
    const found = findings.get(id);
    if (!found) throw new Error(`${id} is not built: npm run check says why`);
    const open = found.filter((finding) => !exceptions.some((one) => accepts(one, id, finding, today)));
    fails(open.map((finding) => adviceFor(place, id, finding, today)));
  });

  test("exceptions.tfvars has no mistake, and no exception that accepts nothing", () => {
    const known = [...findings].flatMap(([id, found]) => found.map((finding) => [id, finding] as const));
    const isWhole = built.stacks.size === stacks.length; // A stack that is not built may need one.
    fails([...wrongExceptions, ...(isWhole ? unused(place, exceptions, known, today) : [])]);
  });

  describe("addresses", () => {
    const fileOf = ({ environment, id }: StackReference) =>
      resolve(place.root, place.folder ?? ".", "addresses", environment, `${id}.txt`);
    for (const stack of stacks) {
      if (!process.env["UPDATE_ADDRESSES"] && releasedIn(fileOf(stack)).length === 0) {
        test.skip(`skipped: ${stack.id} has no released addresses: ${releaseCommand} writes them`, () => {});
        continue;
      }
      test(`${stack.id} keeps those that were released`, () => {
        const json = built.stacks.get(stack.id);
        if (!json) throw new Error(`${stack.id} is not built: npm run check says why`);
        holdToReleased(fileOf(stack), stack.id, json);
      });
    }
  });
}

/** Fails with lines, as people read them. */
function fails(lines: readonly string[]): void {
  if (lines.length > 0) throw new Error(lines.join("\n\n"));
}

function isProtected(stack: StackReference, place: ProjectPlace): boolean {
  try {
    return loadSettings(stack, place).settings.protected;
  } catch (error) {
    if (error instanceof SettingsError) return false; // It is not built.
    throw error;
  }
}
