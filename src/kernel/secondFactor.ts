/** The workspace setting that asks everyone for a second factor; who is signed in is asked about it at every request. */
export const secondFactorKey = 'security.requireSecondFactor'
