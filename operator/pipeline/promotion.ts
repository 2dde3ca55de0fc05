import { isWatched, type PlacedStep } from "../../settings/schema/pipeline";
import { evidenceHours } from "../process/evidence-age";
import { digestOf } from "../process/image-digest";
import type { Seen } from "./coverage";
import { candidateOf, type Evidence } from "./evidence";
import type { Pipeline } from "./pipeline-of";

/** Hours that a candidate is watched before production (document 004). */
const watchHours = 24;

/** What is to go on, and all that was read of it. */
export interface Promotion {
  readonly stack: { readonly id: string; readonly system: string; readonly platform: string };
  readonly pipeline: Pipeline;
  /** The step that leads to the stack, and the one before it. */
  readonly step: PlacedStep;
  readonly before: PlacedStep;
  /** Whether a build is an image; else it is the commit of functions. */
  readonly isImage: boolean;
  readonly image?: string | undefined;
  readonly evidence?: Evidence | undefined;
  /** The ref and the commit of the run. */
  readonly ref: string;
  readonly commit: string;
  /** The commit of this checkout, with `-dirty` where files differ from it. */
  readonly checkout?: string | undefined;
  readonly tag?: string | undefined;
  /** The commit of a tag on GitHub; nothing where there is no such tag. */
  readonly commitOf: (tag: string) => string | undefined;
  /** What functions are made of, and whether it is the same in two commits: a merge of what was tested has another hash. */
  readonly sources: readonly string[];
  readonly isSame: (one: string, other: string) => boolean;
  /** Minutes that GitHub makes the production's job wait. */
  readonly waitMinutes: number;
  readonly now: Date;
}

const good = (seen: string): Seen => ({ passed: true, seen });
const bad = (seen: string): Seen => ({ passed: false, seen });

/** Everything that must be so before a build goes on, each with what was seen. */
export function promotionSeen(promotion: Promotion): Seen[] {
  return [refSeen(promotion), ...tagSeen(promotion), checkoutSeen(promotion), ...evidenceSeen(promotion)];
}

const tagForms = { versions: /^v\d+\.\d+\.\d+$/, candidates: /^v\d+\.\d+\.\d+-rc\.\d+$/ } as const;

/** Whether a branch or a tag, by its name, is one that a step is for. */
export const isOf = ({ on }: Pick<PlacedStep, "on">, name: string): boolean =>
  "branch" in on ? name === on.branch : tagForms[on.tags].test(name);

/** The branch or the tag is one that the pipeline takes to this environment. */
function refSeen({ step, ref, tag }: Promotion): Seen {
  if ("branch" in step.on) {
    const wanted = `refs/heads/${step.on.branch}`;
    return ref === wanted
      ? good(`branch: ${step.on.branch}`)
      : bad(`branch: expected ${wanted}, found ${ref || "none"}`);
  }
  const { tags } = step.on;
  const passed = tag !== undefined && tagForms[tags].test(tag);
  const example = tags === "candidates" ? "v1.2.0-rc.1" : "v1.2.0";
  return passed ? good(`tag: ${tag}`) : bad(`tag: expected one such as ${example}, found ${tag ?? (ref || "none")}`);
}

/** The tag is on GitHub, and leads to the commit of this run. */
function tagSeen({ step, tag, commit, commitOf }: Promotion): Seen[] {
  if ("branch" in step.on || tag === undefined) return [];
  const there = commitOf(tag);
  if (there === undefined) return [bad(`tag: ${tag} is not on GitHub`)];
  return [
    there === commit
      ? good(`tag: ${tag} is commit ${there.slice(0, 12)}`)
      : bad(`tag: ${tag} is commit ${there.slice(0, 12)} on GitHub, this run is of ${commit.slice(0, 12) || "none"}`),
  ];
}

function checkoutSeen({ isImage, checkout, commit }: Promotion): Seen {
  if (isImage) return good(`checkout: ${checkout?.slice(0, 12) ?? "no commit"}`);
  return checkout !== undefined && checkout === commit
    ? good(`checkout: ${commit.slice(0, 12)}`)
    : bad(
        `checkout: expected the commit of this run, ${commit.slice(0, 12) || "none"}, without edits, found ${checkout ?? "none"}`,
      );
}

