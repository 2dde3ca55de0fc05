import { BatchGetBuildsCommand, CodeBuildClient, paginateListBuildsForProject } from "@aws-sdk/client-codebuild";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { profileOptions } from "../../aws/profile";
import { type Outputs, output } from "./proof";

/** The CodeBuild Worker as its tables and its builds have it. */

const options = profileOptions("ministack");
const codebuild = new CodeBuildClient(options);
const dynamodb = new DynamoDBClient(options);

/** What the tables say of a work item. */
export async function state(outputs: Outputs, id: string) {
  const get = (table: string) =>
    dynamodb.send(
      new GetItemCommand({ TableName: output(outputs, table), Key: { id: { S: id } }, ConsistentRead: true }),
    );
  const [item, lock] = await Promise.all([get("work_items_table"), get("locks_table")]);
  return { status: item.Item?.["status"]?.S, reason: item.Item?.["reason"]?.S, locked: lock.Item !== undefined };
}

/** How many builds CodeBuild has for each work item. */
export async function buildsPerItem(outputs: Outputs): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const projectName of outputs["build_projects"] as string[]) {
    for await (const { ids = [] } of paginateListBuildsForProject({ client: codebuild }, { projectName })) {
      for (let first = 0; first < ids.length; first += 100) {
        const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: ids.slice(first, first + 100) }));
        for (const { environment } of builds) {
          const id = environment?.environmentVariables?.find(({ name }) => name === "WORK_ITEM_ID")?.value;
          if (id) counts.set(id, (counts.get(id) ?? 0) + 1);
        }
      }
    }
  }
  return counts;
}
