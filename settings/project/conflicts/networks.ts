import { flagAt, placeOf, type StackView, textAt } from "./view";

/** An address range that a stack makes, and whose it is. */
export interface Range {
  readonly view: StackView;
  readonly owner: string;
  readonly cidr: string;
  readonly first: number;
  readonly last: number;
}

/** The network that a stack makes; nothing where it uses an existing one, or none. */
export function networkOf(view: StackView): Range[] {
  const owners: Readonly<Record<string, string>> = {
    aws: "account_id",
    "aws-eks": "account_id",
    "aws-codebuild": "account_id",
    gcp: "project",
    azure: "subscription_id",
  };
  const { platform } = view.stack;
  const cidr = textAt(view, "network.cidr");
  const owner = textAt(view, owners[platform] ?? "");
  const isMade =
    textAt(view, "network.existing.vpc_id") === undefined &&
    flagAt(view, "network.enabled", platform !== "aws-codebuild");
  const range = cidr === undefined || owner === undefined || !isMade ? undefined : rangeOf(cidr);
  return range && cidr !== undefined && owner !== undefined ? [{ view, owner, cidr, ...range }] : [];
}

export const overlap = (a: Range, b: Range) => a.owner === b.owner && a.first <= b.last && b.first <= a.last;

export const placeOfRange = ({ view }: Range) => placeOf(view, "network.cidr");

function rangeOf(cidr: string): { first: number; last: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  const size = 2 ** (32 - prefix);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - (address % size);
  return { first, last: first + size - 1 };
}
