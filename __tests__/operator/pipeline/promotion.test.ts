import type { Evidence } from "../../../operator/pipeline/evidence";
import { type Promotion, promotionSeen } from "../../../operator/pipeline/promotion";
import { type PipelineName, stepsOf } from "../../../settings/schema/pipeline";

const commit = "c".repeat(40);
const digest = `sha256:${"d".repeat(64)}`;
const now = new Date("2026-11-30T12:00:00Z");

const evidence = (more: Partial<Evidence> = {}): Evidence => ({
  ...{ version: 1, type: "multicloud-stacks/release", stack: "aws-staging", system: "shop", platform: "aws" },
  ...{ environment: "staging", release: "000007", build: `ghcr.io/acme/shop@${digest}`, tag: "v1.2.0-rc.2" },
  ...{ started: "2026-11-29T10:00:00Z", ended: "2026-11-29T11:00:00Z", strategy: "blue_green", who: "ann" },
  ...{ figures: [], waived: {}, despite: [] },
  ...more,
});

/** A version that goes from staging to production. */
const promotion = (name: PipelineName, more: Partial<Promotion> = {}): Promotion => {
  const steps = stepsOf(name);
  const [before, step] = steps.slice(-2) as [(typeof steps)[0], (typeof steps)[0]];
  return {
    stack: { id: "aws-prod", system: "shop", platform: "aws" },
    pipeline: { name, steps },
    ...{ step, before, isImage: true, evidence: evidence(), ref: "refs/tags/v1.2.0", commit, checkout: commit },
    tag: "v1.2.0",
    commitOf: (tag) => (/^v1\.2\.0(-rc\.2)?$/.test(tag) ? commit : undefined),
    sources: ["functions/bot", "package-lock.json"],
    isSame: (one, other) => one === other,
    ...{ waitMinutes: 0, now },
    ...more,
  };
};
const refusals = (of: Promotion) => promotionSeen(of).flatMap(({ passed, seen }) => (passed ? [] : [seen]));

const functions = { isImage: false, stack: { id: "aws-websocket-prod", system: "bot", platform: "aws-websocket" } };
/** Evidence of functions of another commit. */
const ofFunctions = (more: Partial<Evidence> = {}) =>
  evidence({
    system: "bot",
    platform: "aws-websocket",
    stack: "aws-websocket-staging",
    build: "e".repeat(40),
    ...more,
  });
/** A job that saw the same build live again, an hour ago. */
const seenAgain = (more: Partial<NonNullable<Evidence["confirmed"]>> = {}) => ({
  confirmed: { at: "2026-11-30T11:00:00Z", ...more },
});
const old = { started: "2026-11-22T10:00:00Z", ended: "2026-11-22T11:00:00Z" };

/** What users had already when it was released once more. */
const again: [string, Promotion][] = [
  [
    "trunk: functions of a second push that changes documentation alone",
    promotion("trunk", { ...functions, evidence: ofFunctions(), isSame: () => true }),
  ],
  [
    "trunk: a push of infrastructure alone, whose functions staging saw live",
    promotion("trunk", { ...functions, evidence: ofFunctions(seenAgain({ commit })) }),
  ],
  [
    "trunk: a merge of the commit that staging saw live",
    promotion("trunk", {
      ...functions,
      evidence: ofFunctions(seenAgain({ commit: "f".repeat(40) })),
      isSame: (one, other) => one === "f".repeat(40) && other === commit,
    }),
  ],
  [
    "trunk: evidence that was renewed after 8 days",
    promotion("trunk", { evidence: evidence({ ...old, ...seenAgain() }) }),
  ],
  [
    "candidates: rc.2 of the commit of rc.1, whose evidence was never signed: the day of watch began with rc.1",
    promotion("candidates", { evidence: evidence({ tag: "v1.2.0-rc.1", ...seenAgain({ tag: "v1.2.0-rc.2" }) }) }),
  ],
  [
    "candidates: v1.2.1-rc.1 on the commit of v1.2.0",
    promotion("candidates", {
      ...{ tag: "v1.2.1", ref: "refs/tags/v1.2.1", commitOf: () => commit },
      evidence: evidence({ ...old, ...seenAgain({ tag: "v1.2.1-rc.1" }) }),
    }),
  ],
];

test.each<[string, Promotion]>([
  ["trunk: a version of the digest that staging released", promotion("trunk")],
  ["trunk: with --image of the same digest", promotion("trunk", { image: `mirror.example/shop@${digest}` })],
  ["candidates: a day after the candidate", promotion("candidates")],
  [
    "candidates: earlier, where production's job waits for the rest",
    promotion("candidates", { evidence: evidence({ ended: "2026-11-30T11:00:00Z" }), waitMinutes: 1440 }),
  ],
  [
    "gitflow: main with the files that development released",
    promotion("gitflow", {
      ...{ ref: "refs/heads/main", tag: undefined, isImage: false, isSame: () => true },
      stack: { id: "aws-websocket-prod", system: "bot", platform: "aws-websocket" },
      evidence: evidence({
        ...{
          system: "bot",
          platform: "aws-websocket",
          environment: "dev",
          stack: "aws-websocket-dev",
          build: "e".repeat(40),
        },
      }),
    }),
  ],
  ...again,
  ["a waived requirement is said", promotion("trunk", { evidence: evidence({ waived: { scan: "scanner is down" } }) })],
])("%s may go on", (_, of) => {
  expect(refusals(of)).toEqual([]);
});

