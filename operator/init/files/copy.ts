import { isProduction, type SystemPlatform } from "../model/answers";
import type { Place } from "../model/place";
import { renamed } from "./code";
import { type Copied, changedValue, isValues, nobody, type Values } from "./copied-values";
import { type Entry, entry, literal, type Value } from "./hcl";
import { physicalName } from "./names";
import { blockName } from "./platform-base";

/** The keys of a copied file: the shipped values, without all that names the shipped system's own accounts, domains and addresses. */
export function copiedEntries(copied: Copied): Entry[] {
  const { values, system } = copied;
  const blocks = new Map(system.platforms.map((platform) => [blockName(platform), platform]));
  const entries = Object.entries(values as Values).flatMap(([key, value]) => {
    const platform = blocks.get(key);
    if (platform) return entry(key, platformValues(platform, isValues(value) ? value : {}, copied));
    return isPlatformBlock(key) ? [] : entry(key, own(value, [key], copied));
  });
  return entries.map(laidOut);
}

const isPlatformBlock = (key: string) => /^(aws(_\w+)?|gcp|azure|kubernetes)$/.test(key);

function platformValues(platform: SystemPlatform, values: Values, copied: Copied): Value {
  const { system, code, place } = copied;
  const { stack: _, name: __, ...rest } = values;
  const kept = own(rest, [blockName(platform)], copied);
  const deploy = place?.deploy(platform);
  const pipelines = place?.pipelines(platform);
  const name = place ? undefined : physicalName(system.name, platform, system.platforms);
  const folder = place ? undefined : code.get(platform)?.folder;
  return {
    ...(name && { name }),
    ...(folder && { code: folder }),
    ...(isValues(kept) ? kept : {}),
    ...(place?.isAudited(platform) && ["gcp", "azure"].includes(platform) && { audit: { enabled: false } }),
    ...(place && platform === "kubernetes" && others(copied, place)),
    ...(deploy && { deploy }),
    ...(pipelines && { pipelines }),
  };
}

/** The services of base and environment that another system brings to the cluster. */
function others({ base, values }: Copied, { broughtByOthers }: Place): Values {
  if (broughtByOthers.length === 0) return {};
  const names = [base, values].flatMap((it) => Object.keys((it.kubernetes as Values)?.platform_services ?? {}));
  return { platform_services: Object.fromEntries(names.map((name) => [name, { enabled: false }])) };
}

/** A value with the new system's names; nothing for what only the shipped system has. */
function own(value: Value, path: readonly string[], copied: Copied): Value | undefined {
  const key = path.at(-1) ?? "";
  const changed = changedValue(key, path, value, copied);
  if (changed !== value) return changed;
  if (typeof value === "string") return ownText(value, copied);
  if (Array.isArray(value)) return value.map((item) => own(item, path, copied) ?? item);
  if (!isValues(value)) return value;
  const entries = Object.entries(value).flatMap(([name, it]) => {
    const kept = own(it, [...path, name], copied);
    return kept === undefined ? [] : [[name, kept] as const];
  });
  const kept = Object.fromEntries(entries);
  const hadZone = "zone_id" in value && key === "load_balancer" && "domain" in kept;
  return hadZone ? { ...kept, create_zone: true } : kept;
}

function ownText(text: string, { example, system, place, repository, code }: Copied): string {
  const image = /^ghcr\.io\/[^/]+\/[^:]+(:.*)$/.exec(text);
  if (image) return `ghcr.io/${repository?.toLowerCase() ?? `your-org/${system.name}`}${image[1]}`;
  const buildspec = [...code.values()].find((it) => it.buildspec)?.buildspec;
  if (buildspec && text.startsWith("functions/") && /\.ya?ml$/.test(text)) return buildspec;
  const account = place?.accountId;
  const inAccount = account ? text.replace(/(?<=^arn:aws:[a-z0-9-]*:[a-z0-9-]*:)\d{12}/, account) : text;
  return renamed(inAccount, example, system.name);
}

/** Long values get a line for each key. */
function laidOut({ key, value, ...more }: Entry): Entry {
  const isLong = isValues(value as Value) && literal(value as Value).length > 100;
  if (!isLong) return { key, value, ...more, edit: editOf(key, literal(value as Value)) };
  const inner = Object.entries(value as Values).map(([name, it]) => laidOut({ key: name, value: it }));
  return { key, value: inner, ...more };
}

function editOf(key: string, text: string): string | undefined {
  if (key === "image") return "the image; a release names another one with --var image=…";
  return text.includes(nobody) ? "object id and name of the Entra group of your database administrators" : undefined;
}

/** The shipped file whose values an environment begins with: its own, or that of the kind. */
export function fileToCopy(names: readonly string[], environment: string): string | undefined {
  if (names.includes(environment)) return environment;
  const kind = isProduction(environment) ? "prod" : "dev";
  return names.includes(kind) ? kind : names.find((name) => !["base", "local"].includes(name));
}