/** What the environment before says of the build. */
function evidenceSeen(promotion: Promotion): Seen[] {
  const { evidence, before, stack, pipeline, now } = promotion;
  if (!evidence)
    return [bad(`evidence: expected --evidence <file> of the release in ${before.environment}, found none`)];
  const is = [evidence.system, evidence.platform, evidence.environment].join(" ");
  const wanted = [stack.system, stack.platform, before.environment].join(" ");
  if (is !== wanted) return [bad(`evidence: expected that of ${wanted}, found that of ${is} (${evidence.stack})`)];
  const { ended, confirmed } = evidence;
  const since = (at: string) => (now.getTime() - Date.parse(at)) / 3_600_000;
  const [hours, age] = [since(ended), since(confirmed?.at ?? ended)];
  const again = confirmed ? `, seen live ${age.toFixed(1)} h ago` : "";
  const text = `evidence: release ${evidence.release} of ${evidence.stack} completed ${hours.toFixed(1)} h ago${again}`;
  const waived = Object.entries(evidence.waived).map(([name, reason]) =>
    good(`evidence: went without ${name}: ${reason}`),
  );
  return [
    hours >= 0 && age >= 0 && age <= evidenceHours ? good(text) : bad(`${text}, expected at most ${evidenceHours} h`),
    ...waived,
    buildSeen(promotion, evidence),
    ...(isWatched(pipeline.name, promotion.step)
      ? [candidateSeen(promotion, evidence), watchSeen(promotion, hours)]
      : []),
  ];
}

/** The same build: by the digest of the image, or functions that are made of the same files. */
function buildSeen({ isImage, image, commit, isSame, sources }: Promotion, { build, confirmed }: Evidence): Seen {
  if (!isImage) {
    const [released, wanted, compared] = [build.slice(0, 12), commit.slice(0, 12), sources.join(", ")];
    if (confirmed?.commit === commit) return good(`build: ${released}, live there at ${wanted}`);
    if ([build, confirmed?.commit].some((one) => one !== undefined && isSame(one, commit)))
      return good(`build: ${released}, the same functions as ${wanted} (compared: ${compared})`);
    return bad(`build: ${released} was released there, and has other functions than ${wanted} (compared: ${compared})`);
  }
  const released = digestOf(build);
  if (!released) return bad(`build: expected an image by its digest (name@sha256:…), released there was ${build}`);
  if (image === undefined) return good(`build: ${released}`);
  const wanted = digestOf(image);
  if (!wanted) return bad(`build: --image: expected an image by its digest (name@sha256:…), found ${image}`);
  return wanted === released
    ? good(`build: ${released}`)
    : bad(`build: ${released} was released there, --image is ${wanted}`);
}

/** What staging released was a candidate of this version, of the same commit. */
function candidateSeen({ tag, commit, commitOf }: Promotion, evidence: Evidence): Seen {
  const candidate = candidateOf(evidence);
  const wanted = `${tag ?? "v1.2.0"}-rc.<number>`;
  if (!candidate || candidate.replace(/-rc\.\d+$/, "") !== tag || candidate === tag)
    return bad(`candidate: expected ${wanted} in the evidence, found ${candidate ?? "no tag"}`);
  const there = commitOf(candidate);
  return there === commit
    ? good(`candidate: ${candidate} is the same commit`)
    : bad(
        `candidate: ${candidate} is ${there ? `commit ${there.slice(0, 12)}` : "not"} on GitHub, expected ${commit.slice(0, 12)}`,
      );
}

function watchSeen({ waitMinutes }: Promotion, hours: number): Seen {
  const wait = waitMinutes / 60;
  const text = `watch: ${hours.toFixed(1)} h since the release, and the job of production waits ${wait.toFixed(1)} h`;
  return hours + wait >= watchHours ? good(text) : bad(`${text}, expected ${watchHours} h in all`);
}
