/** Catches typing errors in an e-mail address; the server validates it fully. */
export const isPlausibleEmail = (text: string): boolean =>
  /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim());
