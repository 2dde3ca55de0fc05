import { join } from "node:path";
import type { StackReference } from "../../settings/project/stacks";
import { holdToReleased, lostData } from "./released-addresses";
import { examples, type StackJson, synthesizeAll } from "./synthesized";

/**
 * The released addresses of each stack of the examples, one file each. A changed address destroys the resource that had it, so changes of
 * these files need a review. `npm run addresses -- --project .` writes them.
 */
const file = ({ id, environment }: StackReference) => join(__dirname, "addresses", environment, `${id}.txt`);

describe("released addresses", () => {
  let stacks: Map<string, StackJson>;
  beforeAll(async () => {
    stacks = await synthesizeAll();
  });

  test.each(examples.stacks)("$id keeps them", (reference) => {
    holdToReleased(file(reference), reference.id, stacks.get(reference.id) as StackJson);
  });

  test.each([
    "aws_db_instance.main_1",
    "google_sql_database_instance.main_1",
    "azurerm_postgresql_flexible_server.main_1",
    "kubernetes_persistent_volume_claim_v1.main_1",
  ])("%s that disappears is an error, unless it moved", (address) => {
    const stack = { resource: {}, provider: {}, terraform: {} };
    const released = [address, "aws_lb.front_1"];
    expect(lostData(released, stack)).toEqual([address]);
    expect(lostData(released, { ...stack, moved: [{ from: address, to: "aws_db_instance.primary_2" }] })).toEqual([]);
  });
});
