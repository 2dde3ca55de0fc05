/** What was read last where it cannot be read any more: the way back by the services' API does not need the state. */
export class LastRead<T> {
  /** Nothing as long as nothing was read or assumed. */
  last?: T;

  constructor(private readonly read: () => Promise<T>) {}

  /** Takes this for what was read last, where nothing was. */
  assume(value: T): void {
    this.last ??= value;
  }

  /** @throws what the read throws, where nothing is known */
  async get(): Promise<T> {
    try {
      this.last = await this.read();
    } catch (error) {
      if (this.last === undefined) throw error;
    }
    return this.last;
  }
}
