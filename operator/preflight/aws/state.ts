import type { S3Client } from "@aws-sdk/client-s3";
import { failedWith } from "../../aws/client";
import { type S3Place, stateBucket, stateIdentity } from "../../aws/state-bucket";
import { type Answer, type Finding, look, missing, ok } from "../look/finding";
import type { Block, StackView } from "../look/stack-view";
import { lookOptions } from "./account";

/** Where the states of stacks are that are in S3: the bucket and the lock table. One finding for each place. */
export async function stateFindings(stacks: readonly StackView[], all: readonly StackView[]): Promise<Finding[]> {
  const looks = stacks.flatMap((stack) => {
    const { type, settings } = stack.backend;
    const { bucket, dynamodb_table: table } = settings as Readonly<Record<string, string | undefined>>;
    const of = { stacks: [stack.id] };
    if (type !== "s3" || !bucket) return [];
    const maker = all.find((it) => it.bodies("aws_s3_bucket").some((body) => body["bucket"] === bucket));
    const command = `npm run bootstrap -- ${maker?.id.replace(/^account-/, "") ?? "<environment>"}`;
    const isMade = stacks.some(({ id }) => id === maker?.id);
    const ask = (look: () => Promise<Answer>) => (isMade ? async () => ok(`${maker?.id} makes it: ${command}`) : look);
    const places = [
      { ...of, check: "state", subject: `bucket ${bucket}`, ask: ask(() => bucketAnswer(settings, command)) },
    ];
    if (!table) return places;
    return [
      ...places,
      { ...of, check: "lock", subject: `table ${table}`, ask: ask(() => tableAnswer(settings, command)) },
    ];
  });
  const places = [...new Set(looks.map(({ subject }) => subject))].map((subject) => {
    const [first, ...others] = looks.filter((it) => it.subject === subject);
    if (!first) throw new Error(`expected a look at ${subject}`);
    return { ...first, stacks: [first, ...others].flatMap((it) => it.stacks) };
  });
  return Promise.all(places.map(({ ask, ...subject }) => look(subject, ask)));
}

/** Where a backend in S3 keeps its state. */
const placeOf = (settings: Block) => settings as unknown as S3Place;

/** The backend's own credentials: its role, else the caller's. */
export const backendOptions = (settings: Block) => lookOptions(stateIdentity(placeOf(settings)));

/** A client of the bucket, with the credentials of its backend. @param more other waits than those of a preflight */
export async function backendClient(settings: Block, more: object = {}): Promise<S3Client> {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const options = { ...(await backendOptions(settings)), ...more };
  return new S3Client({ ...options, forcePathStyle: Boolean(settings["use_path_style"]) });
}

/** The bucket of a backend for a request, with the owner that it must have. */
export const backendBucket = (settings: Block) => stateBucket(placeOf(settings));

async function bucketAnswer(settings: Block, command: string): Promise<Answer> {
  const { HeadBucketCommand } = await import("@aws-sdk/client-s3");
  const s3 = await backendClient(settings);
  try {
    await s3.send(new HeadBucketCommand(backendBucket(settings)));
    return ok(`in ${settings["region"]}`);
  } catch (error) {
    if (failedWith(error, 404)) return missing("it does not exist", command);
    if (failedWith(error, 301)) return missing(`it is not in ${settings["region"]}: look at the setting \`state\``);
    throw error;
  }
}

async function tableAnswer(settings: Block, command: string): Promise<Answer> {
  const { DynamoDBClient, DescribeTableCommand } = await import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(await backendOptions(settings));
  try {
    const TableName = String(settings["dynamodb_table"]);
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const keys = Table?.KeySchema?.map(({ AttributeName }) => AttributeName).join(", ");
    if (keys !== "LockID") return missing(`expected the key LockID, found ${keys || "none"}`);
    return Table?.TableStatus === "ACTIVE"
      ? ok("active")
      : missing(`it is ${Table?.TableStatus}: wait until it is active`);
  } catch (error) {
    if ((error as Error).name === "ResourceNotFoundException") return missing("it does not exist", command);
    throw error;
  }
}

/** A state as its object in the bucket has it; nothing if there is no object, or no bucket. @throws when it cannot be read */
export async function stateText(settings: Block): Promise<string | undefined> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  const s3 = await backendClient(settings);
  try {
    const { Body } = await s3.send(new GetObjectCommand({ ...backendBucket(settings), Key: String(settings["key"]) }));
    return await Body?.transformToString();
  } catch (error) {
    if (/^NoSuch(Key|Bucket)$/.test((error as Error).name)) return undefined;
    throw error;
  }
}
