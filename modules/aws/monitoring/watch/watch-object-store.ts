import { graph, line } from "../dashboards-widgets";
import type { Watched } from "../watched";

/** Where S3 counts what it holds: once a day, by storage class. */
const classes = {
  standard: "StandardStorage",
  "tiering, frequent": "IntelligentTieringFAStorage",
  "tiering, infrequent": "IntelligentTieringIAStorage",
  "tiering, archive": "IntelligentTieringAIAStorage",
  glacier: "GlacierStorage",
};

/** How much a bucket holds, by storage class, and in how many objects. */
export function watchObjectStore(key: string, { bucketName }: { readonly bucketName: string }): Watched {
  const metric = (name: string, StorageType: string) => ({
    namespace: "AWS/S3",
    name,
    dimensions: { BucketName: bucketName, StorageType },
    stat: "Average",
  });
  const daily = (widget: ReturnType<typeof graph>) => ({
    ...widget,
    properties: { ...widget.properties, period: 86_400 },
  });
  return {
    widgets: {
      overview: [
        daily(
          graph(
            `${key}: size (bytes)`,
            Object.entries(classes).map(([label, type]) => line(metric("BucketSizeBytes", type), label)),
          ),
        ),
        daily(graph(`${key}: objects`, [line(metric("NumberOfObjects", "AllStorageTypes"), "objects")])),
      ],
    },
    alarms: [],
  };
}
