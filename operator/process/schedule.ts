/** How a piece of work ended. */
export type Outcome<T> = { readonly value: T } | { readonly error: unknown } | { readonly blockedBy: string };

export interface ScheduleProps<T> {
  readonly ids: readonly string[];
  /** The ids that must have succeeded before `id` begins. Those that are not among `ids` are ignored. */
  readonly before: (id: string) => readonly string[];
  readonly run: (id: string) => Promise<T>;
  /** How many run at the same time. */
  readonly parallel: number;
}

/** Runs each id once, in dependency order and otherwise in parallel. If one fails, those that need it are not run; all others are. */
export async function schedule<T>({ ids, before, run, parallel }: ScheduleProps<T>): Promise<Map<string, Outcome<T>>> {
  const started = new Map<string, Promise<Outcome<T>>>();
  const slots = new Slots(parallel);

  const start = (id: string): Promise<Outcome<T>> => {
    const known = started.get(id);
    if (known) return known;
    const outcome = runAfter(id);
    started.set(id, outcome);
    return outcome;
  };
  const runAfter = async (id: string): Promise<Outcome<T>> => {
    const needed = before(id).filter((other) => ids.includes(other));
    const outcomes = await Promise.all(needed.map(start));
    const failed = outcomes.findIndex((outcome) => !("value" in outcome));
    if (failed !== -1) return { blockedBy: needed[failed] as string };
    await slots.take();
    try {
      return { value: await run(id) };
    } catch (error) {
      return { error };
    } finally {
      slots.give();
    }
  };

  return new Map(await Promise.all(ids.map(async (id) => [id, await start(id)] as const)));
}

class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async take(): Promise<void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.free++;
  }
}
