/** Does work, and says for what it waits when that takes long. By default the line goes to standard error. */
export async function sayIfLong<T>(line: string, work: () => Promise<T>, say = toStandardError, ms = 3000): Promise<T> {
  const timer = setTimeout(() => say(line), ms);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
