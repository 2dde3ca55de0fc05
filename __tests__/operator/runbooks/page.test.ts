import { StackView } from "../../../operator/preflight/look/stack-view";
import { notesOf } from "../../../operator/runbooks/notes";
import { page } from "../../../operator/runbooks/page";
import { StackFacts } from "../../../operator/runbooks/stack-facts";
import { allTexts } from "../../stacks/synthesized";
import { examplePage } from "./example-page";

const of = async (id: string) => examplePage(id, (await allTexts()).get(id) as string);

/** What a page says of one alarm. */
function section(text: string | undefined, anchor: string): string {
  return text?.split(`\n## ${anchor}\n`)[1]?.split("\n## ")[0] ?? "";
}

test("an alarm's section says what is wrong, what to look at, how to go back, and whom to tell", async () => {
  const { text } = await of("aws-staging");
  const down = section(text, "api-down-blue");
  expect(down).toContain("**What it means.** The API is down");
  expect(down).toContain(
    "aws ecs describe-services --cluster test-execution-staging --services test-execution-staging-api ",
  );
  expect(down).toContain("aws logs tail /ecs/test-execution-staging-api --since 1h");
  expect(down).toContain('`npm run rollback -- aws-staging --reason "api-down-blue"`');
  expect(down).toMatch(/platform@example.com got the message; critical/);
  expect(section(text, "api-rollback-errors")).toContain("ECS takes the deployment back by itself");
});

test("a stack with one service has no release to take back: the image before is deployed", async () => {
  const { text } = await of("aws-dev");
  expect(text).toContain("npm run deploy -- aws-dev --var image=<the image before>");
  expect(text).not.toContain("npm run rollback");
});

test("messages go back only to a queue that has a source: what a function gave up is sent again by hand", async () => {
  const worker = section((await of("aws-prod")).text, "worker-dead-letters");
  expect(worker).toContain(
    "start-message-move-task --source-arn arn:aws:sqs:us-east-1:444444444444:test-execution-prod-worker-dead-letters",
  );
  const chat = section((await of("aws-websocket-prod")).text, "chat-dead-letters");
  expect(chat).not.toContain("start-message-move-task");
  expect(chat).toContain("aws sqs purge-queue");
  expect(chat).toContain("/aws/lambda/agentic-service-bot-prod-chat ");
});

test("an earlier build is no remedy for a full disk", async () => {
  const { text } = await of("gcp-prod");
  expect(section(text, "disk-free-database")).toContain("**Roll back?** Not by itself");
  expect(section(text, "error-rate-api")).toContain("**Roll back?** Yes");
});

test("the most urgent alarms are first", async () => {
  const { text = "" } = await of("aws-prod");
  const severities = [...text.matchAll(/^\| \[[\w-]+\]\(#[\w-]+\) \| ([\w ]+) \|/gm)].map(([, severity]) => severity);
  expect([...new Set(severities)]).toEqual(["critical", "warning", "stops a deployment"]);
  expect(severities.filter((one, index) => index > 0 && one !== severities[index - 1])).toHaveLength(2);
});

test("what people know of an alarm is in its section, and of the system at the top", async () => {
  const { props } = await of("aws-prod");
  const notes = notesOf("systems/shop/runbook.md", "Ask for the till.\n\n## disk-free\n\nThe archive job grows it.\n");
  const text = page({ ...props, notes });
  expect(text?.split("\n## ")[0]).toContain("Ask for the till.");
  expect(section(text, "disk-free-database")).toContain("**Known here.**\n\nThe archive job grows it.");
});

test("a stack without alarms has no page", async () => {
  const { facts, props } = await of("kubernetes-prod");
  expect(page({ ...props, facts: new StackFacts(new StackView(facts.id, "{}"), []) })).toBeUndefined();
});
