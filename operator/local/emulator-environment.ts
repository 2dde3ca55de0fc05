import { devNull } from "node:os";

/**
 * Environment for whatever talks to the emulator; `undefined` takes a variable out. Of the user's own AWS settings
 * nothing is left (profile, session, endpoints, files), so that nothing can reach a real account.
 */
export function emulatorEnvironment(endpoint: string, inherited = process.env): NodeJS.ProcessEnv {
  const own = Object.keys(inherited).filter((name) => name.startsWith("AWS_"));
  return {
    ...Object.fromEntries(own.map((name) => [name, undefined])),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    AWS_DEFAULT_REGION: "us-east-1", // What Python's SDK reads.
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    // S3 Control calls http://<account>.127.0.0.1, which no resolver knows; loopback addresses take no proxy.
    HTTP_PROXY: endpoint,
  };
}
