import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { failedWith } from "../aws/client";
import { bucketRequest, type S3Place, stateOwner } from "../aws/state-bucket";
import { firstMistake } from "../process/first-mistake";
import { UserError } from "../process/user-error";
import { stateClient } from "../states/state-client";
import type { Workspace } from "../terraform/workspace";

const schema = z.object({
  stack: z.string(),
  /** When the stack was compared, ISO 8601. */
  at: z.iso.datetime(),
  /** The commit whose settings it was compared with, with `-dirty` where files differed from it; empty outside of Git. */
  commit: z.string(),
  /** `failed`: it could not be compared; the summary says why. */
  status: z.enum(["none", "drift", "failed"]),
  /** How many resources have drift; 0 unless `status` is `drift`. */
  found: z.number().int().nonnegative(),
  /** A line for each resource, or for the error. No value of an attribute is in it. */
  summary: z.array(z.string()),
});

/** What `npm run drift -- --record` found last of a stack: for who looks later, such as `npm run status`. */
export type DriftRecord = z.infer<typeof schema>;

/** Where the records of stacks with one state bucket are. */
export interface RecordPlace {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The account that the bucket must belong to. @default - any */
  readonly owner?: string | undefined;
}

/** The object of a stack's record: each run writes over the one before. */
const recordName = (stack: string): string => `drift/${stack}.json`;

/** The state bucket of a stack, with the identity that its state has; nothing where the state is in none, such as in HCP Terraform. */
export function recordPlace({ config }: Pick<Workspace, "config">): RecordPlace | undefined {
  const { type, settings } = config.backend;
  if (type !== "s3") return undefined;
  const place = settings as unknown as S3Place;
  return { s3: stateClient(place), bucket: place.bucket, owner: stateOwner(place) };
}

/**
 * The last record of a stack; nothing if none was ever written.
 * @throws {UserError} if the object is no record; the SDK's own error if the bucket refuses or is not there
 */
export async function readDriftRecord(place: RecordPlace, stack: string): Promise<DriftRecord | undefined> {
  const Key = recordName(stack);
  const text = await place.s3.send(new GetObjectCommand({ ...bucketOf(place), Key })).then(
    ({ Body }) => Body?.transformToString(),
    (error: Error) => {
      if (failedWith(error, 404) && error.name !== "NoSuchBucket") return undefined;
      throw error;
    },
  );
  if (text === undefined) return undefined;
  const read = schema.safeParse(asJson(text));
  if (read.success) return read.data;
  throw new UserError(
    `${stack}: the record of drift cannot be read: ${Key} in ${place.bucket}: ${firstMistake(read.error)}. Write it again: npm run drift -- ${stack} --record`,
  );
}

/** Writes the record of a stack over the one before. */
export async function writeDriftRecord(place: RecordPlace, record: DriftRecord): Promise<void> {
  const object = { Key: recordName(record.stack), Body: JSON.stringify(record), ContentType: "application/json" };
  await place.s3.send(new PutObjectCommand({ ...bucketOf(place), ...object }));
}

const bucketOf = ({ bucket, owner }: RecordPlace) => bucketRequest(bucket, owner);

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
