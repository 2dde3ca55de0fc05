import { duration } from "../process/duration";

/**
 * Says that something takes its time, and every few seconds for how long it has been going on.
 * @param work calls `begins` when there is something to wait for
 */
export async function withElapsed<T>(
  text: string,
  write: (line: string) => void,
  work: (begins: () => void) => Promise<T>,
  everyMs = 10_000,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const begins = () => {
    const begun = Date.now();
    write(`${text}…`);
    timer = setInterval(() => write(`${text}: ${duration((Date.now() - begun) / 1000)}…`), everyMs);
  };
  try {
    return await work(begins);
  } finally {
    clearInterval(timer);
  }
}
