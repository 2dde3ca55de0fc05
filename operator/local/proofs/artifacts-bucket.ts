import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { expectEqual, output, type Proof } from "./proof";

/** The bucket for artifacts encrypts what is put there, and gives it back. */
export const artifactsBucketProof = (s3: S3Client, key: string): Proof => ({
  what: "artifacts bucket",
  see: async (outputs) => {
    const object = { Bucket: output(outputs, "artifacts_bucket"), Key: key };
    const put = await s3.send(new PutObjectCommand({ ...object, Body: "written by npm start" }));
    expectEqual("encryption", put.ServerSideEncryption, "aws:kms");
    const { Body } = await s3.send(new GetObjectCommand(object));
    expectEqual("content", await Body?.transformToString(), "written by npm start");
    await s3.send(new DeleteObjectCommand({ ...object, VersionId: put.VersionId }));
    return "an object was written with KMS, read back and deleted";
  },
});
