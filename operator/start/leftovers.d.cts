/** A name that says which process it belongs to. */
export function ownName(prefix: string): string;
/** Removes what killed runs left in a folder under names of {@link ownName}. */
export function removeLeftovers(folder: string, prefix: string): void;
