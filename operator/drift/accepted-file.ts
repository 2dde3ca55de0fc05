import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readSettingsFile } from "../../settings/files";
import { showNode } from "../../settings/hcl/literal";
import type { Node, ObjectNode } from "../../settings/hcl/node";
import { formatMistake, type Mistake, mistakeAt } from "../../settings/mistake";
import { unknownKey } from "../../settings/nearest";
import type { ProjectPlace } from "../../settings/project/folder";
import { MistakesError } from "../process/user-error";

/** Drift that is accepted until a day. */
export interface Accepted {
  /** Id or glob of stacks. */
  readonly stack: string;
  readonly address: string;
  /** The attribute and what is below it, e.g. `tags`; `gone` for a resource that does not exist any more. */
  readonly attribute: string;
  /** The last day, `YYYY-MM-DD` in UTC. */
  readonly until: string;
  readonly reason: string;
  /** `file:line`. */
  readonly place: string;
}

/** The list in the project's folder. It is no layer of the settings. */
export const acceptedFile = "drift.tfvars";

const keys = ["stack", "address", "attribute", "until", "reason"] as const;

/**
 * Reads the accepted drift of a project; none where there is no such file.
 * @throws {MistakesError} with file and line of each mistake
 */
export function readAccepted({ root, folder = "." }: ProjectPlace): Accepted[] {
  const file = join(folder, acceptedFile);
  if (!existsSync(resolve(root, file))) return [];
  const { root: read, mistakes: found } = readSettingsFile(root, file);
  const mistakes = [...found];
  const list = listIn(read, mistakes);
  const accepted = list.flatMap((item) => acceptedOf(item, mistakes));
  if (mistakes.length > 0) throw new MistakesError(mistakes.map(formatMistake).join("\n"), mistakes);
  return accepted;
}

function listIn({ entries }: ObjectNode, mistakes: Mistake[]): readonly Node[] {
  for (const [name, { place }] of entries) {
    if (name !== "accepted") mistakes.push(unknownKey(place, name, ["accepted"]));
  }
  const list = entries.get("accepted");
  if (!list || list.kind === "refused") return [];
  if (list.kind === "list") return list.items;
  mistakes.push(wrong(list, "wrong type", "a list: accepted = [{ … }]"));
  return [];
}

function acceptedOf(item: Node, mistakes: Mistake[]): Accepted[] {
  if (item.kind === "refused") return [];
  if (item.kind !== "object") {
    mistakes.push(wrong(item, "wrong type", `an object with ${keys.join(", ")}`));
    return [];
  }
  const before = mistakes.length;
  for (const [name, { place }] of item.entries) {
    if (!keys.some((key) => key === name)) mistakes.push(unknownKey(place, name, keys));
  }
  const texts = keys.map((key) => [key, textOf(item, key, mistakes)] as const);
  if (mistakes.length > before) return [];
  const { file, line } = item.place;
  return [{ ...(Object.fromEntries(texts) as Omit<Accepted, "place">), place: `${file}:${line}` }];
}

function textOf(item: ObjectNode, key: (typeof keys)[number], mistakes: Mistake[]): string {
  const node = item.entries.get(key);
  if (!node) {
    const place = { ...item.place, path: [...item.place.path, key] };
    mistakes.push(mistakeAt(place, { problem: "missing", expected: expectedOf[key], found: "nothing" }));
    return "";
  }
  if (node.kind === "refused") return "";
  const text = node.kind === "scalar" && typeof node.value === "string" ? node.value.trim() : "";
  if (text === "" || (key === "until" && !isDay(text))) mistakes.push(wrong(node, "wrong value", expectedOf[key]));
  return text;
}

const expectedOf = {
  stack: 'the id or glob of stacks, such as "aws-prod" or "aws-*-prod"',
  address: 'the address of a resource, as `npm run drift` prints it, such as "aws_lb.load-balancer"',
  attribute: 'the attribute, as `npm run drift` prints it, such as "tags.Owner"; "gone" for a resource that is gone',
  until: 'the last day on which it is accepted, such as "2026-12-31"',
  reason: "why it is accepted, as text",
} as const;

const wrong = (node: Node, problem: string, expected: string) =>
  mistakeAt(node.place, { problem, expected, found: showNode(node) });

function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return time !== undefined && !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}
