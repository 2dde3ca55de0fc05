import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { failedWith } from "../aws/client";
import type { S3Place } from "../aws/state-bucket";
import type { BucketClients } from "./bucket-clients";
import type { Lock } from "./lock-info";
import { objectOf } from "./state-client";

/** The lock of a state as an object next to it: Terraform's `use_lockfile`. */
export function lockObject(place: S3Place, { s3 }: BucketClients): Lock {
  const { Key, ...bucket } = objectOf(place);
  const object = { ...bucket, Key: `${Key}.tflock` };
  const read = async () => {
    const found = await s3.send(new GetObjectCommand(object)).catch(ifStatus(404));
    return found && (await found.Body?.transformToString());
  };
  return {
    name: `the object ${object.Key}`,
    read,
    take: async (Body) => {
      const put = new PutObjectCommand({ ...object, Body, ContentType: "application/json", IfNoneMatch: "*" });
      return (await s3.send(put).catch(ifStatus(409, 412))) !== undefined;
    },
    free: async (info) => (await read()) === info && s3.send(new DeleteObjectCommand(object)),
  };
}

function ifStatus(...statuses: number[]) {
  return (error: unknown) => {
    if (failedWith(error, ...statuses)) return undefined;
    throw error;
  };
}
