import { LostRelease } from "../log/lost";
import { intentOf } from "../log/record";
import type { Values } from "../port/platform";
import { type ReleaseContext, retrySeconds } from "./context";
import { messageOf, NoCredentials } from "./ends";
import { persist } from "./persist";
import type { Run } from "./run";

/** What the services have, and what the state says. */
export interface Truth {
  /** `W`: the real share of the new side. */
  readonly weight: number;
  /** `S`. */
  readonly values: Values;
  /** Whether both say the same share. */
  readonly agree: boolean;
}

export async function readTruth({ platform, state }: ReleaseContext): Promise<Truth> {
  const values = await state.read();
  const weight = await platform.readWeight();
  return { values, weight, agree: weight === platform.weightOf(values) };
}

/**
 * Gives the new side this share in the state and in reality. Where both differ, a plan compares with the state alone and may be empty: so the
 * services' API sets it first, then the apply. Ends when the API reads the share back.
 */
export async function setShare(run: Run, percent: number, stops: boolean): Promise<void> {
  const { context } = run;
  const { platform } = context;
  const act = async (secondsLeft: number) => {
    const { values, agree } = await readTruth(context);
    if (!agree) await platform.setWeight(percent);
    await run.apply(
      platform.shift(values, percent),
      `release ${run.log.id}: ${percent} % to the new side`,
      secondsLeft,
    );
    if ((await platform.readWeight()) === percent) return;
    // The state had the rule of before: its apply changed nothing, and the next will not either.
    await platform.setWeight(percent);
    const weight = await platform.readWeight();
    if (weight !== percent) throw new Error(`the new side has ${weight} % after the apply, expected ${percent} %`);
  };
  await persist(context, `give the new side ${percent} %`, act, { stops, before: () => stillOurs(run, stops) });
}

/** The same, which Ctrl-C does not end: by an apply, else by the services' API alone. */
export async function setShareAnyway(run: Run, percent: number): Promise<void> {
  try {
    await setShare(run, percent, false);
  } catch (error) {
    // Without credentials the API would refuse too.
    if (error instanceof LostRelease || error instanceof NoCredentials) throw error;
    run.context.say(`${messageOf(error)}: by the API instead`);
    await forceShare(run, percent);
  }
}

/** By the services' API alone: where no apply can run. */
async function forceShare({ context, log }: Run, percent: number): Promise<void> {
  const { platform } = context;
  // A finish that a way back follows was not applied.
  const swapped = intentOf(log.entries, "back") ? undefined : intentOf(log.entries, "finish")?.values;
  platform.assume?.(swapped ?? log.plan.from);
  await persist(context, `set the weight to ${percent} % by the API`, async () => {
    await platform.setWeight(percent);
    const weight = await platform.readWeight();
    if (weight !== percent) throw new Error(`the new side has ${weight} % after the call, expected ${percent} %`);
  });
}

/**
 * Applies values and sees to it that the real weight is what they say. For changes that move no request.
 * @param looks as in `ApplyOptions`
 */
export async function applyValues(
  run: Run,
  values: (now: Values) => Values,
  reason: string,
  stops: boolean,
  looks = false,
): Promise<void> {
  const { context } = run;
  const { platform, state } = context;
  const act = async (secondsLeft: number) => {
    await run.apply(values(await state.known()), `release ${run.log.id}: ${reason}`, secondsLeft, looks);
    // What the apply has written.
    const wanted = platform.weightOf(await state.known());
    if ((await platform.readWeight()) === wanted) return;
    // The state is whole again: it says what the weight must be.
    await platform.setWeight(wanted);
    const weight = await platform.readWeight();
    if (weight !== wanted) throw new Error(`the new side has ${weight} %, expected ${wanted} %`);
  };
  await persist(context, reason, act, { stops, before: () => stillOurs(run, stops) });
}

/** Before another try: the release may have been taken over meanwhile, or is to end. */
async function stillOurs(run: Run, stops: boolean): Promise<void> {
  if (stops) await run.look();
  else await run.stillOurs();
}

/** Seconds that one change takes at most: the retries, and an apply that has just begun then. */
export const changeSeconds = 2 * retrySeconds;
