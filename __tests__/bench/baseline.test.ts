import { throughIndex } from "../../bench/baseline";

describe("the baseline's sources", () => {
  test("take bindings from the package's index, under the names that the module uses", () => {
    const text = [
      'import { S3Bucket, type S3BucketConfig as Config } from "@cdktf/provider-aws/lib/s3-bucket";',
      'import type { Lb } from "@cdktf/provider-aws/lib/lb";',
    ].join("\n");

    expect(throughIndex(text)).toBe(
      [
        'import { s3Bucket as s3BucketBindings } from "@cdktf/provider-aws";',
        "import S3Bucket = s3BucketBindings.S3Bucket;",
        "import Config = s3BucketBindings.S3BucketConfig;",
        'import { lb as lbBindings } from "@cdktf/provider-aws";',
        "import Lb = lbBindings.Lb;",
      ].join("\n"),
    );
  });

  test("take an import over several lines", () => {
    const text = 'import {\n  Vpc,\n  type VpcConfig,\n} from "@cdktf/provider-aws/lib/vpc";';

    expect(throughIndex(text).split("\n").slice(1)).toEqual([
      "import Vpc = vpcBindings.Vpc;",
      "import VpcConfig = vpcBindings.VpcConfig;",
    ]);
  });

  test("load modules lazily by a name without an extension, and are otherwise left as they are", () => {
    const text = 'import { App } from "cdktf";\nawait import("./aws-stack.js");';

    expect(throughIndex(text)).toBe('import { App } from "cdktf";\nawait import("./aws-stack");');
  });
});
