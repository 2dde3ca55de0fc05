import { projects, repositories, tables } from "./settings";
import { type Admitted, isRecord, problems, type WorkItem } from "./work-item";
import { WorkItems } from "./work-items";

export interface Answer {
  readonly statusCode: 200 | 202 | 400;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Most items in one request: one invocation stores them in a few seconds. */
const most = 100;

/**
 * Stores work items: `{ "items": [ … ] }`, all of them, or none if one is invalid. A known item is not changed.
 * @returns 202 with the new ids, 200 if all are known, 400 with the mistakes
 */
export async function submit(event: unknown, workItems: WorkItems, admitted: Admitted): Promise<Answer> {
  const items = isRecord(event) && Object.keys(event).join() === "items" ? event["items"] : undefined;
  if (!Array.isArray(items) || items.length === 0 || items.length > most) {
    return refuse([`expected { "items": [ … ] } with 1 to ${most} work items`]);
  }
  const reasons = items.flatMap((item, index) =>
    problems(item, admitted).map((problem) => `items[${index}]: ${problem}`),
  );
  if (reasons.length > 0) return refuse(reasons);

  const accepted: string[] = [];
  for (const item of items as WorkItem[]) {
    if (await workItems.add(item)) accepted.push(item.id);
  }
  return { statusCode: accepted.length > 0 ? 202 : 200, body: { accepted } };
}

const refuse = (reasons: readonly string[]): Answer => ({ statusCode: 400, body: { reasons } });

let workItems: WorkItems | undefined;

export function handler(event: unknown): Promise<Answer> {
  workItems ??= new WorkItems(tables());
  return submit(event, workItems, { projects: Object.keys(projects()), repositories: repositories() });
}
