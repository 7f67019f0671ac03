/** How long presence lasts after a client's message, in seconds. Clients repeat `ticket:view` every `viewingRepeat`. */
export const LEASE_SECONDS = { viewing: 25, viewingRepeat: 10, replying: 5 } as const;
