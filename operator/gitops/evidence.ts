import { z } from "zod";
import { evidenceHours } from "../process/evidence-age";
import { firstMistake } from "../process/first-mistake";
import { UserError } from "../process/user-error";
import type { Image } from "./values";

const schema = z.object({
  version: z.literal(1),
  type: z.literal("multicloud-stacks/delivery"),
  environment: z.literal("staging"),
  /** The GitOps repository, as owner/name. */
  repository: z.string().min(1),
  image: z.string().min(1),
  tag: z.string().min(1),
  /** The commit of the application that was built. */
  commit: z.string().min(1),
  at: z.iso.datetime(),
  /** What the address said of the build. */
  answered: z.string(),
  /** The run that delivered it. */
  run: z.string().optional(),
});

/** What a delivery to staging says to production. A job signs it as a statement of the image, after the tests there. */
export type Delivery = z.infer<typeof schema>;

export const deliveryOf = (of: Omit<Delivery, "version" | "type" | "environment">): Delivery =>
  schema.parse({ version: 1, type: "multicloud-stacks/delivery", environment: "staging", ...of });

/** A statement of an image that was verified: its digest, and what is said of it. */
export interface Statement {
  readonly digest: string;
  readonly predicate: unknown;
}

/** What goes to production. */
export interface Wanted {
  readonly image: Image;
  /** The GitOps repository, as owner/name. */
  readonly repository: string;
  /** The commit of the run. */
  readonly commit: string;
  readonly now: Date;
}

/**
 * The newest delivery of an image to staging.
 * @throws {UserError} without one of this image, of another commit or repository, and for one that is too old
 */
export function staged(said: readonly Statement[], { image, repository, commit, now }: Wanted): Delivery {
  const wanted = `${image.repository}@${image.digest}`;
  const of = said.filter(({ digest }) => digest === image.digest).map(({ predicate }) => read(predicate));
  if (of.length === 0) {
    throw wrong(`expected a delivery of ${wanted} to staging, found ${said[0] ? `one of ${said[0].digest}` : "none"}`);
  }
  const deliveries = of.flatMap((one) => one.data ?? []);
  const own = deliveries
    .filter((one) => one.commit === commit && one.repository === repository)
    .sort((one, other) => other.at.localeCompare(one.at));
  const [last] = own;
  if (!last) throw wrong(whyNone(of, { wanted, repository, commit }));
  const hours = (now.getTime() - Date.parse(last.at)) / 3_600_000;
  if (hours >= 0 && hours <= evidenceHours) return last;
  throw wrong(
    `staging had ${wanted} ${hours.toFixed(1)} h ago, expected at most ${evidenceHours} h: tag the commit that staging has now`,
  );
}

type Of = { readonly wanted: string; readonly repository: string; readonly commit: string };

function whyNone(of: readonly ReturnType<typeof read>[], { wanted, repository, commit }: Of): string {
  const [one] = of.flatMap(({ data }) => data ?? []);
  if (!one) {
    const [mistake] = of.flatMap(({ error }) => error ?? []);
    return `expected what \`npm run gitops -- staging --out\` writes, found something else at ${mistake && firstMistake(mistake)}`;
  }
  return one.commit === commit
    ? `expected a delivery to ${repository}, found one to ${one.repository}`
    : `staging had ${wanted} of commit ${one.commit}, this run is of ${commit || "none"}`;
}

const wrong = (text: string) => new UserError(`--evidence: ${text}`);

const read = (predicate: unknown) => schema.safeParse(predicate);
