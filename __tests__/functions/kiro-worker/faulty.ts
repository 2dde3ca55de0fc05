interface Client {
  send(command: { readonly constructor: { readonly name: string } }): Promise<unknown>;
}

/** Clients of which one call fails, before or after its effect. */
export class Faulty {
  /** The names of the calls so far, of all clients. */
  readonly calls: string[] = [];

  constructor(
    private readonly failing: number,
    private readonly when: "before" | "after",
    private readonly error: () => Error = () => new Error("socket hang up"),
  ) {}

  readonly of = <T>(client: T): T => {
    const send = async (command: Parameters<Client["send"]>[0]) => {
      const number = this.calls.push(command.constructor.name) - 1;
      if (number === this.failing && this.when === "before") throw this.error();
      const answer = await (client as Client).send(command);
      if (number === this.failing) throw this.error();
      return answer;
    };
    return { send } as T;
  };
}
