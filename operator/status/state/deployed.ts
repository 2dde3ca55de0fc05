import type { StackView } from "../../preflight/look/stack-view";
import { ok, type Seen, type StatusFinding, timeText, unknown } from "../finding";
import { type BucketPlace, keyOf } from "./state-place";

/** A state without resources is smaller than this, in bytes; one of a single resource is larger. */
const emptyBytes = 4_000;

/** What the state bucket says of a stack. */
export interface Deployed {
  readonly stack: StackView;
  /** `unseen`: the bucket could not be read. */
  readonly is: State["is"] | "unseen";
  readonly finding: StatusFinding;
}

/** What there is of a stack's state. */
interface State {
  readonly is: "deployed" | "never" | "destroyed";
  readonly saved?: Date | undefined;
}

/** Whether the stacks of a bucket are deployed, and when each state was saved last. Never throws. */
export async function deployedIn(place: BucketPlace): Promise<Deployed[]> {
  return Promise.all(
    place.stacks.map(async (stack) => {
      let is: Deployed["is"] = "unseen";
      const [finding] = await place.ask({ topic: "stacks", stacks: [stack.id] }, async () => {
        const state = await look(place, stack);
        is = state.is;
        return textOf(state, stack);
      });
      return { stack, is, finding: finding as StatusFinding };
    }),
  );
}

async function look(place: BucketPlace, stack: StackView): Promise<State> {
  const objects = await place.objects();
  const object = objects?.find(({ key }) => key === keyOf(stack));
  if (!object) return { is: "never" };
  const { saved, bytes } = object;
  if (bytes < emptyBytes && resourcesIn(await place.read(object.key)) === 0) return { is: "destroyed", saved };
  return { is: "deployed", saved };
}

function textOf({ is, saved }: State, { id }: StackView): Seen {
  const at = saved && { since: saved.toISOString() };
  const deploy = { command: `npm run deploy -- ${id}` };
  if (is === "never") return ok("never deployed", deploy);
  if (is === "destroyed") return ok(`destroyed${saved ? ` on ${timeText(saved)}` : ""}`, { ...at, ...deploy });
  return saved ? ok(`state saved ${timeText(saved)}`, at) : unknown("its state has no time");
}

/** How many resources a state has; nothing for what is no state. */
export function resourcesIn(text: string): number | undefined {
  try {
    const { resources } = JSON.parse(text) as { resources?: unknown[] };
    return Array.isArray(resources) ? resources.length : undefined;
  } catch {
    return undefined;
  }
}
