/** Where the answers about one's own account are kept. */
export const sessionsKey = ['account', 'sessions'] as const
export const secondFactorKey = ['account', 'second-factor'] as const
export const noticesKey = ['account', 'notices'] as const
