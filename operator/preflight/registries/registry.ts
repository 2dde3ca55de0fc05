import { type Answer, missing, ok, unknown } from "../look/finding";
import { patience } from "../look/rest";
import { type ImageName, parseImage } from "../references/images";

const manifests = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** A sign-in to a registry: the value of the header `Authorization`. */
export type SignIn = string;

/** What to answer where a registry shows an image with a sign-in only, or has none. */
const privateOrNot = (registry: string) =>
  unknown(`${registry} refuses to say without a sign-in: it is private, or not there`);

/**
 * Whether a registry has an image, by its digest: the HTTP API of OCI's distribution specification, without a sign-in or with a given one.
 * A registry on this machine is called without TLS, as Docker does.
 * @param refused what to answer where the registry itself refuses. @default - that it could not be looked at
 */
export async function registryAnswer(
  image: string,
  signIn?: SignIn,
  refused: (registry: string) => Answer = privateOrNot,
): Promise<Answer> {
  const name = parseImage(image);
  const first = await manifest(name, signIn);
  const challenge = first.status === 401 && !signIn ? first.headers.get("www-authenticate") : null;
  const token = challenge && (await anonymousToken(challenge));
  const response = token ? await manifest(name, `Bearer ${token}`) : first;
  if (response.ok) return ok(response.headers.get("docker-content-digest") ?? "found");
  if (response.status === 404) return missing("the registry has no such image", `docker push ${image}`);
  if (isRegistrys(response)) return refused(name.registry);
  if (response.status === 401 || response.status === 403) return privateOrNot(name.registry);
  return unknown(`${name.registry} answers ${response.status}`);
}

/** Whether a refusal is the registry's own, by the headers of its protocol, and not that of a proxy on the way. */
const isRegistrys = ({ status, headers }: Response) =>
  (status === 401 && headers.has("www-authenticate")) ||
  (status === 403 && headers.has("docker-distribution-api-version"));

function manifest({ registry, repository, reference }: ImageName, authorization?: string): Promise<Response> {
  const isLocal = /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(registry);
  const url = `${isLocal ? "http" : "https"}://${registry}/v2/${repository}/manifests/${reference}`;
  const headers = { accept: manifests, ...(authorization && { authorization }) };
  return fetch(url, { method: "HEAD", headers, signal: AbortSignal.timeout(patience) });
}

/** The token that a registry gives to everybody, from the place that its refusal names; nothing if it gives none. */
async function anonymousToken(challenge: string): Promise<string | undefined> {
  if (!/^bearer /i.test(challenge)) return undefined;
  const named = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  if (!named["realm"]) return undefined;
  const url = new URL(named["realm"] as string);
  for (const key of ["service", "scope"]) if (named[key]) url.searchParams.set(key, named[key] as string);
  const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!response.ok) return undefined;
  const { token, access_token } = (await response.json()) as { token?: string; access_token?: string };
  return token ?? access_token;
}
