/** Formats seconds for people: `0.4s`, `12s`, `3m05s`, `2h07m`, `3d04h`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1)}s`;
  const whole = Math.floor(seconds);
  if (whole < 60) return `${whole}s`;
  const pad = (value: number) => String(Math.floor(value)).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)}h${pad((whole % 3600) / 60)}m`;
  return `${Math.floor(whole / 86_400)}d${pad((whole % 86_400) / 3600)}h`;
}
