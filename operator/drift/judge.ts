import { type AttributeChange, attributeChanges } from "../plan/plan-attributes";
import { changesOf } from "../plan/plan-changes";
import { type TouchedPlace, type TouchedResource, touchedResources } from "../plan/plan-drift";
import { type PlanJson, referencesIn, withoutKey } from "../plan/plan-json";
import type { Change } from "../plan/stack-plan";
import { attachedIn, isAttachment } from "./attached";
import type { Ignored } from "./ignored";
import { ownerOf } from "./owner-of";
import { type Found, gone, type StackDrift } from "./report";
import { withUpgrades } from "./upgrades";

/** A release that runs now, and what it may change. */
export interface RunningRelease {
  readonly id: string;
  /** By type of resource the attributes, or `whole`. */
  readonly carriers: Readonly<Record<string, readonly string[] | "whole">>;
}

export interface JudgeProps {
  readonly plan: PlanJson;
  readonly ignored: Ignored;
  /** @default - none runs */
  readonly release?: RunningRelease | undefined;
}

/** What a plan with a refresh found, place by place, and what else it would change. */
export function judge({ plan, ignored, release }: JudgeProps): Pick<StackDrift, "found" | "undeployed" | "follows"> {
  const isAttached = attachedIn(plan);
  // What another resource of the stack gives, and a deploy leaves as it is, is as it should be.
  const resources = touchedResources(plan).map((resource) => ({
    ...withUpgrades(resource, plan),
    places: resource.places.filter((place) => place.isSet || place.isReverted || !isAttached(resource, place)),
  }));
  const found = resources.flatMap((resource) =>
    resource.isGone ? [goneFound(resource, release)] : placesFound(resource, ignored, release),
  );
  return { found, ...beyondDrift(plan, resources) };
}

function goneFound({ address, type, isRepaired }: TouchedResource, release: RunningRelease | undefined): Found {
  const common = { address, attribute: gone, before: "(there)", after: "(none)", isReverted: isRepaired };
  if (release?.carriers[type] === "whole") return { ...common, kind: "released", why: releaseText(release) };
  if (isRepaired) return { ...common, kind: "drift" };
  return { ...common, kind: "kept", why: "the settings do not have it any more, so that no deploy makes it again" };
}

function placesFound(resource: TouchedResource, ignored: Ignored, release: RunningRelease | undefined): Found[] {
  return resource.places.flatMap((place): Found[] => {
    const judged = judgePlace(resource, place, ignored(resource.address, place.keys), release);
    if (!judged) return [];
    const { path: attribute, before, after, isReverted } = place;
    return [{ address: resource.address, attribute, before, after, isReverted, ...judged }];
  });
}

function judgePlace(
  resource: TouchedResource,
  place: TouchedPlace,
  isIgnored: boolean,
  release: RunningRelease | undefined,
): Pick<Found, "kind" | "why"> | undefined {
  const { isSet, isReverted, keys } = place;
  const carried = release?.carriers[resource.type];
  if (release && (carried === "whole" || carried?.includes(keys[0] ?? ""))) {
    return { kind: "released", why: releaseText(release) };
  }
  if (!isSet && isComputed(keys[0] ?? "") && !isAttachment(resource.type, keys[0] ?? "")) return undefined;
  const owned = ownerOf(resource, place, isIgnored);
  if (owned) return { kind: "owned", why: `${owned.owner}: ${owned.why}` };
  if (!isSet) {
    const then = isReverted ? "the next deploy takes it back" : "the next deploy takes it over as it is";
    return { kind: "unset", why: `no setting of ours gives it; ${then}` };
  }
  if (isIgnored)
    return { kind: "kept", why: "our JSON names it in `ignore_changes`: put it back by hand if it is unwanted" };
  if (isReverted) return { kind: "drift" };
  return {
    kind: "kept",
    why: "a deploy leaves it as it is: this checkout says the same, or the provider takes it for equal",
  };
}

const releaseText = ({ id }: RunningRelease) => `release ${id} has not ended`;

/** Attributes by which services only report what is so: nothing is set by them, and some change every few minutes. */
const computed =
  /^(tags_all|terraform_labels|effective_\w+|latest_\w+|last_\w+|current_\w+|observed_\w+|qualified_\w+|self_link\w*)$|(^|_)(arns?|ids?|urls?|uris?|endpoints?|address(es)?|status(es)?|state|versions?|etag|fingerprint|generation|revision|time|date|timestamp|at|modified|created|updated|uid|owner|dns_name|size|count|hash|checksum|sha256|actual|members|port|ips?)$/;
const isComputed = (key: string) => computed.test(key);

/** What the plan changes for another reason than that something was changed by hand. */
function beyondDrift(
  plan: PlanJson,
  resources: readonly TouchedResource[],
): Pick<StackDrift, "undeployed" | "follows"> {
  const touched = new Map(resources.map((resource) => [resource.address, resource]));
  const attributes = attributeChanges(plan);
  const of = (address: string) => attributes.get(address)?.attributes ?? [];
  const others = changesOf(plan).changes.filter(({ address, action }) => {
    const resource = touched.get(address);
    if (resource?.isGone) return false;
    if (!resource || action !== "update") return true;
    const reverted = resource.places.filter(({ isReverted }) => isReverted).map(({ path }) => path);
    return !of(address).every((change) => isWithin(change, reverted) || isLate(change));
  });
  const isFollower = ({ address, action }: Change) => /^(update|replace)$/.test(action) && of(address).every(isLate);
  const repaired = resources.filter(({ isRepaired }) => isRepaired).map(({ address }) => address);
  const follows = followersOf(
    plan,
    repaired,
    others.filter(isFollower).map(({ address }) => address),
  );
  return {
    undeployed: others
      .filter(({ address }) => !follows.includes(address))
      .map(({ address, action }) => ({ address, action })),
    follows,
  };
}

/** Those of the candidates that refer to what is repaired, to another of them, or to a data source that does: nothing else makes their values unknown. */
function followersOf(plan: PlanJson, repaired: readonly string[], candidates: readonly string[]): string[] {
  const references = referencesIn(plan);
  const configured = plan.configuration?.root_module?.resources ?? [];
  const sources = configured.map(({ address }) => address).filter((address) => address.startsWith("data."));
  const known = new Set(repaired.map(withoutKey));
  let left = [...candidates, ...sources];
  for (let more = left; more.length > 0; ) {
    more = left.filter((address) => [...references(address)].some((of) => known.has(of)));
    for (const address of more) known.add(withoutKey(address));
    left = left.filter((address) => !more.includes(address));
  }
  return candidates.filter((address) => !left.includes(address));
}

const isWithin = ({ path }: AttributeChange, others: readonly string[]) =>
  others.some((other) => path === other || path.startsWith(`${other}.`) || other.startsWith(`${path}.`));

/** Only the apply knows the value: it follows from another resource. */
const isLate = ({ after }: AttributeChange) => after.includes("(known after apply)");
