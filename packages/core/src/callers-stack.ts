/** Deep enough to reach the caller through what Shelf, knex and Node do in between. */
const DEPTH = 50;

/** Where Shelf's packages stand when they are not installed; undefined in a bundle, where nothing tells them from the program. */
const workspace = /(?:\(|at (?:async )?)(?:file:\/\/)?([^()]*[\\/])core[\\/](?:src|dist)[\\/]callers-stack\./.exec(
  new Error('where this file is').stack?.split('\n')[1] ?? '',
)?.[1];

const LIBRARIES = /[\\/]node_modules[\\/](?:@shelf|knex|tarn|backbone|underscore|bluebird)[\\/]/;

/**
 * Gives an error a stack that begins in the code which has called Shelf, also where the call has waited: the engine knows who
 * awaits whom. It is put together when somebody reads it, since most errors are handled unread.
 */
export function beginAtCaller(error: Error): void {
  const frames = captureFrames();
  let stack: string | undefined;
  Object.defineProperty(error, 'stack', {
    get: () => (stack ??= `${error.name}: ${error.message}\n${callersFrames(frames()).join('\n')}`),
    set(value: string) {
      stack = value;
    },
    configurable: true,
  });
}

/** Does so once more, from where the error has come to, where nobody was known who awaited what has raised it. */
export function findCaller(error: Error): void {
  const { stack = '' } = error;
  if (!framesIn(stack).some(isCallers)) beginAtCaller(error);
}

/** The frames of what runs now; to be read when they are needed. */
function captureFrames(): () => readonly string[] {
  const captured: { stack?: string } = {};
  const { stackTraceLimit } = Error;
  // For as long as it takes to capture: what the program has set counts again for what is shown.
  if (stackTraceLimit > 0) Error.stackTraceLimit = Math.max(stackTraceLimit, DEPTH);
  Error.captureStackTrace(captured, captureFrames);
  Error.stackTraceLimit = stackTraceLimit;
  return () => framesIn(captured.stack ?? '');
}

function framesIn(stack: string): readonly string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line));
}

/** What is above the first of the caller's frames is Shelf's affair; without one it is all that is known. */
function callersFrames(frames: readonly string[]): readonly string[] {
  const from = Math.max(frames.findIndex(isCallers), 0);
  return frames.slice(from, from + Error.stackTraceLimit);
}

function isCallers(frame: string): boolean {
  if (!/[\\/]/.test(frame) || frame.includes('node:') || LIBRARIES.test(frame)) return false;
  const [, inside] = workspace === undefined ? [] : frame.split(workspace);
  return inside === undefined || !/^(?:[\w-]+[\\/]){1,2}(?:src|dist)[\\/]/.test(inside);
}
