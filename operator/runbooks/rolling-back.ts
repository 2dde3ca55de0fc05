import type { Alarm } from "./alarm";
import type { StackFacts } from "./stack-facts";

interface Deployed {
  readonly facts: StackFacts;
  readonly platform: string;
}

/** The platforms that `npm run release` and `npm run rollback` know. */
const released = ["aws", "aws-serverless", "aws-websocket", "aws-codebuild"];

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
export function rollBackWhen(of: Deployed): string {
  return [
    "At once, for every alarm, where a release or deploy came before it and critical functions are broken, more than 10 % of the requests fail,",
    "requests take more than half as long again, data is damaged, or the build opened a hole in security.",
    `What came before: \`${before(of)}\`.`,
  ].join("\n");
}

/** Whether and how an earlier build helps against an alarm. */
export function rollbackLine(alarm: Alarm, of: Deployed): string {
  const way = `\`${back(of, alarm.anchor)}\``;
  return isData(alarm)
    ? `Not by itself: only where a release or deploy of the last hours brought it: ${way}.`
    : `Yes, if it began with a release or deploy: ${way}.`;
}

function back({ facts, platform }: Deployed, anchor: string): string {
  if (released.includes(platform)) return `npm run rollback -- ${facts.id} --reason "${anchor}"`;
  const id = facts.dependents[0] ?? facts.id;
  return `npm run deploy -- ${id} --var image=<the image before>`;
}

function before({ facts, platform }: Deployed): string {
  return released.includes(platform)
    ? `npm run releases -- ${facts.id}`
    : `npm run outputs -- ${facts.dependents[0] ?? facts.id}`;
}
