import type { Alarm } from "./alarm";
import type { StackFacts } from "./stack-facts";

/** Whether a stack has releases to take back: without `service.blue_green` an image is deployed. */
function isReleased({ view }: StackFacts): boolean {
  const target = view.output("release_target") as { readonly services?: Readonly<Record<string, object>> } | undefined;
  if (!target) return false;
  // Functions have versions in their place.
  return !target.services || Object.values(target.services).some((service) => "green" in service);
}

/** What keeps data or runs other people's code: an earlier build of ours does not mend it. */
const data = [
  "aws_db_instance",
  "aws_rds_cluster",
  "aws_dynamodb_table",
  "aws_codebuild_project",
  "google_sql_database_instance",
  "azurerm_postgresql_flexible_server",
];

/** Whether all that an alarm measures is a store or a build: rolling the application back helps only against its load. */
const isData = ({ concerned }: Alarm) => concerned.length > 0 && concerned.every(({ type }) => data.includes(type));

/** When document 004 rolls back, and how this stack does. */
export function rollBackWhen(facts: StackFacts): string {
  return [
    "At once, for every alarm, where a release or deploy came before it and critical functions are broken, more than 10 % of the requests fail,",
    "requests take more than half as long again, data is damaged, or the build opened a hole in security.",
    `What came before: \`${before(facts)}\`.`,
  ].join("\n");
}

/** Whether and how an earlier build helps against an alarm. */
export function rollbackLine(alarm: Alarm, facts: StackFacts): string {
  const way = `\`${back(facts, alarm.anchor)}\``;
  return isData(alarm)
    ? `Not by itself: only where a release or deploy of the last hours brought it: ${way}.`
    : `Yes, if it began with a release or deploy: ${way}.`;
}

function back(facts: StackFacts, anchor: string): string {
  if (isReleased(facts)) return `npm run rollback -- ${facts.id} --reason "${anchor}"`;
  const id = facts.dependents[0] ?? facts.id;
  return `npm run deploy -- ${id} --var image=<the image before>`;
}

function before(facts: StackFacts): string {
  return isReleased(facts)
    ? `npm run releases -- ${facts.id}`
    : `npm run outputs -- ${facts.dependents[0] ?? facts.id}`;
}
