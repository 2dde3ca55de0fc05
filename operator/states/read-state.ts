import { GetObjectCommand } from "@aws-sdk/client-s3";
import { failedWith } from "../aws/client";
import type { S3Place } from "../aws/state-bucket";
import { objectOf, stateClient } from "./state-client";

/**
 * The text of the newest version of a state in the bucket of a backend.
 * @param backend the settings of the backend of another state in the same bucket
 * @param key the id of the stack
 * @returns undefined where there is none, or where it may not be read
 */
export async function readState(backend: Readonly<Record<string, unknown>>, key: string): Promise<string | undefined> {
  const place = { ...backend, key } as unknown as S3Place;
  try {
    const { Body } = await stateClient(place).send(new GetObjectCommand(objectOf(place)));
    return await Body?.transformToString();
  } catch (error) {
    if (failedWith(error, 403, 404)) return undefined;
    throw error;
  }
}
