import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Entry } from "../../../../operator/release/log/entries";
import { entryName } from "../../../../operator/release/log/names";
import { locationOf } from "../../release/truth";
import { built, stackOf } from "./project-files";
import type { PipelineStage } from "./stage";

/** The log of the first environment as the application's own workflow leaves it, in its repository: that workflow is not part of this pipeline. */
export async function putFirstRelease({ config }: PipelineStage): Promise<void> {
  const [stack, id] = [stackOf("test"), "000001"];
  const ended = new Date(Date.now() - 50 * 3_600_000).toISOString();
  const entry: Entry = {
    ...{ version: 1, n: 9, at: ended, until: ended, by: { who: "ann", host: "runner", token: "t" } },
    type: "final",
    summary: {
      ...{ id, kind: "release", status: "completed", build: built, fromBuild: "ghcr.io/acme/shop:1.0.0" },
      ...{ who: "ann", host: "runner", strategy: "blue_green", started: ended, ended },
      ...{ phases: [], figures: [], waived: {}, despite: [] },
    },
  };
  const { bucket: Bucket } = locationOf("test");
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket, Key: entryName(stack, id, 9), Body: JSON.stringify(entry) }));
}
