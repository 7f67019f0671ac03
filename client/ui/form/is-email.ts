/** Does this look like an e-mail address? The server looks closer; this is for slips of the hand. */
export const isPlausibleEmail = (text: string): boolean =>
  /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim());
