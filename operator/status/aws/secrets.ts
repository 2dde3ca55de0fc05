import type { DescribeSecretResponse } from "@aws-sdk/client-secrets-manager";
import { parameterAnswer, regionOf, secretAnswer } from "../../preflight/aws/secrets";
import type { Answer } from "../../preflight/look/finding";
import { grouped } from "../../preflight/look/grouped";
import { type SecretReference, secretsOf } from "../../preflight/references/secrets";
import { shellWord } from "../../process/shell";
import { count, due, now, ok, type Seen, type StatusFinding, unknown } from "../finding";
import type { StatusAccount } from "./status-account";

/** Days after which a value that nothing rotates is due (document 004), unless a reminder of the stack has other days. */
const dueDays = 90;

/** The secrets and parameters that stacks read: without a value, due for a new one, or not rotated when they should be. No value is read. */
export async function secretFindings(account: StatusAccount, at = new Date()): Promise<StatusFinding[]> {
  const secrets = grouped(
    account.stacks,
    (stack) => secretsOf(stack, account.all),
    ({ id }) => id,
  );
  const found = secrets.map(({ item, stacks }) =>
    account.ask({ topic: "secrets", stacks, subject: item.id }, async () => {
      const age = item.store === "secrets-manager" ? secretAge : parameterAge;
      const answer = await age(account, item);
      return "changed" in answer ? ageSeen(account, item, answer, at) : asSeen(account, answer);
    }),
  );
  return (await Promise.all(found)).flat();
}

interface Age {
  /** When its value was put. */
  readonly changed: Date | undefined;
  /** When it is rotated by itself. @default - nothing rotates it */
  readonly next?: Date | undefined;
  readonly rotates?: boolean;
}

function asSeen(account: StatusAccount, { status, detail, command }: Answer): Seen {
  const here = command && account.here(command);
  if (status === "ok") return ok(detail);
  return status === "missing" ? now(detail, here) : unknown(detail, here);
}

async function secretAge(account: StatusAccount, secret: SecretReference): Promise<Answer | Age> {
  const deployed = account.stacks.map(({ id }) => id);
  const there = await secretAnswer(account, secret, (description) => ({ description }), deployed);
  if (!("description" in there)) return there;
  const { RotationEnabled = false, NextRotationDate: next } = there.description;
  return { changed: await putAt(account, secret, there.description), next, rotates: RotationEnabled };
}

/** When the value was put: `LastChangedDate` is also that of a new tag or policy. */
async function putAt(account: StatusAccount, secret: SecretReference, description: DescribeSecretResponse) {
  const { SecretsManagerClient, ListSecretVersionIdsCommand } = await import("@aws-sdk/client-secrets-manager");
  const client = new SecretsManagerClient(await account.options(regionOf(account, secret)));
  const { Versions = [] } = await client
    .send(new ListSecretVersionIdsCommand({ SecretId: secret.id }))
    .catch((): { Versions?: { VersionStages?: string[]; CreatedDate?: Date }[] } => ({}));
  const current = Versions.find(({ VersionStages }) => VersionStages?.includes("AWSCURRENT"));
  return current?.CreatedDate ?? description.LastChangedDate;
}

async function parameterAge(account: StatusAccount, parameter: SecretReference): Promise<Answer | Age> {
  const there = await parameterAnswer(account, parameter, ({ Type, LastModifiedDate }) => ({ Type, LastModifiedDate }));
  if (!("Type" in there)) return there as Answer;
  // Only this type is a secret.
  return { changed: there.Type === "SecureString" ? there.LastModifiedDate : undefined };
}

function ageSeen(account: StatusAccount, secret: SecretReference, { changed, next, rotates }: Age, at: Date): Seen {
  const region = regionOf(account, secret);
  const id = shellWord(secret.id);
  const rotate = account.command(`secretsmanager rotate-secret --secret-id ${id}`, region);
  if (rotates && next && next < at) return due(`its rotation was due on ${day(next)}`, rotate, since(next));
  const age = changed ? Math.floor((at.getTime() - changed.getTime()) / 86_400_000) : 0;
  const text = changed ? `value of ${day(changed)}` : "has a value";
  const days = daysOf(account, secret);
  if (rotates || age <= days) return ok(text);
  const name = secret.id.replace(/^arn:.*?:parameter/, "");
  const put =
    secret.store === "secrets-manager"
      ? `secretsmanager put-secret-value --secret-id ${id} --secret-string '…'`
      : `ssm put-parameter --overwrite --type SecureString --name ${shellWord(name)} --value '…'`;
  const detail = `${text}, ${count(age, "day")} old: a new one is due after ${days}`;
  return due(detail, account.command(put, region), since(changed));
}

const day = (date: Date) => date.toISOString().slice(0, 10);
const since = (date: Date | undefined) => (date ? { since: date.toISOString() } : {});

/** Days that a value may be old: those of the message that reminds people of it. */
function daysOf(account: StatusAccount, { id }: SecretReference): number {
  const schedules = account.stacks.flatMap((stack) => stack.bodies("aws_scheduler_schedule"));
  const own = schedules.find((body) => JSON.stringify(body["target"] ?? "").includes(`${id} `));
  return Number(/^rate\((\d+) days?\)$/.exec(String(own?.["schedule_expression"]))?.[1] ?? dueDays);
}
