/** A reason why a command can't run, as a sentence for whoever started it. */
export class UsageError extends Error {}
