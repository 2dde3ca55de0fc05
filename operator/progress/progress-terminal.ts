import pc from "picocolors";
import { duration } from "../process/duration";
import { oneLine } from "../process/terminal-text";
import { cutEnd, cutMiddle, displayWidth, wrapWords } from "./cut";
import type { Progress, ProgressEvent } from "./progress";
import { eventText, past } from "./progress-lines";

/** A stack in progress. */
interface StackView {
  readonly begun: number;
  step: string;
  done: number;
  total?: number | undefined;
  readonly running: Map<string, { readonly action: string; readonly begun: number }>;
}

/** How often the moving part is redrawn, in milliseconds. */
const frameMs = 200;
/** How many resources in progress are listed for a stack; the others are counted. */
const shownResources = 4;

/** A live display: finished resources scroll up; below them is each stack with its resources in progress and their elapsed time. */
export class TerminalProgress implements Progress {
  private readonly stacks = new Map<string, StackView>();
  private readonly timer = setInterval(() => this.draw(), frameMs);
  private drawn = 0;
  private paused = false;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly out: NodeJS.WriteStream) {
    this.timer.unref();
  }

  report(event: ProgressEvent): void {
    const { stack } = event;
    const view = this.stacks.get(stack) ?? { begun: Date.now(), step: "", done: 0, running: new Map() };
    this.stacks.set(stack, view);
    if (event.type === "step") {
      Object.assign(view, { step: event.step, done: 0, total: event.total });
      return;
    }
    if (event.type === "resource_start") {
      view.running.set(event.address, { action: event.action, begun: Date.now() });
      return;
    }
    if (event.type === "read_start") {
      view.running.set(event.address, { action: "read", begun: Date.now() });
      return;
    }
    if (event.type === "resource_done" || event.type === "resource_failed" || event.type === "read_done") {
      view.running.delete(event.address);
      view.done++;
    }
    if (event.type === "end") this.stacks.delete(stack);
    if (isWorthALine(event)) this.scroll(this.lineOf(event));
  }

  private get width(): number {
    return Math.max(20, (this.out.columns || 80) - 1);
  }

  /** One line for a resource, cut to the width; other events have the lines that they need. */
  private lineOf(event: ProgressEvent): string {
    const { stack } = event;
    const paint = paintFor(event);
    const left = this.width - displayWidth(stack) - 1;
    if (event.type === "resource_done" || event.type === "resource_failed") {
      const did = event.type === "resource_done" ? (past[event.action] ?? event.action) : `${event.action} FAILED`;
      const begin = `${duration(event.seconds).padStart(6)} ${did} `;
      return `${pc.dim(stack)} ${paint(`${begin}${cutMiddle(event.address, left - displayWidth(begin))}`)}`;
    }
    if (event.type === "note") {
      const lines = eventText(event).split("\n");
      return `${pc.dim(stack)} ${lines.map((line) => wrapNote(line, stack, this.width)).join("\n")}`;
    }
    const isReason = event.type === "diagnostic" && event.diagnostic.severity === "error";
    return `${pc.dim(stack)} ${paint(isReason || event.type === "end" ? cutEnd(eventText(event), left) : eventText(event))}`;
  }

  quietly<T>(show: () => Promise<T>): Promise<T> {
    const result = this.turn.then(async () => {
      this.erase();
      this.paused = true;
      try {
        return await show();
      } finally {
        this.paused = false;
      }
    });
    this.turn = result.catch(() => undefined);
    return result;
  }

  close(): void {
    clearInterval(this.timer);
    this.erase();
  }

  /** Prints a finished line above the moving part. While the display is paused, the line waits. */
  private scroll(line: string): void {
    if (this.paused) {
      void this.turn.then(() => this.scroll(line));
      return;
    }
    this.erase();
    this.out.write(`${line}\n`);
    this.draw();
  }

  private draw(): void {
    if (this.paused || (this.stacks.size === 0 && this.drawn === 0)) return;
    this.erase();
    const lines = [...this.stacks]
      .flatMap(([id, view]) => stackLines(id, view))
      .slice(0, Math.max(1, (this.out.rows || 24) - 2));
    // Shortened: a line that wraps could not be erased.
    const text = lines.map((line) => cutEnd(line, this.width));
    if (text.length > 0) this.out.write(`${text.map((line) => pc.cyan(line)).join("\n")}\n`);
    this.drawn = text.length;
  }

  private erase(): void {
    // From the first column: the terminal may have written `^C` behind the last line.
    this.out.write(`\r${this.drawn > 0 ? `\u001b[${this.drawn}A` : ""}\u001b[J`);
    this.drawn = 0;
  }
}

/** A note in lines that fit; the first has the stack's name before it. */
function wrapNote(line: string, stack: string, width: number): string {
  const before = displayWidth(stack) + 1;
  return wrapWords(`${" ".repeat(before)}${line}`, width, 4).slice(before);
}

function stackLines(id: string, { begun, step, done, total, running }: StackView): string[] {
  const since = (time: number) => duration((Date.now() - time) / 1000);
  const count = total !== undefined ? ` ${done}/${total}` : done > 0 ? ` (${done} read)` : "";
  const resources = [...running].slice(0, shownResources);
  const more = running.size - resources.length;
  return [
    `${id}  ${step}${count}  ${since(begun)}`,
    // The time comes first: a long address is cut at the edge of the terminal.
    ...resources.map(([address, { action, begun }]) => `${since(begun).padStart(8)} ${action} ${oneLine(address)}`),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** What took no time is counted only: a stack has a hundred of them. */
function isWorthALine(event: ProgressEvent): boolean {
  if (event.type === "read_done") return false;
  return event.type !== "resource_done" || event.seconds >= 1;
}

function paintFor(event: ProgressEvent): (text: string) => string {
  if (event.type === "resource_failed" || (event.type === "end" && event.status === "failed")) return pc.red;
  if (event.type === "diagnostic") return event.diagnostic.severity === "error" ? pc.red : pc.yellow;
  return event.type === "end" ? pc.green : String;
}
