/** Ends this process once its output is written: a request that still waits for its answer would keep it for minutes. */
export function endNow(): void {
  process.stdout.write("", () => process.exit());
}
