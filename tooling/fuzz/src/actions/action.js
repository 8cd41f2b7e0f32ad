/** Stands in a transcript for a step that had nothing to do. */
export const NOTHING = 'nothing to do';
