/** A client of the AWS SDK that answers each command by its name, and remembers what was asked. */
export function fakeClient(answers: Readonly<Record<string, object | ((input: Record<string, unknown>) => object)>>) {
  const asked: { readonly name: string; readonly input: Record<string, unknown> }[] = [];
  const send = async (command: { readonly input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, "");
    asked.push({ name, input: command.input });
    const answer = answers[name];
    if (answer === undefined) throw new Error(`expected no ${name}`);
    return typeof answer === "function" ? answer(command.input) : answer;
  };
  // biome-ignore lint/suspicious/noExplicitAny: any client of the SDK
  return { asked, client: { send } as any };
}
