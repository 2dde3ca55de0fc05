import { interrupt } from "../../process/interrupt";

/**
 * A signal that leads a release back: from then on the way back runs, with Terraform. The second one is the end of this process, as soon as
 * no Terraform runs any more; what is left then is said by `left`.
 * @returns the signal, and what forgets it
 */
export function stopOnce(left: () => string, say: (line: string) => void) {
  const controller = new AbortController();
  const forget = interrupt.onStop(() => {
    interrupt.answer();
    if (!controller.signal.aborted) return controller.abort();
    say(`stopped again: ${left()}`);
    interrupt.endWhenIdle();
  });
  return { signal: controller.signal, forget };
}
