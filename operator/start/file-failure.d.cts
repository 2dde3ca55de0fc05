/** One line about a file or folder that could not be used; nothing if an error is about something else. */
export function fileFailure(error: unknown): string | undefined;
