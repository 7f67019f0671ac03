/** The `keyCode` of a key press that an input method handles. */
const IME_KEY_CODE = 229;

/**
 * Whether a key press belongs to a composition (Japanese, Chinese, Korean, dead keys): it confirms or cancels a word and
 * must do nothing else. Safari sends the Enter that confirms a word after the composition has ended, with `isComposing`
 * false; only the key code shows it.
 */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === IME_KEY_CODE;
