import { examples, resources, type StackJson, synthesizeAll } from "../synthesized";

/** A new account runs one build of a size and ten calls of functions at once: AWS refuses what sets more aside. */

const development = examples.stacks.filter(
  ({ environment, platform }) => environment === "dev" && /^aws/.test(platform),
);

test.each(development)("$id deploys into a new account", async ({ id }) => {
  const stack = (await synthesizeAll()).get(id) as StackJson;
  for (const { address, body } of resources(stack)) {
    for (const key of [
      "concurrent_build_limit",
      "reserved_concurrent_executions",
      "provisioned_concurrent_executions",
    ]) {
      expect([address, key, body[key]]).toEqual([address, key, undefined]);
    }
  }
});
