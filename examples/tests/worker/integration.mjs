// Integration test of a candidate (the setting `pipeline_tests`), after its release to staging: an item goes through functions, table and
// CodeBuild. It names no repository, so its build has nothing to do, and the watch of the candidate sees whether it fails.
import { spawnSync } from "node:child_process";
import { call, expectStatus, fail } from "./functions.mjs";

/** The outputs of the stack that was released. */
function outputs(stack) {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "outputs", "--", stack, "--json"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`npm run outputs -- ${stack}: exit code ${status}: ${stderr}`);
  return JSON.parse(stdout)[stack];
}

async function integration() {
  const stack = process.env.STACK;
  if (!stack) throw new Error("STACK: expected the id of the stack, such as aws-codebuild-staging");
  const { submit_function: submit, poller_function: poller } = outputs(stack);
  const run = process.env.GITHUB_RUN_ID ?? Date.now();
  const item = {
    id: `test-${run}-${process.env.GITHUB_RUN_ATTEMPT ?? 1}`,
    project: "worker",
    title: "Test of a candidate",
  };
  const items = [item];
  expectStatus("a new item is taken", await call(submit, "live", { items }), 202);
  expectStatus("the same item is known", await call(submit, "live", { items }), 200);
  const foreign = [{ ...item, id: `${item.id}-foreign`, repository: "not-in-the/settings" }];
  expectStatus(
    "a repository that the settings do not name is refused",
    await call(submit, "live", { items: foreign }),
    400,
  );
  const polled = await call(poller, "live", {});
  const { faults } = polled;
  if (!Array.isArray(faults) || faults.length > 0)
    throw new Error(`the poller: expected no faults, found ${JSON.stringify(polled)}`);
  console.log(`the poller started ${polled.started.length} items, without faults`);
}

await integration().catch(fail);
