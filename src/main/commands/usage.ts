/** A mistake on the command line; the message says what was wanted. Ends the process with status 2. */
export class UsageError extends Error {}
