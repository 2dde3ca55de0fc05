import { AlreadyThere, type LogStore } from "../../../../operator/release/port/log-store";

/** A bucket in memory, which counts what is read of it. */
export class MemoryStore implements LogStore {
  readonly objects = new Map<string, string>();
  lists = 0;
  reads = 0;

  async list(folder: string): Promise<readonly string[]> {
    this.lists += 1;
    const below = [...this.objects.keys()].filter((name) => name.startsWith(folder));
    return [...new Set(below.map((name) => name.slice(folder.length).split("/")[0] as string))].sort();
  }

  async read(name: string): Promise<string> {
    this.reads += 1;
    const text = this.objects.get(name);
    if (text === undefined) throw new Error(`no object ${name}`);
    return text;
  }

  async put(name: string, text: string): Promise<void> {
    if (this.objects.has(name)) throw new AlreadyThere(name);
    this.objects.set(name, text);
  }
}
