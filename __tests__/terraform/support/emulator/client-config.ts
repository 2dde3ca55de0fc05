import type { EmulatorProcess } from "../../../../operator/local/emulator-process";

/** What a client of an emulator takes. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** For clients of an emulator that a test starts itself. */
export function clientConfig({ endpoint, key }: Pick<EmulatorProcess, "endpoint" | "key">): ClientConfig {
  return { endpoint, region: "us-east-1", credentials: { accessKeyId: key, secretAccessKey: "test" } };
}
