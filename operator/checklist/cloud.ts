import { Account } from "../preflight/aws/account";
import { secretFindings } from "../preflight/aws/secrets";
import { whyNot } from "../preflight/look/finding";
import type { StackView } from "../preflight/look/stack-view";
import { no, type Seen, unseen, yes } from "./item";

/** What the cloud of a stack says. Looked at on AWS alone; elsewhere it says so. */
export async function cloudLooks(view: StackView): Promise<Record<"secrets" | "alarms", Seen>> {
  if (!view.aws) {
    const elsewhere = unseen("looked at on AWS only");
    return { secrets: elsewhere, alarms: elsewhere };
  }
  const account = new Account(view.aws, [view], [view]);
  const { status, detail } = await account.signIn();
  if (status !== "ok") return { secrets: unseen(detail), alarms: unseen(detail) };
  const [secrets, alarms] = await Promise.all([secretsOf(account), alarmsOf(account, view)]);
  return { secrets, alarms };
}

async function secretsOf(account: Account): Promise<Seen> {
  const found = await secretFindings(account);
  const lines = (of: string) => found.filter(({ status }) => status === of).map((it) => `${it.subject}: ${it.detail}`);
  const missing = lines("missing");
  if (missing.length > 0) return no(missing.join("; "));
  const unknown = lines("unknown");
  if (unknown.length > 0) return unseen(unknown.join("; "));
  return yes(found.length > 0 ? `all ${found.length} have one` : "the stack reads none");
}

async function alarmsOf(account: Account, view: StackView): Promise<Seen> {
  const names = view
    .bodies("aws_cloudwatch_metric_alarm")
    .map(({ alarm_name }) => ({ name: view.resolved(String(alarm_name)) }));
  try {
    const { CloudWatchClient } = await import("@aws-sdk/client-cloudwatch");
    const { alarmFigures } = await import("../release/aws/alarms.js");
    const client = new CloudWatchClient(await account.options());
    const found = await alarmFigures(client, names, 0);
    const raised = found.filter(({ isAlarm }) => isAlarm).map(({ name }) => name);
    if (raised.length > 0) return no(`${raised.join(", ")}: ${raised.length} of ${names.length}`);
    return found.length < names.length
      ? unseen(`${names.length - found.length} of ${names.length} are not deployed yet`)
      : yes(`none of ${names.length}`);
  } catch (error) {
    return unseen(whyNot(error));
  }
}
