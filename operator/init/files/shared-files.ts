import { defaultRegion, localAccount } from "../model/answers";
import { regions, zonesOf } from "../model/regions";
import { entry, tfvars } from "./hcl";

/** The environment of the emulators. */
export function localFile(): string {
  const ministack = { aws_provider: { profile: "ministack" } };
  return tfvars("local: the emulators on this machine, `npm start`. Its account is theirs; nothing reaches AWS.", [
    ...entry("account_id", localAccount),
    ...entry("region", defaultRegion),
    ...entry("data_class", "synthetic"),
    ...entry("protected", false),
    ...entry("emulator", true),
    ...entry("log_days", 7),
    ...entry("aws_provider", { max_retries: 2, use_path_style: true }),
    ...entry("account", {}),
    ...entry("aws_serverless", ministack),
    ...entry("aws_websocket", ministack),
    ...entry("aws_codebuild", ministack),
  ]);
}

/** A region's file has the values of every cloud: a block in it makes no stack. */
export function regionFile(name: string): string {
  const zones = { network: { zones: zonesOf(name) } };
  const { google = "", azure = "" } = regions[name] ?? {};
  return tfvars(
    `Values that depend on the region ${name} only: its zones, and the nearest regions of the other clouds.`,
    [
      ...entry("aws", zones),
      ...entry("aws_eks", zones),
      ...entry("aws_codebuild", zones),
      ...entry("gcp", { location: google }),
      ...entry("azure", { location: azure }),
    ],
  );
}
