/** The version of @shelf/core, as published. It stands here, and not in a file that is read: programs are bundled. */
export const VERSION: string = '0.0.0';
