import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StackReference } from "../../settings/project/stacks";
import { examples, resources, type StackJson, synthesizeAll } from "./synthesized";

/**
 * The released addresses of each stack, one file each. A changed address destroys the resource that had it, so changes of these files need
 * a review. `UPDATE_ADDRESSES=1 npm run test:unit -- --testPathPatterns addresses` writes them. It never removes the address of a resource
 * that holds data: add a `moved` block, or delete the line by hand and say in the commit why its data may be lost.
 */
const holdsData =
  /^(kubernetes_persistent_volume_claim_v1|aws_(db_instance|dynamodb_table|ecr_repository|efs_file_system|elasticache_replication_group|kms_key|s3_bucket|sqs_queue|backup_vault|rds_cluster|eks_cluster))\./;

/** How to accept a change; the failure shows it. */
const update = "UPDATE_ADDRESSES=1 npm run test:unit -- --testPathPatterns addresses";

const file = ({ id, environment }: StackReference) => join(__dirname, "addresses", environment, `${id}.txt`);

function lostData(released: readonly string[], current: readonly string[], { moved = [] }: StackJson): string[] {
  const movedAway = new Set(moved.map(({ from }) => from));
  return released.filter((address) => holdsData.test(address) && !current.includes(address) && !movedAway.has(address));
}

describe("released addresses", () => {
  let stacks: Map<string, StackJson>;
  beforeAll(async () => {
    stacks = await synthesizeAll();
  });

  test.each(examples.stacks)("$id keeps them", (reference) => {
    const stack = stacks.get(reference.id) as StackJson;
    const released = existsSync(file(reference)) ? readFileSync(file(reference), "utf8").trim().split("\n") : [];
    const current = resources(stack)
      .map(({ address }) => address)
      .sort();
    expect(lostData(released, current, stack)).toEqual([]);
    if (process.env.UPDATE_ADDRESSES) {
      mkdirSync(dirname(file(reference)), { recursive: true });
      writeFileSync(file(reference), `${current.join("\n")}\n`);
      return;
    }
    if (released.length === 0) throw new Error(`${reference.id} is new: ${update} writes its addresses`);
    expect({ addresses: current, update }).toEqual({ addresses: released, update });
  });

  test("a database that disappears is an error, unless it moved", () => {
    const stack = { resource: {}, provider: {}, terraform: {} };
    const released = ["aws_db_instance.main_1", "aws_lb.front_1"];
    expect(lostData(released, [], stack)).toEqual(["aws_db_instance.main_1"]);
    const moved = [{ from: "aws_db_instance.main_1", to: "aws_db_instance.primary_2" }];
    expect(lostData(released, [], { ...stack, moved })).toEqual([]);
  });
});