test.each<[string, Promotion, RegExp]>([
  [
    "a branch",
    promotion("trunk", { ref: "refs/heads/main", tag: undefined }),
    /^tag: expected one such as v1.2.0, found refs/,
  ],
  [
    "a candidate for production",
    promotion("trunk", { tag: "v1.2.0-rc.2" }),
    /^tag: expected one such as v1.2.0, found v1.2.0-rc.2/,
  ],
  ["a tag that is not on GitHub", promotion("trunk", { tag: "v1.3.0" }), /^tag: v1.3.0 is not on GitHub/],
  [
    "a tag of another commit",
    promotion("trunk", { commitOf: () => "e".repeat(40) }),
    /^tag: v1.2.0 is commit eeeeeeeeeeee on GitHub, this run is of cccccccccccc/,
  ],
  [
    "another branch",
    promotion("gitflow", { ref: "refs/heads/hotfix" }),
    /^branch: expected refs\/heads\/main, found refs\/heads\/hotfix/,
  ],
  [
    "no evidence",
    promotion("trunk", { evidence: undefined }),
    /^evidence: expected --evidence <file> of the release in staging/,
  ],
  [
    "evidence of another system",
    promotion("trunk", { evidence: evidence({ system: "bot" }) }),
    /expected that of shop aws staging, found that of bot/,
  ],
  [
    "evidence of another platform",
    promotion("trunk", { evidence: evidence({ platform: "gcp" }) }),
    /found that of shop gcp staging/,
  ],
  [
    "evidence of another environment",
    promotion("trunk", { evidence: evidence({ environment: "dev" }) }),
    /found that of shop aws dev/,
  ],
  [
    "old evidence",
    promotion("trunk", { evidence: evidence({ ended: "2026-11-20T11:00:00Z" }) }),
    /expected at most 168 h/,
  ],
  [
    "evidence that was renewed too long ago",
    promotion("trunk", { evidence: evidence({ ...old, confirmed: { at: "2026-11-23T11:00:00Z" } }) }),
    /completed 193.0 h ago, seen live 169.0 h ago, expected at most 168 h/,
  ],
  [
    "a candidate that was seen live again, and released too short ago",
    promotion("candidates", { evidence: evidence({ ended: "2026-11-30T10:00:00Z", ...seenAgain() }) }),
    /^watch: 2.0 h since the release/,
  ],
  [
    "functions that another job saw live at another commit",
    promotion("trunk", { ...functions, evidence: ofFunctions(seenAgain({ commit: "f".repeat(40) })) }),
    /^build: eeeeeeeeeeee was released there, and has other functions/,
  ],
  [
    "evidence of the future",
    promotion("trunk", { evidence: evidence({ ended: "2026-12-01T11:00:00Z" }) }),
    /expected at most 168 h/,
  ],
  [
    "an image by its tag",
    promotion("trunk", { image: "ghcr.io/acme/shop:1.2.0" }),
    /--image: expected an image by its digest/,
  ],
  [
    "another digest",
    promotion("trunk", { image: `shop@sha256:${"e".repeat(64)}` }),
    /was released there, --image is sha256:eee/,
  ],
  [
    "staging released an image by its tag",
    promotion("trunk", { evidence: evidence({ build: "shop:1.2.0" }) }),
    /released there was shop:1.2.0/,
  ],
  [
    "functions with other files",
    promotion("trunk", { isImage: false, evidence: evidence({ build: "e".repeat(40) }) }),
    /^build: eeeeeeeeeeee was released there, and has other functions than cccccccccccc \(compared: functions\/bot, package-lock.json\)/,
  ],
  [
    "a checkout with edits",
    promotion("trunk", { isImage: false, checkout: `${commit}-dirty`, evidence: evidence({ build: commit }) }),
    /^checkout: .*without edits, found c+-dirty/,
  ],
  [
    "a candidate of another version",
    promotion("candidates", { evidence: evidence({ tag: "v1.1.0-rc.1" }) }),
    /^candidate: expected v1.2.0-rc.<number> in the evidence, found v1.1.0-rc.1/,
  ],
  [
    "evidence without a tag",
    promotion("candidates", { evidence: evidence({ tag: undefined }) }),
    /^candidate: .*found no tag/,
  ],
  [
    "evidence of the version itself",
    promotion("candidates", { evidence: evidence({ tag: "v1.2.0" }) }),
    /^candidate: expected/,
  ],
  [
    "a candidate of another commit",
    promotion("candidates", { evidence: evidence({ tag: "v1.2.0-rc.1" }) }),
    /^candidate: v1.2.0-rc.1 is not on GitHub, expected cccccccccccc/,
  ],
  [
    "a candidate that was watched too short",
    promotion("candidates", { evidence: evidence({ ended: "2026-11-30T11:00:00Z" }), waitMinutes: 60 }),
    /^watch: 1.0 h since the release, and the job of production waits 1.0 h, expected 24 h in all/,
  ],
])("%s is refused", (_, of, message) => {
  expect(refusals(of)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
});

test("a candidate goes to staging with the evidence of test, and needs no day of watch", () => {
  const steps = stepsOf("candidates");
  const [before, step] = steps as [(typeof steps)[0], (typeof steps)[0]];
  const of = { evidence: evidence({ environment: "test", tag: undefined, ended: "2026-11-30T11:59:00Z" }) };
  expect(refusals(promotion("candidates", { ...of, before, step, tag: "v1.2.0-rc.2" }))).toEqual([]);
  expect(refusals(promotion("candidates", { ...of, before, step, tag: "v1.2.0" }))).toEqual([
    "tag: expected one such as v1.2.0-rc.1, found v1.2.0",
  ]);
});
