import { whyNot } from "../preflight/look/finding";
import type { StackView } from "../preflight/look/stack-view";
import { alarmFindings } from "./aws/alarms";
import { backupFindings } from "./aws/backups";
import { buildFindings } from "./aws/builds";
import { certificateFindings } from "./aws/certificates";
import { costFindings } from "./aws/cost";
import { deadLetterFindings } from "./aws/dead-letters";
import { secretFindings } from "./aws/secrets";
import { type StatusAccount, statusAccounts } from "./aws/status-account";
import { azureLook } from "./clouds/azure";
import { googleLook } from "./clouds/google";
import { kubernetesFindings } from "./clouds/kubernetes";
import { type StatusFinding, type Topic, topics, unknown } from "./finding";
import { deployedIn } from "./state/deployed";
import { driftFindings } from "./state/drift";
import { foreignFindings } from "./state/foreign";
import { hcpReleases, hcpStacks, notInHcp } from "./state/hcp";
import { lockFindings } from "./state/locks";
import { releaseFindings } from "./state/releases";
import { bucketPlaces } from "./state/state-place";

export interface StatusProps {
  /** The stacks that are looked at. */
  readonly stacks: readonly StackView[];
  /** Ids of every stack of the project: the state of any other is foreign. Nothing where they are not all known. */
  readonly known: readonly string[] | undefined;
  /** Whether they are deployed to the emulator: a process works with it, or with clouds. @default false */
  readonly emulated?: boolean;
  /** With which HCP Terraform's token is found. @default - this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** @default - the time of this machine */
  readonly at?: Date;
}

const awsTopics: readonly [Topic, (account: StatusAccount, at: Date) => Promise<StatusFinding[]>][] = [
  ["alarms", alarmFindings],
  ["dead letters", deadLetterFindings],
  ["builds", buildFindings],
  ["backups", backupFindings],
  ["certificates", certificateFindings],
  ["secrets", secretFindings],
  ["cost", costFindings],
];

/**
 * Looks at all that a morning needs of deployed stacks, side by side, and changes nothing. What cannot be looked up says why. Never throws
 * for what it finds. Takes at most about 20 seconds, also where something does not answer: 10 for states and, meanwhile, all sign-ins, and
 * 10 for the looks.
 */
export async function statusFindings(props: StatusProps): Promise<StatusFinding[]> {
  const { stacks, known, emulated = false, env = process.env, at = new Date() } = props;
  const places = bucketPlaces(stacks, emulated);
  const signedIn = statusAccounts(stacks, emulated);
  const [google, azure] = [googleLook(stacks), azureLook(stacks)];
  const [inBuckets, inHcp] = await Promise.all([
    Promise.all(places.map(deployedIn)),
    hcpStacks(stacks, env),
    ...signedIn.map((account) => account.signIn()),
  ]);
  // A stack whose state cannot be seen may be deployed: it is looked at.
  const isThere = ({ is }: { readonly is: string }) => is === "deployed" || is === "unseen";
  const there = new Set([...inBuckets.flat(), ...inHcp].filter(isThere).map(({ stack }) => stack.id));
  const local = stacks.filter(({ backend }) => backend.type !== "s3" && backend.type !== "cloud");
  const deployed = stacks.filter((stack) => there.has(stack.id) || local.includes(stack));
  const accounts = signedIn.map((account) => account.of(deployed));
  const found = await Promise.all([
    inBuckets.flat().map(({ finding }) => finding),
    inHcp.flatMap(({ findings }) => findings),
    deployed.filter(({ backend }) => backend.type === "cloud").flatMap(notInHcp),
    ...places.flatMap((place) => {
      const own = place.stacks.filter(({ id }) => there.has(id));
      return [
        apart("releases", own, () => releaseFindings(place, own, at)),
        apart("drift", own, () => driftFindings(place, own, at)),
        apart("locks", place.stacks, () => lockFindings(place, at)),
        apart("states", place.stacks, () => foreignFindings(place, known)),
      ];
    }),
    ...accounts.map((account) => apart("releases", account.stacks, () => hcpReleases(account, inHcp, at))),
    ...accounts.flatMap((account) =>
      awsTopics.map(([topic, ask]) => apart(topic, account.stacks, () => ask(account, at))),
    ),
    apart("alarms", deployed, () => google(deployed, at)),
    apart("alarms", deployed, () => azure(deployed, at)),
    kubernetesFindings(deployed),
  ]);
  return found.flat().sort((a, b) => topics.indexOf(a.topic) - topics.indexOf(b.topic));
}

/** Looks at a topic of stacks. A look that fails as a whole hides no other. */
async function apart(
  topic: Topic,
  stacks: readonly StackView[],
  ask: () => Promise<StatusFinding[]>,
): Promise<StatusFinding[]> {
  try {
    return await ask();
  } catch (error) {
    return [{ topic, stacks: stacks.map(({ id }) => id), subject: "", ...unknown(whyNot(error)) }];
  }
}
