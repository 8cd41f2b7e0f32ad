import { VERSION } from '@shelf/core';

/** The version of @shelf/core that this dialect runs with. */
export const coreVersion: string = VERSION;
