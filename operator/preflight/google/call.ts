import { existsSync, readFileSync } from "node:fs";
import { type RestAnswer, rest } from "../look/rest";

/** Calls a path of one of Google's APIs. With a body it is a POST. */
export type GoogleCall = (host: string, path: string, body?: object) => Promise<RestAnswer>;

/**
 * Calls APIs with the credentials that Terraform's provider takes.
 * @param urlOf where an API is @default - `https://<host>`
 */
export async function googleCall(
  env: NodeJS.ProcessEnv = process.env,
  urlOf = (host: string) => `https://${host}`,
): Promise<GoogleCall> {
  const token = await googleToken(env);
  return (host, path, body) => rest(`${urlOf(host)}/${path}`, token, body);
}

/**
 * An access token: the variable GOOGLE_OAUTH_ACCESS_TOKEN, one of a key in GOOGLE_CREDENTIALS (a file, or its text), else one of the
 * application default credentials. @throws when there are no credentials
 */
export async function googleToken(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const given = env["GOOGLE_OAUTH_ACCESS_TOKEN"];
  if (given) return given;
  // Only Google's machines answer for their metadata: to look for it elsewhere is a wait, and a warning.
  process.env["METADATA_SERVER_DETECTION"] ??= "bios-only";
  const { GoogleAuth } = await import("google-auth-library");
  const key = env["GOOGLE_CREDENTIALS"];
  const text = key && (existsSync(key) ? readFileSync(key, "utf8") : key);
  const auth = new GoogleAuth({
    scopes: "https://www.googleapis.com/auth/cloud-platform",
    ...(text && { credentials: JSON.parse(text) }),
  });
  const token = await auth.getAccessToken();
  if (!token) throw new Error("Google gives no access token for these credentials");
  return token;
}
