import { join } from "node:path";
import { manyEnvironments } from "../../bench/many-environments";
import { withTemporaryFolder } from "../../bench/temporary-folder";
import { readProject } from "../../settings/project/stacks";
import { synthesize } from "../../stacks/synthesis/synthesize";

test("the project that the benchmark builds is right with the settings that the examples have now", () =>
  withTemporaryFolder(async (root) => {
    manyEnvironments(root, 2);
    const project = readProject({ root });
    const stacks = project.stacks.filter(({ platform }) => platform === "aws");
    expect(stacks.map(({ id }) => id)).toEqual(["aws-e0001", "aws-e0002"]);
    expect((await synthesize({ project, outdir: join(root, "out"), stacks })).mistakes).toEqual([]);
  }));
