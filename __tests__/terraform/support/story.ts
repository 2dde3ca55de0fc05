/** Adds a step to a story. */
export type Step = (name: string, run: () => Promise<void>) => void;

/** Tests that build on each other: once one has failed, the others fail at once with a message that says so. */
export function story(): Step {
  let broken: string | undefined;
  return (name, run) =>
    test(name, async () => {
      if (broken) throw new Error(`not run, because this did not end well: ${broken}`);
      broken = name;
      await run();
      broken = undefined;
    }, 900_000);
}
